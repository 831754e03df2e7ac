"""Cutting passages: a password or a link goes from every form of the text, and nothing else."""

from __future__ import annotations

import email
import email.policy
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sceau.errors import EditRefused
from sceau.mail.edits import CutPassages, SealBody
from sceau.mail.letters import letters
from sceau.mail.message import Message
from sceau.mail.passages import passages_in_html, passages_in_text
from sceau.mail.preview import preview
from sceau.mail.ranges import without

PASSWORD = "7kf3-9xpa"
LETTERS = "7kf39xpa"

IN_TEXT: list[tuple[str, str, str]] = [
    ("as it is", "Le code est 7kf3-9xpa, merci.", "Le code est , merci."),
    ("with spaces for hyphens", "Code : 7kf3 9xpa\nMerci", "Code : \nMerci"),
    ("in capitals", "Code : 7KF3-9XPA", "Code : "),
    ("sign by sign", "7 k f 3 9 x p a.", "."),
    ("between brackets, with them", "Ouvrez (7kf3-9xpa) vite", "Ouvrez  vite"),
    ("between angle brackets", "<7kf3-9xpa> vite", " vite"),
    ("over two lines", "7kf3-\n9xpa, merci", ", merci"),
    ("twice", "7kf3-9xpa ou 7kf39xpa", " ou "),
    ("not there", "7kf3-8xpa", "7kf3-8xpa"),
    ("a full-width form of it", "７kf3-9xpa !", " !"),
]


@pytest.mark.parametrize(("text", "left"), [pytest.param(*row[1:], id=row[0]) for row in IN_TEXT])
def test_it_goes_from_a_plain_text(text: str, left: str) -> None:
    assert without(text, passages_in_text(text, (LETTERS,))) == left


IN_HTML: list[tuple[str, str, str]] = [
    ("within a tag", "<p>Code <b>7kf3-9xpa</b>.</p>", "<p>Code <b></b>.</p>"),
    ("over tags", "<p>7kf3<span>-9x</span>pa ok</p>", "<p><span></span> ok</p>"),
    ("with entities", "<p>7kf3&#45;9xp&#97;&nbsp;ok</p>", "<p>&nbsp;ok</p>"),
    ("in an attribute it is no text", '<p title="7kf3-9xpa">ok</p>', '<p title="7kf3-9xpa">ok</p>'),
    ("in a comment it is no text", "<p>ok<!-- 7kf3-9xpa --></p>", "<p>ok<!-- 7kf3-9xpa --></p>"),
]


@pytest.mark.parametrize(("source", "left"), [pytest.param(*row[1:], id=row[0]) for row in IN_HTML])
def test_it_goes_from_an_html_text_whose_tags_stay(source: str, left: str) -> None:
    assert without(source, passages_in_html(source, (LETTERS,), ())) == left


LINK = "https://we.tl/t-AbC?x=1&y=2"
WRITTEN = LINK.replace("&", "&amp;")
OTHER = '<a href="https://ghe-valmont.example/">nous</a>'
LINKED: list[tuple[str, str, str]] = [
    ("its words stay", f'<a href="{WRITTEN}">Vos <i>images</i></a> !', "Vos <i>images</i> !"),
    ("without quotation marks", "<a href=https://we.tl/t-AbC?x=1&y=2 class=x>ici</a>", "ici"),
    ("another link stays", OTHER, OTHER),
    ("never closed", f'<a href="{WRITTEN}">ici', "ici"),
]


@pytest.mark.parametrize(("source", "left"), [pytest.param(*row[1:], id=row[0]) for row in LINKED])
def test_a_link_goes_and_its_words_stay(source: str, left: str) -> None:
    assert without(source, passages_in_html(source, (), (LINK,))) == left


@given(st.text(alphabet="<>/a=\"' \n-!&;#45 7kf3-9xpa()", max_size=300))
def test_ranges_are_in_order_and_nothing_is_left_whatever_the_text_is(source: str) -> None:
    for find in (
        lambda text: passages_in_text(text, (LETTERS,)),
        lambda text: passages_in_html(text, (LETTERS,), (LINK,)),
    ):
        ranges = find(source)
        flat = [place for one in ranges for place in one]
        assert flat == sorted(flat) and all(0 <= place <= len(source) for place in flat)
    left = without(source, passages_in_text(source, (LETTERS,)))
    assert letters(left).count(LETTERS) <= letters(source).count(LETTERS)


# -- in a message's bytes ----------------------------------------------------------------------

TEXT = f"Bonjour Hélène,\n\nVoici l'été. Mot de passe : {PASSWORD}\n\nCordialement\n"
HTML = f"<html><p>Bonjour H&eacute;lène,</p><p>Mot de passe : <b>{PASSWORD}</b></p></html>"


def written(text: str | None, html: str | None, charset: str, cte: str) -> bytes:
    mail = EmailMessage(policy=email.policy.SMTP)
    mail["From"] = "Camille <camille@ghe-valmont.example>"
    mail["To"] = "Marie Durand <marie@orange.example>"
    mail["Subject"] = "Suivi"
    if text is not None:
        mail.set_content(text, charset=charset, cte=cte)
    if html is not None and text is not None:
        mail.add_alternative(html, "html", charset=charset, cte=cte)
    elif html is not None:
        mail.set_content(html, "html", charset=charset, cte=cte)
    mail.add_attachment(b"%PDF-1.7 x", "application", "pdf", filename="Bilan.pdf")
    return mail.as_bytes()


def cut(message: Message) -> tuple[CutPassages]:
    start = message.mail.text.index(PASSWORD)
    return (CutPassages(((start, start + len(PASSWORD)),)),)


@pytest.mark.parametrize("cte", ["8bit", "quoted-printable", "base64"])
@pytest.mark.parametrize("charset", ["utf-8", "windows-1252"])
@pytest.mark.parametrize(
    ("text", "html"), [(TEXT, None), (None, HTML), (TEXT, HTML)], ids=["plain", "HTML", "both"]
)
def test_a_message_is_what_was_previewed_and_has_it_no_more(
    text: str | None, html: str | None, charset: str, cte: str
) -> None:
    message = Message.read(written(text, html, charset, cte))
    edits = cut(message)
    (wanted,) = preview(message.mail, edits)
    (made,) = message.apply(edits)
    found = Message.read(made).mail
    assert (found.text.split(), found.html.split()) == (wanted.text.split(), wanted.html.split())
    assert LETTERS not in letters(found.text + found.html)
    assert "Hélène" in found.text and not found.defects
    assert [one.name for one in found.attachments] == ["Bilan.pdf"]
    if cte == "8bit":
        assert made == message.raw.replace(PASSWORD.encode(), b"")
    parsed = email.message_from_bytes(made, policy=email.policy.default)
    assert not [one for part in parsed.walk() for one in part.defects]


def test_in_a_sealed_letter_the_text_stays_whole() -> None:
    message = Message.read(written(TEXT, None, "utf-8", "8bit"))
    (mail,) = preview(message.mail, (*cut(message), SealBody()))
    assert mail.text == "" and [one.id for one in mail.attachments][-1] == "letter"


@pytest.mark.parametrize(
    "edit",
    [
        CutPassages(((0, 0),)),
        CutPassages(((5000, 5010),)),
        CutPassages((), ("https://ailleurs.example/",)),
    ],
    ids=["nothing", "behind the end", "a link that is not there"],
)
def test_what_is_not_there_is_refused(edit: CutPassages) -> None:
    message = Message.read(written(TEXT, HTML, "utf-8", "8bit"))
    for attempt in (lambda: message.apply((edit,)), lambda: preview(message.mail, (edit,))):
        with pytest.raises(EditRefused) as refused:
            attempt()
        assert refused.value.reason == "no-such-passage"
