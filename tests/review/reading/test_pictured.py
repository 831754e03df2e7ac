"""What is written in pictures takes the place of what could not be read, and is never made up."""

from __future__ import annotations

import asyncio

import pytest

from sceau.phrases import phrase
from sceau.review.reading.model import FileReading, Opening
from sceau.review.reading.pictured import is_to_recognise, with_recognised
from sceau.review.reading.readers import read_file, with_text
from sceau.workers import pool
from sceau.workers.pool import Workers
from support import pdfs, scans

SCAN = FileReading(
    kind="pdf", opening=Opening.ANYONE, unread=phrase("reading.unread.no-text"), pages=1
)
PHOTO = FileReading(kind="jpeg", opening=Opening.ANYONE, unread=phrase("reading.unread.picture"))
REPORT = with_text(FileReading(kind="pdf"), "Patiente adressée pour un prédiabète, HbA1c 6,4 %.")


def test_a_scan_is_seen_to_be_one() -> None:
    found = read_file(scans.scanned(), "scan.pdf", "application/pdf")
    assert found.unread == phrase("reading.unread.no-text")
    assert found.text.strip() == ""
    assert is_to_recognise(found)


def test_a_document_with_text_and_a_kind_nobody_recognises_are_none() -> None:
    assert not is_to_recognise(read_file(pdfs.report(), "bilan.pdf", "application/pdf"))
    assert not is_to_recognise(FileReading(kind="rar", unread=phrase("reading.unread.kind")))


def test_what_was_recognised_is_what_the_file_says() -> None:
    better = with_recognised(SCAN, REPORT)
    assert (better.text, better.health, better.unread) == (REPORT.text, REPORT.health, None)
    assert (better.opening, better.pages) == (SCAN.opening, 1)


def test_a_scan_in_which_nothing_was_recognised_stays_unread() -> None:
    assert with_recognised(SCAN, FileReading(kind="pdf")) is SCAN


def test_the_few_letters_any_photograph_seems_to_hold_are_no_text() -> None:
    assert with_recognised(PHOTO, with_text(FileReading(kind="jpeg"), "AB ~ 12")) is PHOTO


def test_without_tesseract_a_scan_stays_not_examined(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "languages", lambda: "")

    async def job() -> None:
        async with Workers() as workers:
            assert await workers.recognise(scans.scanned(), SCAN) is SCAN
            assert workers.pids == ()

    asyncio.run(job())
