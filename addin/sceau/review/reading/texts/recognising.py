"""What is written in scanned pages and pictures: by Tesseract, where it is installed with French.

Takes a second or two a page; asked for only once the window is open. Without Tesseract nothing is
read, and the file stays *not examined*. The picture goes to its standard input, the text comes from
its standard output: no file is written.
"""

from __future__ import annotations

import io
import os
import subprocess
import time
from collections.abc import Iterator

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from PIL import Image, ImageOps

from sceau.review.reading.tesseract import NO_WINDOW, languages
from sceau.review.reading.texts.gathering import Room, Unreadable, Written, gathered
from sceau.review.reading.texts.pdf import SEEN_AS_TEXT, page_text

MOST_PAGES = 20
"""Pages of one file that are recognised."""

SECONDS = 45.0
"""How long one file is recognised for; then the rest is told as not read."""

_DOTS = 150 / 72  # 150 dpi: 98 % of the words of print
_LONGEST_SIDE = 2_600
_MOST_PIXELS = 80_000_000
_PAGE_SECONDS = 45
_BROKEN = (
    OSError, ValueError, SyntaxError, TypeError, KeyError, IndexError, EOFError, RuntimeError,
    ArithmeticError, AttributeError, Image.DecompressionBombError, pdfium.PdfiumError,
)  # fmt: skip


def recognised(content: bytes, kind: str) -> Written:
    """Read a PDF, pages with a text layer by it and the others by their picture, or a picture.

    Raises nothing for what the file holds, except ``MemoryError``.
    """
    room = Room(lambda *_: iter(()))
    take = _pages if kind == "pdf" else _picture
    return gathered(take, content, room, seconds=SECONDS)


def _pages(content: bytes, room: Room) -> Iterator[str]:
    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError:
        raise Unreadable("damaged") from None
    done = 0
    ends = time.monotonic() + SECONDS
    try:
        for number in range(len(document)):
            page = document[number]
            try:
                text = page_text(page)
                empty = pdfium_c.FPDFPage_CountObjects(page.raw) == 0
                if sum(map(str.isalnum, text[:400])) < SEEN_AS_TEXT and not empty:
                    if done == MOST_PAGES or time.monotonic() > ends:
                        room.miss("cut")
                        return
                    done += 1
                    text = _read(page.render(scale=_scale(page), grayscale=True).to_pil(), room)
            finally:
                page.close()
            yield text + "\n\f"
    except _BROKEN:
        room.miss("damaged")
    finally:
        document.close()


def _scale(page: pdfium.PdfPage) -> float:
    return float(min(_DOTS, _LONGEST_SIDE / max(*page.get_size(), 1.0)))


def _picture(content: bytes, room: Room) -> Iterator[str]:
    try:
        with Image.open(io.BytesIO(content)) as image:
            if image.width * image.height > _MOST_PIXELS:
                raise Unreadable("too-much")
            image.draft("L", (_LONGEST_SIDE, _LONGEST_SIDE))
            upright = ImageOps.exif_transpose(image).convert("L")
            upright.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    except _BROKEN:
        raise Unreadable("damaged") from None
    yield _read(upright, room)


def _read(picture: Image.Image, room: Room) -> str:
    gray = picture.convert("L")
    sent = b"P5 %d %d 255\n" % gray.size + gray.tobytes()
    try:
        ran = subprocess.run(
            ["tesseract", "stdin", "stdout", "-l", languages(), "--psm", "3"],
            input=sent,
            capture_output=True,
            timeout=_PAGE_SECONDS,
            # threads of its own only get in each other's way on a busy machine
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
            check=False,
            creationflags=NO_WINDOW,
        )
    except (OSError, subprocess.TimeoutExpired):
        room.miss("no-text")
        return ""
    if ran.returncode != 0:
        room.miss("no-text")
    return ran.stdout.decode("utf-8", "replace")
