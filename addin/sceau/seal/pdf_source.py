"""What a PDF is before anything is done to it (ISO 32000-2): who opens it, whether it is signed,
whole, archival.

Read by qpdf through pikepdf, which recovers what it can. A recovered file is not trusted: what is
lost in the recovery must never be taken for the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

import msgspec
import pikepdf

from sceau.seal.pdf_memory import opened

HEADER_WITHIN = 1024
"""Readers accept ``%PDF-`` anywhere in the first 1,024 bytes (ISO 32000-1, Annex H, note 13)."""

_END_WITHIN = 2048
_BYTE_RANGE = re.compile(rb"/ByteRange\s*\[\s*\d+\s+\d+\s+\d+\s+\d+\s*\]")
_APPEND_ONLY = 2
_KIDS_EXAMINED = 100_000

Protection = Literal["none", "owner", "password", "unknown"]


class PdfState(msgspec.Struct, frozen=True, kw_only=True):
    """What was found out.

    ``protection``: ``none``; ``owner``, an owner password alone, so that it opens without asking
    (7.6.4); ``password``, the user password is needed; ``unknown``, another security handler or a
    file too damaged to tell. ``signed``: rewriting would break a signature (12.8). ``damaged``:
    part of the document is lost. ``recovered``: the reader had to mend something, so its reading
    must be compared with another's. ``archival``: it declares PDF/A (ISO 19005), which knows no
    encryption.
    """

    protection: Protection
    signed: bool = False
    damaged: bool = False
    recovered: bool = False
    archival: bool = False
    pages: int | None = None


def is_pdf(content: bytes) -> bool:
    """Tell whether ``content`` begins as a PDF, whatever its name."""
    return content.find(b"%PDF-", 0, HEADER_WITHIN) >= 0


def open_pdf(content: bytes) -> tuple[PdfState, pikepdf.Pdf | None]:
    """Open a PDF without a password, and say what it is.

    Gives no ``Pdf`` where it does not open. Raises nothing for what the file holds, except
    ``MemoryError``.
    """
    signed = _has_signature_bytes(content)
    try:
        pdf = opened(content)
    except pikepdf.PasswordError:
        return PdfState(protection="password", signed=signed), None
    except (pikepdf.PdfError, ValueError, RuntimeError) as refusal:
        # qpdf names the part it could not make sense of; a foreign security handler is not damage
        if "ncrypt" in str(refusal):
            return PdfState(protection="unknown", signed=signed), None
        return PdfState(protection="unknown", signed=signed, damaged=True), None
    try:
        return _examine(content, pdf, signed), pdf
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, RuntimeError, RecursionError):
        pdf.close()
        return PdfState(protection="unknown", signed=signed, damaged=True), None


def _examine(content: bytes, pdf: pikepdf.Pdf, signed: bool) -> PdfState:
    pages = len(pdf.pages)
    recovered = bool(pdf.get_warnings())
    damaged = pages == 0 or (recovered and not _ends(content))
    if recovered and not damaged:
        damaged = any(_content_lost(page.obj) for page in pdf.pages)
    return PdfState(
        protection="owner" if pdf.is_encrypted else "none",
        signed=signed or _says_signed(pdf.Root),
        damaged=damaged,
        recovered=recovered,
        archival=_says_archival(pdf.Root),
        pages=pages,
    )


def _ends(content: bytes) -> bool:
    """Whether the end marker (7.5.5) is there: a file cut short has lost pages, even where the
    reader still counts them all."""
    return content.rfind(b"%%EOF", max(0, len(content.rstrip(b"\0\r\n\t ")) - _END_WITHIN)) >= 0


def _content_lost(page: pikepdf.Object) -> bool:
    """Whether the contents of a page (7.8.2) are not there or do not decode.

    A reference to a missing object reads as if it had never been: in a file that had to be
    recovered, a page without contents cannot be told from one that lost them.
    """
    if "/Contents" not in page:
        return True
    contents = page["/Contents"]
    parts = list(contents.as_list()) if isinstance(contents, pikepdf.Array) else [contents]
    for part in parts:
        if not isinstance(part, pikepdf.Stream):
            return True
        try:
            part.read_bytes()
        except pikepdf.PdfError:
            return True
    return False


def _has_signature_bytes(content: bytes) -> bool:
    """Whether a signature dictionary is there (12.8.1). Its ``/Contents`` is left out of the
    ``/ByteRange`` it covers, so both stand in the file's plain bytes, never in an object stream."""
    return b"/ByteRange" in content and _BYTE_RANGE.search(content) is not None


def _says_signed(root: pikepdf.Dictionary | pikepdf.Object) -> bool:
    """Whether the catalogue says so: usage rights or certification (``/Perms``, 12.8.4), or
    ``/SigFlags`` bit 2, *only ever append* (12.7.3). Bit 1 alone means an empty signature field,
    which a blank consent form has too; such a field filled in is seen by its value."""
    perms = root.get("/Perms")
    if isinstance(perms, pikepdf.Dictionary) and len(perms.keys()):
        return True
    form = root.get("/AcroForm")
    if not isinstance(form, pikepdf.Dictionary):
        return False
    flags = form.get("/SigFlags", 0)
    if isinstance(flags, int) and flags & _APPEND_ONLY:
        return True
    return any(
        field.get("/FT") == pikepdf.Name.Sig and isinstance(field.get("/V"), pikepdf.Dictionary)
        for field in _fields(form)
    )


def _fields(form: pikepdf.Dictionary) -> Iterator[pikepdf.Dictionary]:
    """Every field of the form (12.7.4), however nested; loops are walked once."""
    seen: set[tuple[int, int]] = set()
    waiting = _dictionaries(form.get("/Fields"))
    for _ in range(_KIDS_EXAMINED):
        if not waiting:
            return
        field = waiting.pop()
        if field.objgen != (0, 0):
            if field.objgen in seen:
                continue
            seen.add(field.objgen)
        yield field
        waiting += _dictionaries(field.get("/Kids"))


def _dictionaries(array: object) -> list[pikepdf.Dictionary]:
    if not isinstance(array, pikepdf.Array):
        return []
    return [one for one in array.as_list() if isinstance(one, pikepdf.Dictionary)]


def _says_archival(root: pikepdf.Dictionary | pikepdf.Object) -> bool:
    """Whether the XMP metadata declare PDF/A (ISO 19005-1, 6.7.11)."""
    metadata = root.get("/Metadata")
    if not isinstance(metadata, pikepdf.Stream):
        return False
    try:
        return b"http://www.aiim.org/pdfa/ns/id" in metadata.read_bytes()
    except pikepdf.PdfError:
        return False
