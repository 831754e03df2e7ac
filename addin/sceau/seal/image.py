"""Sealing a picture as a PDF, which every reader opens: one page, or one for each page of a scan.

The picture is held unchanged (:mod:`sceau.seal.image_pages`), without place, time, camera and
thumbnails; its colour profile stays. The page is A4, for readers disagree on pages as small or as
large as pictures are.
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import Sequence

import img2pdf
import msgspec
import pikepdf
from PIL import Image

from sceau.errors import SealRefused
from sceau.phrases import phrase
from sceau.review.reading.kinds import kind_of
from sceau.seal.image_pages import Page, pages_of
from sceau.seal.limits import LARGEST_FILE
from sceau.seal.passwords import check_bytes
from sceau.seal.pdf import seal_pdf
from sceau.seal.sealed import Sealed

KINDS = frozenset({"jpeg", "png", "gif", "tiff", "bmp", "webp", "heic"})
"""Of :mod:`sceau.review.reading.kinds`."""

_A4 = (img2pdf.mm_to_pt(210), img2pdf.mm_to_pt(297))


def seal_image(content: bytes, password: str) -> Sealed:
    """Make a PDF of a picture, seal it and verify it: every pixel is the source's.

    Raises what :func:`seal_images` raises.
    """
    return seal_images([content], password)


def seal_images(contents: Sequence[bytes], password: str) -> Sealed:
    """Make one PDF of pictures, in their order, seal it and verify it.

    Every pixel is the source's, but of HEIC, which no PDF holds. Raises :class:`SealRefused`
    ``not-an-image``, ``too-large``, ``damaged-image``, ``image-unsuited`` (an animation, more
    colours or pixels than a page holds unchanged), ``not-verified``, and :class:`PasswordRefused`
    for a password readers would not take.
    """
    check_bytes(password)
    clear = pictures_pdf(contents)
    # what is in it is compressed already
    sealed = seal_pdf(clear, password, compress=False)
    notes = [phrase("seal.note.image")]
    if any(kind_of(one) == "heic" for one in contents):
        notes.append(phrase("seal.note.heic"))
    return msgspec.structs.replace(sealed, notes=tuple(notes))


def pictures_pdf(contents: Sequence[bytes]) -> bytes:
    """Give a PDF, open to all, of pictures in their order. Raises what :func:`seal_images` does."""
    if sum(map(len, contents)) > LARGEST_FILE:
        raise SealRefused("too-large", limit=LARGEST_FILE // 2**20)
    pages: list[Page] = []
    for content in contents:
        kind = kind_of(content)
        if kind not in KINDS:
            raise SealRefused("not-an-image")
        pages += pages_of(content, kind)
    clear = _pdf(pages)
    _prove_same_pictures(clear, pages)
    return clear


def _pdf(pages: list[Page]) -> bytes:
    layout = img2pdf.get_layout_fun(_A4, fit=img2pdf.FitMode.into, auto_orient=True)
    out = pikepdf.new()
    with contextlib.closing(out):
        for page in pages:
            try:
                made = img2pdf.convert(
                    page.picture,
                    layout_fun=layout,
                    rotation=img2pdf.Rotation[str(page.turn)],
                    nodate=True,
                    engine=img2pdf.Engine.pikepdf,
                )
            except (ValueError, TypeError, OSError, *_REFUSALS):
                raise SealRefused("image-unsuited") from None
            with contextlib.closing(pikepdf.open(io.BytesIO(made))) as one:
                out.pages.extend(one.pages)
        written = io.BytesIO()
        out.save(written)
    return written.getvalue()


_REFUSALS = (
    img2pdf.AlphaChannelError,
    img2pdf.ImageOpenError,
    img2pdf.JpegColorspaceError,
    img2pdf.NegativeDimensionError,
    img2pdf.PdfTooLargeError,
    img2pdf.UnsupportedColorspaceError,
)


def _prove_same_pictures(clear: bytes, pages: list[Page]) -> None:
    """Take each picture out of the PDF and compare it: a JPEG by its bytes, else by its pixels."""
    with contextlib.closing(pikepdf.open(io.BytesIO(clear))) as pdf:
        if len(pdf.pages) != len(pages):
            raise SealRefused("not-verified")
        for made, page in zip(pdf.pages, pages, strict=True):
            (picture,) = made.get_images().values()
            if made.obj.get("/Rotate", 0) != page.turn:
                raise SealRefused("not-verified")
            if page.picture.startswith(b"\xff\xd8"):
                same = picture.read_raw_bytes() == page.picture
            else:
                same = _same_pixels(picture, page.picture)
            if not same:
                raise SealRefused("not-verified")


def _same_pixels(stored: pikepdf.Object, png: bytes) -> bool:
    with Image.open(io.BytesIO(png)) as source:
        if source.mode == "I;16":
            # sixteen bits, the high byte first in a PDF (ISO 32000-1, 8.9.5.2)
            return stored.read_bytes() == source.tobytes("raw", "I;16B")
        assert isinstance(stored, pikepdf.Stream)
        out = pikepdf.PdfImage(stored).as_pil_image()
        return out.convert("RGB").tobytes() == source.convert("RGB").tobytes()
