"""``sceau seal`` and ``sceau unseal`` on every kind of file, by the command line alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sceau.demo.report import report
from support import pdfs
from support.command import Desktop
from support.office_files import office
from support.pictures import picture

TEXT = b"Observations confidentielles de Marie Durand"


@pytest.fixture
def desktop(tmp_path: Path) -> Desktop:
    return Desktop(tmp_path)


KINDS: dict[str, tuple[str, Callable[[], bytes], tuple[str, ...], str, str, str]] = {
    "a PDF": ("Bilan.pdf", report, (), "pdf", "Bilan (chiffré).pdf", ""),
    "a photo": ("Photo.jpg", lambda: picture("JPEG"), (), "pdf", "Photo (chiffré).pdf", ""),
    "a Word file": ("Note.docx", lambda: office("docx"), (), "office", "Note (chiffré).docx", ""),
    "a text": ("Note.txt", lambda: TEXT, (), "envelope", "Note (chiffré).pdf", "Note.txt"),
    "a signed PDF": (
        "Ordonnance.pdf",
        pdfs.signed,
        (),
        "envelope",
        "Ordonnance (chiffré).pdf",
        "Ordonnance.pdf",
    ),
    "a text as a ZIP": (
        "Note.txt",
        lambda: TEXT,
        ("--as", "zip"),
        "zip",
        "Note (chiffré).zip",
        "document.txt",
    ),
    "a PDF in an envelope": (
        "Bilan.pdf",
        report,
        ("--as", "envelope"),
        "envelope",
        "Bilan (chiffré).pdf",
        "Bilan.pdf",
    ),
}


@pytest.mark.parametrize(
    ("name", "make", "asked", "format", "called", "inner"), KINDS.values(), ids=KINDS
)
def test_sealed_and_opened_again(
    desktop: Desktop,
    name: str,
    make: Callable[[], bytes],
    asked: tuple[str, ...],
    format: str,
    called: str,
    inner: str,
) -> None:
    source = desktop.root / name
    source.write_bytes(make())
    ran = desktop.sceau("seal", *asked, str(source), "--json")
    assert ran.code == 0, ran.said
    (told,) = ran.json
    assert (told["format"], Path(told["sealed"]).name, told["verified"]) == (format, called, True)
    assert source.read_bytes() == make()
    assert TEXT not in Path(told["sealed"]).read_bytes()

    out = desktop.root / "ouvert"
    out.mkdir()
    line = ("unseal", told["sealed"], "-o", str(out), "--json")
    assert desktop.sceau(*line, typed="another one\n").code == 64
    assert not list(out.iterdir())
    opened = desktop.sceau(*line, typed=f"{told['password']}\n")
    assert opened.code == 0, opened.said
    (clear,) = out.iterdir()
    assert clear.name == (inner or called)
    if inner:
        assert clear.read_bytes() == make()


def test_the_reason_is_shown(desktop: Desktop) -> None:
    source = desktop.root / "Note.txt"
    source.write_bytes(TEXT)
    ran = desktop.sceau("seal", str(source))
    assert "Joint à un PDF chiffré" in ran.said
    assert "téléphones" in ran.said


def test_a_password_too_weak_for_an_archive_is_refused(desktop: Desktop) -> None:
    source = desktop.root / "Note.txt"
    source.write_bytes(TEXT)
    line = ("seal", str(source), "--password-stdin")
    weak = desktop.sceau(*line, "--as", "zip", typed="qzrk-7wvn-m4xp-h8dt\n")
    assert weak.code == 64
    assert "100" in weak.said
    assert desktop.sceau(*line, typed="qzrk-7wvn-m4xp-h8dt\n").code == 0
