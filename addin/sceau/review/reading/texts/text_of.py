"""What is written in a file, whatever its kind: the table of the modules beside this one."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sceau.review.reading.kinds import kind_of
from sceau.review.reading.texts import (
    archives,
    compound,
    messages,
    office,
    pdf,
    plain,
    rich,
    sheets,
)
from sceau.review.reading.texts.gathering import Room, Unreadable, Written, gathered
from sceau.review.reading.zip import read_zip

_BY_KIND: dict[str, Callable[[bytes, Room], Iterator[str]]] = {
    "pdf": pdf.pdf_text,
    "docx": office.word_text,
    "pptx": office.slides_text,
    "xlsx": sheets.sheet_text,
    "odf": office.open_document_text,
    "ole": compound.compound_text,
    "rtf": rich.rich_text,
    "zip": archives.zip_text,
    "7z": archives.seven_zip_text,
    "mail": messages.mail_text,
    "page": plain.page_text,
    "calendar": plain.folded_text,
    "text": plain.plain_text,
}
_PICTURES = frozenset({"jpeg", "png", "gif", "tiff", "bmp", "webp", "heic"})


def text_of(content: bytes, kind: str, name: str = "") -> Written:
    """Take the text out of a file of this ``kind`` (of a :class:`FileReading`).

    Raises nothing for what the file holds, except ``MemoryError``; a picture says ``picture``, a
    kind that is not known here ``kind``.
    """
    take = _BY_KIND.get(plain.kind_of_text(content, name) if kind == "text" else kind)
    if take is None:
        return Written("", "picture" if kind in _PICTURES else "kind")
    return gathered(take, content, Room(_inside))


def _inside(content: bytes, name: str, room: Room) -> Iterator[str]:
    """Give the text of a file that stands in another."""
    kind = kind_of(content)
    if kind == "empty":
        return
    if kind == "zip":
        kind = read_zip(content).kind
    elif kind == "text":
        kind = plain.kind_of_text(content, name)
    take = _BY_KIND.get(kind)
    if take is None:
        raise Unreadable("members")
    yield from take(content, room)
