"""What is written in files is read whatever their kind, and what could not be read is told."""

from __future__ import annotations

import pytest

from sceau.review.reading.model import LONGEST_TEXT, FileReading
from sceau.review.reading.readers import read_file
from support import pdfs
from support.office_files import office

SAID = "Bilan de Jeanne Exemple"

FILES: dict[str, tuple[bytes, str]] = {
    "a PDF": (pdfs.report(), "bilan.pdf"),
    "a PDF whose owner password forbids copying": (pdfs.owner_only(), "bilan.pdf"),
    "a PDF behind a line of text": (b"X-Scanned: yes\r\n" + pdfs.report(), "bilan.pdf"),
    "a Word document": (office("docx"), "bilan.docx"),
    "a text in UTF-8": (SAID.encode(), "bilan.txt"),
    "a text in UTF-16, as Notepad writes it": (SAID.encode("utf-16"), "bilan.txt"),
    "a text that is called a PDF": (SAID.encode(), "bilan.pdf"),
}


def read(content: bytes, name: str = "fichier") -> FileReading:
    return read_file(content, name, "application/octet-stream")


def missing(found: FileReading) -> str:
    return found.unread.key.removeprefix("reading.unread.") if found.unread else ""


@pytest.mark.parametrize(("content", "name"), FILES.values(), ids=FILES)
def test_what_is_written_in_it_is_read(content: bytes, name: str) -> None:
    found = read(content, name)
    assert SAID in found.text
    assert missing(found) == ""


def test_accents_are_read_in_every_encoding() -> None:
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "cp1252"):
        assert "hypothyroïdie, œdème" in read("hypothyroïdie, œdème".encode(encoding)).text


def test_letters_made_of_two_signs_are_read_as_one() -> None:
    assert read("hypothyroi\u0308die".encode()).text == "hypothyroïdie"


def test_a_protected_file_is_not_missed_for_what_nobody_else_can_read_either() -> None:
    found = read(pdfs.encrypted(6), "bilan.pdf")
    assert (found.text, found.unread) == ("", None)


def test_a_long_text_is_read_to_a_limit_and_said_to_be_cut() -> None:
    found = read(b"mot " * 1_000_000)
    assert len(found.text) == LONGEST_TEXT
    assert missing(found) == "cut"


def test_the_text_is_in_no_representation() -> None:
    found = read(SAID.encode())
    assert "Jeanne" not in repr(found)
    assert "Jeanne" not in str(found)
    assert "Jeanne" not in f"{[found]!r}"


def test_a_document_that_declares_entities_is_not_expanded() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(12))
    bomb = office("docx", "&l11;", prolog=f"<!DOCTYPE d [{laughs}]>")
    found = read(bomb, "a.docx")
    assert (found.text.strip(), missing(found)) == ("", "entities")
