"""Text in DejaVu Sans, for what Helvetica's Windows-1252 does not have; the font travels along.

Written by PDFium, which puts in what a reader needs to search and copy. Alphabets that are read
from the right, or whose letters join, are none of its: they are refused.
"""

from __future__ import annotations

import contextlib
import ctypes
import io
import unicodedata
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import ImageFont

from sceau.errors import SealRefused
from sceau.seal.helvetica import A4, wrapped

_PLACES = (
    Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"),
    Path("/usr/share/fonts/dejavu-sans-fonts/DejaVuSans.ttf"),
    Path("/usr/share/fonts/TTF/DejaVuSans.ttf"),
)
"""In Debian, Fedora and Arch."""

_MARGIN = 62
_SIZE, _LINE = 10, 15
_TITLE_SIZE, _TITLE_LINE = 14, 21
_FROM_THE_RIGHT = frozenset(("R", "AL", "AN"))


def pages(title: str, text: str) -> bytes:
    """Give the pages of a text, open to all. Raises :class:`SealRefused` ``letter-characters``
    where there is no such font, or the text is read from the right."""
    place = next((one for one in _PLACES if one.is_file()), None)
    if place is None or any(
        unicodedata.bidirectional(one) in _FROM_THE_RIGHT for one in title + text
    ):
        raise SealRefused("letter-characters")
    content = place.read_bytes()
    document = pypdfium2.PdfDocument.new()
    with contextlib.closing(document):
        held = (ctypes.c_ubyte * len(content)).from_buffer_copy(content)
        font = pdfium.FPDFText_LoadFont(
            document.raw, held, len(content), pdfium.FPDF_FONT_TRUETYPE, 1
        )
        if not font:
            raise SealRefused("letter-characters")
        try:
            _write(document, font, title, text, content)
        finally:
            pdfium.FPDFFont_Close(font)
        out = io.BytesIO()
        document.save(out)
    return out.getvalue()


def _write(
    document: pypdfium2.PdfDocument, font: object, title: str, text: str, content: bytes
) -> None:
    page, at = None, 0
    for line, size, height in _lines(title, text, content):
        if page is None or at - height < _MARGIN:
            if page is not None:
                pdfium.FPDFPage_GenerateContent(page.raw)
            page, at = document.new_page(*A4), A4[1] - _MARGIN
        at -= height
        if line.strip():
            _put(document, page, font, line, size, at)
    if page is not None:
        pdfium.FPDFPage_GenerateContent(page.raw)


def _put(
    document: pypdfium2.PdfDocument,
    page: pypdfium2.PdfPage,
    font: object,
    line: str,
    size: int,
    at: int,
) -> None:
    shown = pdfium.FPDFPageObj_CreateTextObj(document.raw, font, size)
    written = f"{line}\0".encode("utf-16-le")
    buffer = ctypes.create_string_buffer(written, len(written))
    pdfium.FPDFText_SetText(shown, ctypes.cast(buffer, pdfium.FPDF_WIDESTRING))
    pdfium.FPDFPageObj_Transform(shown, 1, 0, 0, 1, _MARGIN, at)
    pdfium.FPDFPage_InsertObject(page.raw, shown)


def _lines(title: str, text: str, content: bytes) -> list[tuple[str, int, int]]:
    width = A4[0] - 2 * _MARGIN
    lines: list[tuple[str, int, int]] = []
    parts = [(title, _TITLE_SIZE, _TITLE_LINE), ("", _SIZE, _LINE)] if title else []
    parts += [(one, _SIZE, _LINE) for one in text.split("\n")]
    fonts = {size: ImageFont.truetype(io.BytesIO(content), size) for size in (_SIZE, _TITLE_SIZE)}
    for part, size, height in parts:
        lines += [(line, size, height) for line in wrapped(part, width, fonts[size].getlength)]
    return lines
