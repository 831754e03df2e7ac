"""Whatever bytes a file is made of, reading its text ends, and says something or tells why not."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sceau.review.reading.model import LONGEST_TEXT
from sceau.review.reading.readers import read_file
from sceau.review.reading.texts.text_of import text_of
from support.compound_files import old_slides, outlook_message
from support.office_files import office

SAMPLES = {
    **{one.suffix: one.read_bytes() for one in (Path(__file__).parent / "samples").iterdir()},
    ".pptx": office("pptx"),
    ".msg": outlook_message("Votre bilan", "Voici.", {"a.txt": b"x" * 4096}),
    ".ppt": old_slides("Bilan de Jeanne Exemple"),
    ".html": b"<html><body><p>Bilan <b>de Jeanne</b><!-- x --></body></html>",
    ".ics": b"BEGIN:VCALENDAR\r\nSUMMARY:Bil\r\n an\\, de\\nJeanne\r\nEND:VCALENDAR",
    ".eml": b"From: a@example.org\r\nTo: b@example.org\r\nSubject: x\r\n\r\nBilan",
}
EXAMPLES = int(os.environ.get("SCEAU_FUZZ", "300"))
"""Mutated files looked at; a long run sets the variable."""

# calamine can end its process: it is only asked in a worker
MUTATED = sorted(set(SAMPLES) - {".xls", ".xlsx"})


@st.composite
def mutations(draw: st.DrawFn) -> bytes:
    """A sample with bytes changed, taken out, doubled or cut off."""
    content = bytearray(SAMPLES[draw(st.sampled_from(MUTATED))])
    for _ in range(draw(st.integers(1, 8))):
        at = draw(st.integers(0, max(len(content) - 1, 0)))
        size = draw(st.integers(1, 64))
        match draw(st.sampled_from(("change", "remove", "double", "cut", "add"))):
            case "change":
                content[at : at + 1] = draw(st.binary(min_size=1, max_size=4))
            case "remove":
                del content[at : at + size]
            case "double":
                content[at:at] = content[at : at + size]
            case "cut":
                del content[at + 1 :]
            case "add":
                content[at:at] = draw(st.binary(max_size=size))
        if not content:
            break
    return bytes(content)


@given(mutations())
@settings(max_examples=EXAMPLES, deadline=None)
def test_a_mutated_file_is_read_or_told(content: bytes) -> None:
    found = read_file(content, "fichier", "application/octet-stream")
    assert len(found.text) <= LONGEST_TEXT
    assert "\0" not in found.text


@given(st.binary(max_size=2000), st.sampled_from(("text", "rtf", "ole", "zip", "docx", "odf")))
@settings(max_examples=200, deadline=None)
def test_any_bytes_taken_for_any_kind_are_read_or_told(content: bytes, kind: str) -> None:
    text_of(content, kind)


@pytest.mark.parametrize(
    "content",
    [
        b"{" * 2_000_000,
        b"{\\rtf1" + b"{\\*\\x" * 200_000,
        b"{\\rtf1 " + b"\\u9999?" * 300_000,
        b"{\\rtf1\\bin999999999 " + b"x" * 100,
        b"<html>" + b"<div>" * 200_000 + b"texte",
        b"BEGIN:VCARD\r\n" + b" x\r\n" * 300_000,
        b"From: a\r\nTo: b\r\n" + b"X: " + b"y" * 1_000_000,
    ],
    ids=["braces", "groups", "signs", "bytes", "elements", "folds", "a header"],
)
def test_a_file_made_to_be_slow_is_read_in_time(content: bytes) -> None:
    assert len(read_file(content, "fichier", "").text) <= LONGEST_TEXT
