"""Reading files: what they are, whatever they say they are, and who opens them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sceau.phrases import LANGUAGES, catalogue
from sceau.review.reading.kinds import kind_of
from sceau.review.reading.model import Opening
from sceau.review.reading.readers import READERS, read_file
from support import pdfs

KINDS = {
    "nothing": (b"", "empty"),
    "a PDF": (b"%PDF-1.7\n", "pdf"),
    "a PDF behind a line of text": (b"X-Scanned: yes\r\n%PDF-1.7\n", "pdf"),
    "a PDF header too far in": (b" " * 1024 + b"%PDF-1.7\n", "text"),
    "an archive that mentions a PDF": (b"PK\3\4 %PDF-1.7", "zip"),
    "an empty archive": (b"PK\5\6" + bytes(18), "zip"),
    "a compound file": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "ole"),
    "7z": (b"7z\xbc\xaf\x27\x1c\0\4", "7z"),
    "RAR": (b"Rar!\x1a\7\1\0", "rar"),
    "gzip": (b"\x1f\x8b\x08\0", "gzip"),
    "JPEG": (b"\xff\xd8\xff\xe1", "jpeg"),
    "PNG": (b"\x89PNG\r\n\x1a\n", "png"),
    "TIFF": (b"II*\0", "tiff"),
    "WebP": (b"RIFF\0\0\0\0WEBP", "webp"),
    "HEIC": (b"\0\0\0\x18ftypheic", "heic"),
    "DICOM": (bytes(128) + b"DICM", "dicom"),
    "RTF": (b"{\\rtf1", "rtf"),
    "TNEF": (b"x\x9f\x3e\x22", "tnef"),
    "a program": (b"MZ\x90\0", "program"),
    "text": ("Voilà le bilan.\r\n".encode(), "text"),
    "Latin-1 text": ("Voilà".encode("latin-1"), "text"),
    "bytes": (b"\0\1\2\3", "unknown"),
}


@pytest.mark.parametrize(("content", "kind"), KINDS.values(), ids=KINDS)
def test_a_file_is_what_its_bytes_say(content: bytes, kind: str) -> None:
    assert kind_of(content) == kind


PDFS: dict[str, tuple[Callable[[], bytes], Opening, bool, int | None, str | None]] = {
    "a report": (pdfs.report, Opening.ANYONE, False, 3, None),
    "10,000 pages": (lambda: pdfs.report(10_000), Opening.ANYONE, False, 10_000, None),
    "an owner password alone": (pdfs.owner_only, Opening.OWNER_ONLY, False, 3, None),
    "a user password, revision 2": (
        lambda: pdfs.encrypted(2), Opening.PASSWORD, False, None, None,
    ),
    "a user password, revision 6": (
        lambda: pdfs.encrypted(6), Opening.PASSWORD, False, None, None,
    ),
    "a certificate": (
        pdfs.certificate_encrypted, Opening.UNKNOWN, False, None, "other-protection",
    ),
    "a signature": (pdfs.signed, Opening.ANYONE, True, 1, None),
    "usage rights": (pdfs.certified, Opening.ANYONE, True, 1, None),
    "only ever appended to": (pdfs.append_only, Opening.ANYONE, True, 1, None),
    "a field still to be signed": (pdfs.to_be_signed, Opening.ANYONE, False, 1, None),
    "an XFA form": (pdfs.with_xfa, Opening.ANYONE, False, 1, None),
    "a wrong cross-reference table": (pdfs.wrong_offsets, Opening.ANYONE, False, 3, None),
    "half of the bytes": (pdfs.truncated, Opening.UNKNOWN, False, None, "damaged"),
    "contents that are gone": (pdfs.missing_contents, Opening.ANYONE, False, 3, "damaged"),
    "a page tree that contains itself": (
        pdfs.page_tree_loop, Opening.UNKNOWN, False, None, "damaged",
    ),
    "no page": (pdfs.no_pages, Opening.ANYONE, False, 0, "damaged"),
    "a header alone": (lambda: b"%PDF-1.7", Opening.UNKNOWN, False, None, "damaged"),
    "contents that inflate": (lambda: pdfs.inflating(64), Opening.ANYONE, False, 1, None),
}  # fmt: skip


@pytest.mark.parametrize(("make", "opening", "signed", "pages", "problem"), PDFS.values(), ids=PDFS)
def test_reading_a_pdf(
    make: Callable[[], bytes],
    opening: Opening,
    signed: bool,
    pages: int | None,
    problem: str | None,
) -> None:
    reading = read_file(make(), "bilan.pdf", "application/pdf")
    assert reading.kind == "pdf"
    assert (reading.opening, reading.signed, reading.pages) == (opening, signed, pages)
    assert reading.damaged is (problem == "damaged")
    assert (reading.problem.key if reading.problem else None) == (
        problem and f"reading.problem.{problem}"
    )


def test_a_deep_page_tree_is_read_or_told() -> None:
    reading = read_file(pdfs.deep_page_tree(), "bilan.pdf", "application/pdf")
    assert reading.pages == 1 or reading.problem is not None


def _archive(*names: str, locked: tuple[str, ...] = (), method: int | None = None) -> bytes:
    """A ZIP with these files; the ``locked`` ones flagged as encrypted by ``method``."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, b"contenu")
    content = bytearray(out.getvalue())
    for name in locked:
        at = 0
        while (at := content.find(b"PK\1\2", at)) >= 0:
            if content[at + 46 : at + 46 + len(name)] == name.encode():
                content[at + 8] |= 1
                if method is not None:
                    content[at + 10 : at + 12] = method.to_bytes(2, "little")
            at += 4
    return bytes(content)


def _odf(listed: str) -> bytes:
    """An OpenDocument file whose list of parts says this."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", b"contenu")
        archive.writestr("META-INF/manifest.xml", listed)
    return out.getvalue()


_LISTED = (
    '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<m:file-entry m:full-path="{}"><m:encryption-data/></m:file-entry></m:manifest>'
)

ARCHIVES = {
    "open": (_archive("a.txt", "b.txt"), "zip", Opening.ANYONE, None),
    "empty": (_archive(), "zip", Opening.ANYONE, None),
    "all under AES": (
        _archive("a.txt", "b.txt", locked=("a.txt", "b.txt"), method=99),
        "zip", Opening.PASSWORD, None,
    ),
    "one of two under AES": (
        _archive("a.txt", "b.txt", locked=("a.txt",), method=99),
        "zip", Opening.ANYONE, None,
    ),
    "all under ZipCrypto, which is none": (
        _archive("a.txt", locked=("a.txt",)), "zip", Opening.ANYONE, None,
    ),
    "a Word document": (
        _archive("[Content_Types].xml", "word/document.xml"), "docx", Opening.ANYONE, None,
    ),
    "an Excel workbook": (
        _archive("[Content_Types].xml", "xl/workbook.xml"), "xlsx", Opening.ANYONE, None,
    ),
    "an OpenDocument": (_archive("mimetype", "content.xml"), "odf", Opening.ANYONE, None),
    "an OpenDocument under a password": (
        _odf(_LISTED.format("content.xml")), "odf", Opening.PASSWORD, None,
    ),
    "an OpenDocument in one part under a password": (
        _odf(_LISTED.format("encrypted-package")), "odf", Opening.PASSWORD, None,
    ),
    "an OpenDocument whose pictures alone are": (
        _odf(_LISTED.format("Pictures/a.png")), "odf", Opening.ANYONE, None,
    ),
    "an OpenDocument whose list is none": (_odf("<m"), "odf", Opening.ANYONE, None),
    "cut short": (
        _archive("a.txt")[:40], "zip", Opening.UNKNOWN, "reading.problem.damaged",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("content", "kind", "opening", "problem"), ARCHIVES.values(), ids=ARCHIVES)
def test_reading_an_archive(
    content: bytes, kind: str, opening: Opening, problem: str | None
) -> None:
    reading = read_file(content, "dossier.zip", "application/zip")
    assert (reading.kind, reading.opening) == (kind, opening)
    assert (reading.problem.key if reading.problem else None) == problem


def test_an_encrypted_office_package_asks_for_a_password() -> None:
    names = b"".join(one.encode("utf-16-le") for one in ("EncryptionInfo", "EncryptedPackage"))
    reading = read_file(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + names, "a.docx", "")
    assert (reading.kind, reading.opening) == ("office-encrypted", Opening.PASSWORD)


def test_an_old_word_file_is_unknown() -> None:
    reading = read_file(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "a.doc", "")
    assert (reading.kind, reading.opening) == ("ole", Opening.UNKNOWN)


@pytest.mark.parametrize(
    ("name", "media_type"),
    [("Bilan.PDF", ""), ("bilan", "application/pdf"), ("bilan", "Application/PDF")],
    ids=["by its name", "by its type", "by its type in capitals"],
)
def test_what_is_called_a_pdf_and_is_none_is_told(name: str, media_type: str) -> None:
    reading = read_file(b"\xff\xd8\xff\xe0" + bytes(100), name, media_type)
    assert reading.kind == "jpeg"
    assert reading.problem is not None
    assert reading.problem.key == "reading.problem.not-a-pdf"


def test_a_pdf_is_read_whatever_its_name() -> None:
    reading = read_file(pdfs.report(), "photo.jpg", "image/jpeg")
    assert (reading.kind, reading.opening) == ("pdf", Opening.ANYONE)


@given(st.binary(max_size=300), st.sampled_from([b"", b"%PDF-1.7\n", *map(bytes, [b"PK\3\4"])]))
def test_noise_is_read_without_a_failure(noise: bytes, start: bytes) -> None:
    assert read_file(start + noise, "a.pdf", "").kind in {"empty", "unknown", "text", *READERS} | {
        kind for _, kind in KINDS.values()
    } | {"bmp", "pgp", "gif"}


@given(st.data())
def test_a_report_with_bytes_changed_is_read_without_a_failure(data: st.DataObject) -> None:
    content = bytearray(pdfs.report())
    for _ in range(data.draw(st.integers(1, 5))):
        content[data.draw(st.integers(9, len(content) - 1))] = data.draw(st.integers(0, 255))
    assert read_file(bytes(content), "a.pdf", "application/pdf").kind == "pdf"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_problem_can_be_said(language: str) -> None:
    problems = [key for key in catalogue(language) if key.startswith("reading.problem.")]
    assert len(problems) == 11
    assert all("{name}" in str(catalogue(language)[key]) for key in problems)


WEAK: dict[str, tuple[Callable[[], bytes], str]] = {
    "RC4, 40 bits": (lambda: pdfs.encrypted(2), "rc4"),
    "RC4, 128 bits": (lambda: pdfs.encrypted(3), "rc4"),
    "AES, 128 bits": (lambda: pdfs.encrypted(4), "aes-128"),
    "revision 5": (lambda: pdfs.encrypted(5), "revision-5"),
    "revision 6": (lambda: pdfs.encrypted(6), ""),
    "an owner password alone": (pdfs.owner_only, ""),
    "no password": (pdfs.report, ""),
    "one file of two under AES": (
        lambda: _archive("a.txt", "b.txt", locked=("a.txt",), method=99), "some-entries",
    ),
    "one file of two under ZipCrypto": (
        lambda: _archive("a.txt", "b.txt", locked=("a.txt",)), "some-entries",
    ),
    "all under ZipCrypto": (lambda: _archive("a.txt", locked=("a.txt",)), "zipcrypto"),
    "one under AES, one under ZipCrypto": (
        lambda: _archive("a.txt", "b.txt", locked=("a.txt", "b.txt")), "zipcrypto",
    ),
    "all under AES": (lambda: _archive("a.txt", locked=("a.txt",), method=99), ""),
    "nothing encrypted": (lambda: _archive("a.txt"), ""),
}  # fmt: skip


@pytest.mark.parametrize(("make", "weakness"), WEAK.values(), ids=WEAK)
def test_a_weak_protection_is_known_by_its_method(make: Callable[[], bytes], weakness: str) -> None:
    assert read_file(make(), "a", "").weakness == weakness
