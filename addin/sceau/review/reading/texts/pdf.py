"""The text layer of a PDF (PDFium)."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from sceau.review.reading.texts.gathering import Room, Unreadable

SEEN_AS_TEXT = 8
"""Letters and digits a page with a text layer has at least; a page number alone is none."""


def pdf_text(content: bytes, room: Room) -> Iterator[str]:
    """Give the text of each page.

    A page that shows something and holds no text is a picture of one: where there are such pages
    the file was not wholly read (``no-text``, ``some-pages``).
    """
    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError:
        raise Unreadable("damaged") from None
    pictures = written = 0
    try:
        for number in range(len(document)):
            try:
                page = document[number]
            except pdfium.PdfiumError:
                pictures += 1
                continue
            try:
                text = page_text(page)
                if sum(map(str.isalnum, text[:400])) >= SEEN_AS_TEXT:
                    written += 1
                elif pdfium_c.FPDFPage_CountObjects(page.raw) > 0:
                    pictures += 1
            finally:
                page.close()
            yield text + "\n\f"
    finally:
        document.close()
    if pictures:
        room.miss("some-pages" if written else "no-text")


def page_text(page: pdfium.PdfPage) -> str:
    """Give the text layer of a page; empty where it has none."""
    textpage = pdfium_c.FPDFText_LoadPage(page.raw)
    if not textpage:
        return ""
    try:
        count = pdfium_c.FPDFText_CountChars(textpage)
        if count <= 0:
            return ""
        buffer = (ctypes.c_ushort * (count + 1))()
        taken = pdfium_c.FPDFText_GetText(textpage, 0, count, buffer)
        return bytes(buffer)[: 2 * max(taken - 1, 0)].decode("utf-16-le", "ignore")
    finally:
        pdfium_c.FPDFText_ClosePage(textpage)
