"""Passwords: what is made is strong and accepted; what is typed is weighed."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sceau.errors import PasswordRefused
from sceau.phrases import LANGUAGES, catalogue, say
from sceau.seal import passwords
from sceau.seal.passwords import ALPHABET, accept, generate, groups, spelling, strength

NAMES = ("Jeanne Martin-Lévêque", "jmartin1980@cabinet-durand.example", "Léa Roy")
STRONG = "k7wd-x3pm-9qvt-b5hz"


def test_the_alphabet_has_32_symbols_nobody_confuses() -> None:
    assert len(set(ALPHABET)) == len(ALPHABET) == 32
    assert not set("l1o0IO") & set(ALPHABET)


def test_the_words_are_plain_and_all_different() -> None:
    words = passwords.word_list()
    assert len(words) == len(set(words)) == 7775
    assert all(word.isascii() and word.isalpha() and word.islower() for word in words)
    assert {len(word) for word in words} == {4, 5, 6, 7, 8}


@given(bits=st.integers(0, 200))
def test_characters_have_the_bits_asked_for_and_never_under_80(bits: int) -> None:
    made = generate("characters", bits)
    symbols = made.replace("-", "")
    assert set(symbols) <= set(ALPHABET)
    assert 5 * len(symbols) >= max(bits, 80)
    assert len(symbols) >= 16
    assert {len(group) for group in groups(made)} == {4}


@given(bits=st.integers(0, 150))
def test_words_have_the_bits_asked_for_and_never_under_80(bits: int) -> None:
    chosen = generate("words", bits).split("-")
    assert set(chosen) <= set(passwords.word_list())
    assert len(chosen) * math.log2(7775) >= max(bits, 80)
    assert len(chosen) >= 7


@given(kind=st.sampled_from(["characters", "words"]), bits=st.integers(0, 150))
def test_what_is_made_is_accepted_as_it_is(kind: str, bits: int) -> None:
    made = generate(kind, bits, NAMES)  # type: ignore[arg-type]
    assert accept(made, NAMES) == made
    assert strength(made) >= 80


def test_more_bits_than_a_password_holds_are_refused() -> None:
    with pytest.raises(ValueError, match="at most 400 bits"):
        generate("characters", 500)


def test_a_hundred_passwords_differ() -> None:
    assert len({generate() for _ in range(100)}) == 100


def test_every_symbol_comes_up() -> None:
    drawn = "".join(generate().replace("-", "") for _ in range(300))
    counts = [drawn.count(symbol) for symbol in ALPHABET]
    # 150 expected each, a standard deviation of 12: 7 of them either way
    assert 66 < min(counts) <= max(counts) < 234


REFUSED = {
    "nothing": ("", "password-empty"),
    "spaces": ("   ", "password-empty"),
    "accents": ("été-cœur-forêt-garçon-noël-maïs-hôtel", "password-not-ascii"),
    "an emoji": ("k7wd-x3pm-9qvt-b5hz😀", "password-not-ascii"),
    "a line break inside": ("k7wd-x3pm\n9qvt-b5hz", "password-not-ascii"),
    "128 characters": ("k7wd-x3pm-9qvt-b" * 8, "password-too-long"),
    "eight digits of a birthday": ("12031980", "password-is-date"),
    "a birthday, year first": ("19800312", "password-is-date"),
    "a birthday, month first": ("03121980", "password-is-date"),
    "a birthday, year day month": ("19801203", "password-is-date"),
    "a birthday with slashes": ("12/03/1980", "password-is-date"),
    "a birthday with dots, short": ("2.3.80", "password-is-date"),
    "a birthday, ISO": ("1980-03-12", "password-is-date"),
    "a birthday, six digits": ("120380", "password-is-date"),
    "a birthday in words": ("12 mars 1980", "password-is-date"),
    "a birthday in words, run together": ("1eraout1980", "password-is-date"),
    "a birthday in English": ("March 12, 1980", "password-is-date"),
    "a birthday inside a strong one": ("k7wd-x3pm-12031980-9qvt-b5hz", "password-is-date"),
    "a full-width birthday": ("１２０３１９８０", "password-is-date"),
    "a NIR": ("180037512345670", "password-is-nir"),
    "a NIR, spaced": ("1 80 03 75 123 456 70", "password-is-nir"),
    "a NIR without its key": ("2800375123456", "password-is-nir"),
    "a Corsican NIR": ("1 80 03 2A 123 456", "password-is-nir"),
    "a NIR inside a strong one": ("k7wd-x3pm-2800375123456-9qvt", "password-is-nir"),
    "a family name": ("martin-k7wd-x3pm-9qvt-b5hz", "password-has-name"),
    "a name without its accents": ("x3pm-9qvt-leveque-b5hz-k7wd", "password-has-name"),
    "a name in capitals": ("K7WD-JEANNE-9QVT-B5HZ-7732", "password-has-name"),
    "a name with digits for letters": ("k7wd-m4rt1n-9qvt-b5hz-x3pm", "password-has-name"),
    "a name across a dash": ("k7wd-mar-tin-9qvt-b5hz-x3pm", "password-has-name"),
    "a short first name": ("k7wd-lea-9qvt-b5hz-x3pm-77", "password-has-name"),
    "the name of the practice": ("durand-k7wd-x3pm-9qvt-b5hz", "password-has-name"),
    "the digits of the address": ("k7wd-1980-9qvt-b5hz-x3pm-7", "password-has-name"),
    "the alphabet": ("abcdefghijklmnopqrstuvwxyz", "password-sequence"),
    "the alphabet in groups": ("abcd-efgh-ijkm-npqr", "password-sequence"),
    "a keyboard row": ("azertyuiopqsdfghjklm", "password-sequence"),
    "one letter": ("a" * 40, "password-sequence"),
    "counting": ("1234567890123456", "password-sequence"),
    "a common password, longer": ("motdepassemotdepasse", "password-sequence"),
    "eight random characters": ("k7wdx3pm", "password-too-weak"),
    "fourteen of the symbols": ("k7wd-x3pm-9qv-b5h", "password-too-weak"),
    "four words": ("porte-garant-joyaux-monopole", "password-too-weak"),
    "six words": ("porte-garant-joyaux-monopole-brimade-abeille", "password-too-weak"),
    "one word seven times": ("-".join(["monopole"] * 7), "password-too-weak"),
    "a sentence of short words": ("le chat mange la souris", "password-too-weak"),
}


@pytest.mark.parametrize(("typed", "reason"), REFUSED.values(), ids=REFUSED)
def test_a_weak_or_telling_password_is_refused(typed: str, reason: str) -> None:
    with pytest.raises(PasswordRefused) as refusal:
        accept(typed, NAMES)
    assert refusal.value.reason == reason
    for language in LANGUAGES:
        sentence = say(refusal.value.sentence, language)
        assert "{" not in sentence
        assert not typed.strip() or typed.strip() not in sentence


ACCEPTED = {
    "as Sceau makes them": (STRONG, STRONG),
    "spaces around": (f"  {STRONG}\u00a0", STRONG),
    "a phone's dashes": ("k7wd–x3pm—9qvt‑b5hz", STRONG),
    "invisible characters": ("k7wd-\u200bx3pm-9qvt\u00ad-b5hz", STRONG),
    "full-width characters": ("ｋ７ｗｄ-x3pm-9qvt-b5hz", STRONG),
    "seven words": (w := "porte-garant-joyaux-monopole-brimade-abeille-enduira", w),
    "seven words with spaces": (w.replace("-", " "), w.replace("-", " ")),
    "no-break spaces": (w.replace("-", "\u00a0"), w.replace("-", " ")),
    "thirteen of all kinds": ("tM7!xQ2#vL9?b", "tM7!xQ2#vL9?b"),
    "a number that is no date": ("k7wd-84726395-9qvt-b5hz", "k7wd-84726395-9qvt-b5hz"),
}


@pytest.mark.parametrize(("typed", "kept"), ACCEPTED.values(), ids=ACCEPTED)
def test_a_strong_password_is_accepted_in_its_plain_form(typed: str, kept: str) -> None:
    assert accept(typed, NAMES) == kept


def test_an_establishment_may_ask_for_more() -> None:
    assert accept(STRONG, (), 80) == STRONG
    with pytest.raises(PasswordRefused) as refusal:
        accept(STRONG, (), 100)
    assert refusal.value.reason == "password-too-weak"
    assert refusal.value.sentence.values["bits"] == 100


@given(st.text(max_size=200), st.lists(st.text(max_size=20), max_size=3))
def test_whatever_is_typed_is_accepted_or_refused_with_a_reason(
    typed: str, names: list[str]
) -> None:
    try:
        kept = accept(typed, names)
    except PasswordRefused as refusal:
        assert f"error.{refusal.reason}" in catalogue("fr")
    else:
        assert kept.isascii()
        assert kept.isprintable()
        assert 0 < len(kept) <= 127
        assert accept(kept, names) == kept


def test_titles_and_top_level_domains_say_nothing() -> None:
    assert accept("k7wd-com-x3pm-9qvt-b5hz", ("Mme Roy", "a@b.com"))


@pytest.mark.parametrize(
    ("password", "parts"),
    [
        (STRONG, ("k7wd", "x3pm", "9qvt", "b5hz")),
        ("porte garant joyaux", ("porte", "garant", "joyaux")),
        ("tR7!xQ2#vL9?b", ("tR7!", "xQ2#", "vL9?", "b")),
    ],
    ids=["groups", "words", "one piece"],
)
def test_groups_are_read_aloud_one_by_one(password: str, parts: tuple[str, ...]) -> None:
    assert groups(password) == parts


@pytest.mark.parametrize(
    ("password", "language", "lines"),
    [
        ("bz29", "fr", ("B comme Berthe, Z comme Zoé, 2 (deux), 9 (neuf)",)),
        ("bz29", "en", ("B as in Bravo, Z as in Zulu, 2 (two), 9 (nine)",)),
        ("A!", "fr", ("A comme Anatole (en majuscule), point d’exclamation",)),
        ("A!", "en", ("A as in Alfa (capital), exclamation mark",)),
        ("porte-abeille", "fr", ("porte (P, O, R, T, E)", "abeille (A, B, E, I, L, L, E)")),
    ],
    ids=["symbols, French", "symbols, English", "capital, French", "capital, English", "words"],
)
def test_spelling_for_the_telephone(password: str, language: str, lines: tuple[str, ...]) -> None:
    assert spelling(password, language) == lines


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_printable_character_can_be_spelt(language: str) -> None:
    printable = "".join(map(chr, range(33, 127))).replace("-", "")
    assert not [line for line in spelling(printable, language) if "seal.spell" in line]
    assert f"seal.spell.symbol-{ord('-'):02x}" in json.dumps(dict(catalogue(language)))
