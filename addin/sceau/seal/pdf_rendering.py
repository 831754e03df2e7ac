"""The second reader: what PDFium, the engine of Chromium, makes of a PDF.

It shares no code with qpdf, which did the sealing, so that a fault of one is not proven right by
itself.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pypdfium2

from sceau.errors import SealRefused

_PIXELS = 160
"""The longer side of a page as compared: enough to tell lines of text apart, a few ms a page."""


def prove_readable(source: bytes, sealed: bytes, password: str, *, every_page: bool) -> None:
    """Have PDFium open ``sealed`` with the password and refuse it without; same pages.

    With ``every_page``, for a source that had to be recovered: each page must look the same in
    both, and the document must not be blank. Raises :class:`SealRefused` ``not-verified``, or
    ``damaged-pdf`` where the source itself shows nothing.
    """
    for wrong in (None, "", secrets.token_urlsafe(16)):
        with _opened(sealed, wrong) as document:
            if document is not None:
                raise SealRefused("not-verified")
    with _opened(source, None) as before, _opened(sealed, password) as after:
        if after is None or (before is not None and len(before) != len(after)):
            raise SealRefused("not-verified")
        if every_page:
            if before is None:
                raise SealRefused("damaged-pdf")
            _prove_same_pages(before, after)


@contextmanager
def _opened(content: bytes, password: str | None) -> Iterator[pypdfium2.PdfDocument | None]:
    try:
        document = pypdfium2.PdfDocument(content, password=password)
    except pypdfium2.PdfiumError:
        yield None
        return
    with closing(document):
        yield document


def _prove_same_pages(before: pypdfium2.PdfDocument, after: pypdfium2.PdfDocument) -> None:
    blank = True
    for index in range(len(before)):
        ours = _picture(before, index)
        if ours is None:
            raise SealRefused("damaged-pdf")
        if ours != _picture(after, index):
            raise SealRefused("not-verified")
        blank = blank and ours.blank
    if blank:
        raise SealRefused("damaged-pdf")


class _Picture:
    """A page drawn small: its size, the digest of its pixels, and whether there is anything."""

    def __init__(self, width: int, height: int, pixels: bytes) -> None:
        self.look = (width, height, hashlib.blake2b(pixels).digest())
        self.blank = pixels.count(b"\xff") == len(pixels)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Picture) and self.look == other.look

    __hash__ = None  # type: ignore[assignment]


def _picture(document: pypdfium2.PdfDocument, index: int) -> _Picture | None:
    try:
        with closing(document[index]) as page:
            longer = max(page.get_size())
            if longer <= 0:
                return None
            with closing(page.render(scale=_PIXELS / longer, grayscale=True)) as bitmap:
                return _Picture(bitmap.width, bitmap.height, bytes(bitmap.buffer))
    except (pypdfium2.PdfiumError, ValueError):
        return None
