"""The text layer of a PDF (PDFium)."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from sceau.review.reading.texts.gathering import Room, Unreadable

SEEN_AS_TEXT = 8
"""Letters and digits a page with a text layer has at least; a page number alone is none."""
_MOST_ANNOTATIONS = 1_000
_LONGEST_STRING = 2**20


def pdf_text(content: bytes, room: Room) -> Iterator[str]:
    """Give the text of each page, of fields and notes on it, and of files attached.

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
                text += _beside(page, room)
            finally:
                page.close()
            yield text + "\n\f"
        yield from _attached(document, room)
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


def _beside(page: pdfium.PdfPage, room: Room) -> str:
    """Give what is written into fields of a form, and in notes: it is no part of the page."""
    found: list[str] = []
    count = pdfium_c.FPDFPage_GetAnnotCount(page.raw)
    if count > _MOST_ANNOTATIONS:
        room.miss("cut")
    for number in range(min(count, _MOST_ANNOTATIONS)):
        annotation = pdfium_c.FPDFPage_GetAnnot(page.raw, number)
        if not annotation:
            continue
        try:
            found += [
                text
                for key in (b"V", b"Contents")
                if (text := _string(room, pdfium_c.FPDFAnnot_GetStringValue, annotation, key))
            ]
        finally:
            pdfium_c.FPDFPage_CloseAnnot(annotation)
    return "\n" + "\n".join(found) if found else ""


def _attached(document: pdfium.PdfDocument, room: Room) -> Iterator[str]:
    """Give what is written in the files attached to the document."""
    for number in range(pdfium_c.FPDFDoc_GetAttachmentCount(document.raw)):
        attached = pdfium_c.FPDFDoc_GetAttachment(document.raw, number)
        name = _string(room, pdfium_c.FPDFAttachment_GetName, attached)
        size = ctypes.c_ulong()
        pdfium_c.FPDFAttachment_GetFile(attached, None, 0, size)
        room.unpack(size.value)
        buffer = ctypes.create_string_buffer(size.value)
        if not pdfium_c.FPDFAttachment_GetFile(attached, buffer, size.value, size):
            room.miss("members")
            continue
        yield name + "\n"
        yield from room.within(buffer.raw, name)


def _string(room: Room, get: Callable[..., int], *of: object) -> str:
    """Ask PDFium for a string: how long it is, then for it (UTF-16, ended by a zero)."""
    size = get(*of, None, 0)
    if size > _LONGEST_STRING:
        room.miss("cut")
        return ""
    if size <= 2:
        return ""
    buffer = (ctypes.c_ushort * (size // 2 + 1))()
    get(*of, buffer, size)
    return bytes(buffer)[: size - 2].decode("utf-16-le", "ignore")
