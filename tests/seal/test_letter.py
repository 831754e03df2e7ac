"""Letters: all that was typed is in them, for whoever has the password."""

from __future__ import annotations

import contextlib

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sceau.errors import PasswordRefused, SealRefused
from sceau.seal.letter import LONGEST, seal_letter
from sceau.seal.pdf import opens_with
from support.pictures import PLACE, picture

PASSWORD = "abcd-2345-wxyz-6789"
_LETTERS = "".join(bytes((n,)).decode("cp1252", "ignore") for n in range(32, 256))


def text_of(sealed: bytes) -> str:
    with contextlib.closing(pypdfium2.PdfDocument(sealed, password=PASSWORD)) as document:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def test_it_opens_with_the_password_alone_and_says_what_was_typed() -> None:
    text = "Madame,\n\nVotre glycémie à jeun est de 1,05 g/l : c’est « normal ».\nBon cœur."
    made = seal_letter(text, PASSWORD, title="Résultats d’analyse")
    assert (made.format, made.pages, made.verified) == ("pdf", 1, True)
    assert not opens_with(made.content, "")
    assert not opens_with(made.content, PASSWORD + "x")
    assert text_of(made.content).split() == f"Résultats d’analyse {text}".split()
    assert b"glyc" not in made.content


def test_a_long_one_has_pages() -> None:
    text = "Une phrase assez longue pour que la ligne soit coupée quelque part, oui.\n" * 300
    made = seal_letter(text, PASSWORD)
    assert made.pages > 6
    assert "".join(text_of(made.content).split()) == "".join(text.split())


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet=_LETTERS + "\n", min_size=1, max_size=800).filter(lambda t: t.strip()))
def test_any_text_of_western_europe_is_written(text: str) -> None:
    try:
        seal_letter(text, PASSWORD)
    except SealRefused as refusal:
        assert refusal.reason == "empty-letter"  # nothing but marks that show nothing


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("1\u202f500\u00a0kcal", "1500kcal"),
        ("e\u0301te\u0301", "été"),
        ("rendez\u2011vous", "rendez-vous"),
        ("\ufeffBonjour\u200b", "Bonjour"),
        ("ligne\r\nligne\rligne", "ligneligneligne"),
        ("Merci \U0001f60a\U0001f3fd", "Merci[smilingfacewithsmilingeyes]"),
        ("Łódź, Здравствуйте, καλημέρα ☺", "Łódź,Здравствуйте,καλημέρα☺"),
    ],
    ids=[
        "narrow spaces",
        "accents apart",
        "a no-break hyphen",
        "marks not seen",
        "line ends",
        "a pictogram",
        "other alphabets",
    ],
)
def test_signs_that_say_the_same_are_written_alike(typed: str, written: str) -> None:
    assert "".join(text_of(seal_letter(typed, PASSWORD).content).split()) == written


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (" \n ", "empty-letter"),
        ("שלום", "letter-characters"),
        ("ไทย", "letter-characters"),
        ("a" * (LONGEST + 1), "letter-too-long"),
    ],
    ids=["nothing", "read from the right", "an alphabet no font here has", "too much"],
)
def test_what_cannot_be_written_is_refused(text: str, reason: str) -> None:
    with pytest.raises(SealRefused, match=reason):
        seal_letter(text, PASSWORD)


def test_a_password_readers_would_not_take_is_refused() -> None:
    with pytest.raises(PasswordRefused):
        seal_letter("Bonjour", "x" * 200)


def test_pictures_follow_on_their_pages() -> None:
    made = seal_letter(
        "Voici.", PASSWORD, pictures=[picture("JPEG", orientation=6), picture("PNG")]
    )
    assert made.pages == 3
    assert PLACE.encode() not in made.content
    with pytest.raises(SealRefused, match="not-an-image"):
        seal_letter("Voici.", PASSWORD, pictures=[b"no picture"])


def test_a_long_one_in_another_alphabet_has_pages() -> None:
    text = "Здравствуйте, вот ваши результаты, они в норме, спасибо за доверие.\n" * 150
    made = seal_letter(text, PASSWORD, title="Результаты")
    assert made.pages > 2
    assert "".join(text_of(made.content).split()) == "".join(f"Результаты{text}".split())
    assert not opens_with(made.content, "")
