"""The letters of a text: the same however it was typed, wherever it is cut."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sceau.mail.letters import letters, unaccented
from sceau.mail.model import Mail
from sceau.mail.passages import passages_in_text
from sceau.mail.ranges import without
from sceau.review.candidates import stands_in
from sceau.review.given import record

WRITTEN = [
    ("capitals", "ÉTÉ-2024", "ete2024"),
    ("accents apart", "e\u0301te\u0301 2024", "ete2024"),
    ("full-width forms", "７kf3－9xpa", "7kf39xpa"),
    ("two letters in one", "ﬁn œuvre", "finœuvre"),
    ("a sharp s", "Straße", "strasse"),
    ("a letter of another kind that has a small form", "ℌello", "hello"),
    ("no letter", " -_.·\u00a0\u0301", ""),
]


@pytest.mark.parametrize(("text", "left"), [pytest.param(*row[1:], id=row[0]) for row in WRITTEN])
def test_only_its_letters_and_digits_are_left(text: str, left: str) -> None:
    assert letters(text) == left


@given(st.text(max_size=20), st.text(max_size=20))
def test_cutting_it_changes_nothing(one: str, other: str) -> None:
    assert letters(one + other) == letters(one) + letters(other)
    assert letters(unaccented(one)) == letters(one) == letters(letters(one))


@given(st.text(st.sampled_from("éàçïôùñ7kf3-"), min_size=1, max_size=12))
def test_a_password_is_found_cut_and_known_again_however_its_accents_were_typed(one: str) -> None:
    if not letters(one):
        return
    for form in ("NFC", "NFD"):
        typed = unicodedata.normalize(form, one)
        assert stands_in(one, Mail(text=f"Code : {typed}")) == "body"
        left = without(f"« {typed} »", passages_in_text(f"« {typed} »", (letters(one),)))
        assert not any(map(unicodedata.combining, left))
        assert letters(left) == ""
        again, before = record(typed, b"salt"), record(one, b"salt")
        assert again is not None and before is not None
        assert again.hashed == before.hashed
