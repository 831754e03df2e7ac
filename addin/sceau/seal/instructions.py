"""A page for the recipient that travels along: how to open what was sealed, in French and English.

It names no file and nobody, and is open to all.
"""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterator
from pathlib import Path

import pikepdf
from pikepdf import Dictionary

from sceau.errors import CannotWrite
from sceau.phrases import LANGUAGES, Phrase, phrase, say
from sceau.seal import helvetica
from sceau.seal.files import write_new
from sceau.seal.helvetica import A4
from sceau.seal.pdf_memory import written
from sceau.seal.sealed import Format

_MARGIN = 62
_ORDER: tuple[Format, ...] = ("pdf", "office", "envelope", "zip", "7z")


def instructions(formats: Collection[Format]) -> bytes:
    """Give the page for files sealed in these formats, as a PDF."""
    with contextlib.closing(pikepdf.new()) as pdf:
        page = pdf.add_blank_page(page_size=A4)
        page.obj.Resources = Dictionary(Font=helvetica.fonts())
        page.obj.Contents = pdf.make_stream(b"\n".join(_content(formats)))
        pdf.Root.Lang = pikepdf.String("fr")
        return written(pdf, static_id=True)


def add_instructions(folder: Path, formats: Collection[Format], language: str) -> Path:
    """Put the page into ``folder``, where the very same one may be already; give its place.

    Raises :class:`CannotWrite`, ``already-there`` for another file of that name.
    """
    target = folder / say(phrase("seal.instructions.file-name"), language)
    content = instructions(formats)
    try:
        write_new(target, content)
    except CannotWrite as refusal:
        if refusal.reason != "already-there" or target.read_bytes() != content:
            raise
    return target


def _content(formats: Collection[Format]) -> Iterator[bytes]:
    at = A4[1] - _MARGIN
    for language in LANGUAGES:
        for told, font, size, below in _lines(formats):
            for line in helvetica.broken(say(told, language), font, size, A4[0] - 2 * _MARGIN):
                at -= round(size * 1.35)
                yield helvetica.shown(line, font, size, _MARGIN, at)
            at -= below
        at -= 14


def _lines(formats: Collection[Format]) -> Iterator[tuple[Phrase, str, int, int]]:
    yield phrase("seal.instructions.title"), "/B", 16, 8
    yield phrase("seal.instructions.password"), "/F", 10, 6
    for format in _ORDER:
        if format in formats:
            yield phrase(f"seal.instructions.{format}"), "/F", 10, 5
    yield phrase("seal.instructions.trouble"), "/F", 10, 5
    yield phrase("seal.instructions.keep"), "/F", 10, 0
