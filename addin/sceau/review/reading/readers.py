"""The readers, one module per kind of file, listed here."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from sceau.phrases import phrase
from sceau.review.health.model import health_of
from sceau.review.identifiers import identifiers
from sceau.review.labelled_numbers import labelled_numbers
from sceau.review.reading import office_traces
from sceau.review.reading.kinds import kind_of
from sceau.review.reading.model import LONGEST_TEXT, FileReading, Opening
from sceau.review.reading.ole import read_ole
from sceau.review.reading.pdf import read_pdf
from sceau.review.reading.pictures import read_picture
from sceau.review.reading.seven_zip import read_7z
from sceau.review.reading.texts.recognising import recognised
from sceau.review.reading.texts.text_of import text_of
from sceau.review.reading.zip import read_zip

READERS: dict[str, Callable[[bytes], FileReading]] = {
    "pdf": read_pdf,
    "zip": read_zip,
    "ole": read_ole,
    "7z": read_7z,
}

_PICTURES = frozenset({"jpeg", "png", "gif", "tiff", "bmp", "webp", "heic"})
_OPEN_KINDS = frozenset({"dicom", "rtf", "text", "gzip"})
"""Kinds that know no password: anyone opens them."""


_PIECE, _OVERLAP = 150_000, 200
_MOST_NUMBERS = 1_000


def read_file(content: bytes, name: str, media_type: str) -> FileReading:
    """Examine one file: what it is, who opens it, what is wrong with it, what is written in it.

    ``name`` and ``media_type`` are what the mail claims, and are believed in nothing but to say
    that a PDF was promised. Pure: no file, no network. Raises nothing for what the file holds,
    except ``MemoryError``.
    """
    reading = examined(content, name, media_type)
    if reading.opening is Opening.PASSWORD or (reading.problem is not None and reading.damaged):
        return reading
    written = text_of(content, reading.kind, name)
    return msgspec.structs.replace(
        with_text(reading, written.text),
        unread=phrase(f"reading.unread.{written.missing}") if written.missing else None,
    )


def recognised_file(content: bytes, kind: str) -> FileReading:
    """Read what is written in the pictures of a file of this ``kind``, and what it says; nothing
    else of it is examined. Raises nothing for what the file holds, except ``MemoryError``."""
    written = recognised(content, kind)
    return msgspec.structs.replace(
        with_text(FileReading(kind=kind), written.text),
        unread=phrase(f"reading.unread.{written.missing}") if written.missing else None,
    )


def with_text(reading: FileReading, text: str) -> FileReading:
    """Give ``reading`` with the text of its file and what it says; numbers are looked for in all of
    it, however long."""
    pieces = [text[at : at + _PIECE + _OVERLAP] for at in range(0, len(text), _PIECE)]
    numbers = (one for piece in pieces for one in identifiers(piece))
    labelled = (one for piece in pieces for one in labelled_numbers(piece))
    return msgspec.structs.replace(
        reading,
        text=text[:LONGEST_TEXT],
        health=health_of(text),
        identifiers=tuple({one.digits: one for one in numbers}.values())[:_MOST_NUMBERS],
        labelled=tuple({(one.kind, one.digits): one for one in labelled}.values())[:_MOST_NUMBERS],
    )


def examined(content: bytes, name: str, media_type: str) -> FileReading:
    """Examine one file as :func:`read_file` does, without reading what is written in it."""
    kind = kind_of(content)
    if reader := READERS.get(kind):
        return _with_traces(reader(content), content)
    if kind in _PICTURES:
        return _promised(read_picture(content, kind), name, media_type)
    if kind == "empty":
        return FileReading(kind=kind, damaged=True, problem=phrase("reading.problem.empty"))
    opening = Opening.ANYONE if kind in _OPEN_KINDS else Opening.UNKNOWN
    return _promised(FileReading(kind=kind, opening=opening), name, media_type)


def _with_traces(reading: FileReading, content: bytes) -> FileReading:
    """Add what an Office document holds and does not show."""
    if reading.kind not in office_traces.KINDS or reading.opening is not Opening.ANYONE:
        return reading
    hidden = office_traces.office_traces(content, reading.kind)
    removable = office_traces.are_removable(content, reading.kind, hidden)
    return msgspec.structs.replace(reading, hidden=hidden, removable=removable)


def _promised(reading: FileReading, name: str, media_type: str) -> FileReading:
    if name.lower().endswith(".pdf") or media_type.lower() == "application/pdf":
        return msgspec.structs.replace(reading, problem=phrase("reading.problem.not-a-pdf"))
    return reading
