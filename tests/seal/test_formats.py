"""Which format a file is sealed in, and that it can be had back from each."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sceau.errors import PasswordRefused, SealRefused
from sceau.phrases import catalogue
from sceau.review.reading.readers import read_file
from sceau.seal.formats import choose, format_for
from sceau.seal.sealing import seal, unseal
from support import pdfs
from support.office_files import office

PASSWORD = "abcd-2345-wxyz-6789"
STRONG = "qzrk-7wvn-m4xp-h8dt-b3gs"

CHOSEN: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "a PDF": (pdfs.report, "pdf", "pdf"),
    "a signed PDF": (pdfs.signed, "envelope", "signed"),
    "a PDF cut short": (lambda: pdfs.report()[:700], "envelope", "damaged"),
    "a Word file": (lambda: office("docx"), "office", "office"),
    "a Word file cut short": (lambda: office("docx")[:-30], "envelope", "other"),
    "a Word file with bytes after its end": (
        lambda: office("docx") + b"x",
        "envelope",
        "damaged",
    ),
    "an archive": (lambda: b"PK\x05\x06" + bytes(18), "envelope", "other"),
    "a text": (lambda: b"Observations.\n", "envelope", "other"),
    "a file of no known kind": (lambda: bytes(range(256)) * 9, "envelope", "other"),
    "a Word file of before 2007": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000),
        "envelope",
        "other",
    ),
}


@pytest.mark.parametrize(("make", "format", "why"), CHOSEN.values(), ids=CHOSEN)
def test_the_format_goes_by_what_the_file_is(
    make: Callable[[], bytes], format: str, why: str
) -> None:
    sealed = seal(make(), "fichier", PASSWORD)
    assert sealed.format == format
    assert sealed.why is not None
    assert sealed.why.key == f"seal.why.{why}"
    assert all(one.key in catalogue("fr") for one in (sealed.why, *sealed.notes))


@pytest.mark.parametrize("make", [one[0] for one in CHOSEN.values()], ids=CHOSEN)
def test_what_the_window_foretells_is_what_is_done(make: Callable[[], bytes]) -> None:
    """A window knows a file by its reading alone."""
    content = make()
    reading = read_file(content, "fichier", "application/octet-stream")
    assert format_for(reading.kind) == choose(content)[0]


@pytest.mark.parametrize("make", [one[0] for one in CHOSEN.values()], ids=CHOSEN)
def test_nothing_opens_with_another_password(make: Callable[[], bytes]) -> None:
    sealed = seal(make(), "fichier", PASSWORD)
    unseal(sealed.content, PASSWORD)
    for wrong in ("", PASSWORD[:-1], PASSWORD.upper()):
        with pytest.raises(PasswordRefused, match="wrong-password"):
            unseal(sealed.content, wrong)


def test_an_envelope_gives_the_very_bytes_back() -> None:
    content = pdfs.signed()
    opened = unseal(seal(content, "Ordonnance.pdf", PASSWORD).content, PASSWORD)
    assert (opened.content, opened.name) == (content, "Ordonnance.pdf")


@pytest.mark.parametrize(
    ("make", "asked", "reason"),
    [
        (lambda: b"", "auto", "empty-file"),
        (lambda: b"", "envelope", "empty-file"),
        (lambda: pdfs.encrypted(6), "auto", "already-protected"),
        (pdfs.signed, "pdf", "signed-pdf"),
        (lambda: b"Observations.\n", "office", "not-office"),
        (lambda: seal(office("docx"), "a", PASSWORD).content, "auto", "already-protected"),
        (lambda: seal(b"x", "a", STRONG, "zip").content, "auto", "already-protected"),
        (lambda: b"Observations.\n", "pdf", "not-a-pdf"),
    ],
    ids=[
        "an empty file",
        "an empty file into an envelope",
        "a file that is protected already",
        "a signed PDF as a PDF",
        "a text as an Office file",
        "an Office file that is protected already",
        "an archive that is protected already",
        "a text as a PDF",
    ],
)
def test_what_cannot_be_done_is_refused(make: Callable[[], bytes], asked: str, reason: str) -> None:
    with pytest.raises(SealRefused, match=reason):
        seal(make(), "fichier", PASSWORD, asked)  # type: ignore[arg-type]


def test_an_archive_gives_the_very_bytes_back() -> None:
    opened = unseal(seal(b"Bilan", "Jeanne.txt", STRONG, "zip").content, STRONG)
    assert (opened.content, opened.name) == (b"Bilan", "document.txt")


def test_a_protected_pdf_goes_into_an_envelope_where_asked() -> None:
    protected = pdfs.encrypted(6)
    sealed = seal(protected, "protégé.pdf", PASSWORD, "envelope")
    assert unseal(sealed.content, PASSWORD).content == protected


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"", "empty-file"), (b"Observations.\n", "not-sealed"), (pdfs.report(), "not-sealed")],
    ids=["nothing", "a text", "an open PDF"],
)
def test_what_is_not_sealed_is_told(content: bytes, reason: str) -> None:
    with pytest.raises(SealRefused, match=reason):
        unseal(content, PASSWORD)
