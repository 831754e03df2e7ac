"""Word and PowerPoint documents of 2007 and later (ECMA-376), OpenDocument (ISO/IEC 26300).

All parts that hold words are read: headers, footnotes, comments, speakers' notes, what was deleted
while changes are tracked, and files put into the document. Paragraphs end a line; cells of a table
are set apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sceau.review.reading.texts.gathering import Room, Unreadable
from sceau.review.reading.texts.markup import xml_text
from sceau.review.reading.texts.packed import Package

_WORD = re.compile(
    r"word/(?:(?:document|header|footer|footnotes|endnotes|comments|glossary/document)\d*"
    r"|(?:diagrams|charts)/[\w-]+)\.xml$"
)
_SLIDES = re.compile(r"ppt/(?:slides|notesSlides|comments|diagrams|charts)/[\w-]+\.xml$")
_CONTENT = re.compile(r"(?:Object \d+/)?(?:content|styles)\.xml$")
_EMBEDDED = re.compile(r"(?:word|ppt|xl)/embeddings/.|word/afchunk.", re.IGNORECASE)
_PICTURE = re.compile(r"(?:word/media|ppt/media|Pictures)/.+\.(?:jpe?g|png|tiff?|bmp)$", re.I)
_RUNS = frozenset({"t", "delText", "text"})
_OFFICE_ENDS = {"p": "\n", "tab": "\t", "br": "\n", "cr": "\n", "tc": "\t", "tr": "\n"}
_ODF_ENDS = {
    "p": "\n", "h": "\n", "tab": "\t", "line-break": "\n", "s": " ", "table-cell": "\t",
    "table-row": "\n",
}  # fmt: skip
_SEEN_AS_TEXT = 8


def word_text(content: bytes, room: Room) -> Iterator[str]:
    """Give the text of a ``.docx``."""
    return _parts(content, room, _WORD, _OFFICE_ENDS, _RUNS)


def slides_text(content: bytes, room: Room) -> Iterator[str]:
    """Give the text of a ``.pptx``."""
    return _parts(content, room, _SLIDES, _OFFICE_ENDS, _RUNS)


def open_document_text(content: bytes, room: Room) -> Iterator[str]:
    """Give the text of an ``.odt``, ``.odp``, ``.ods``."""
    return _parts(content, room, _CONTENT, _ODF_ENDS, frozenset())


def _parts(
    content: bytes,
    room: Room,
    wanted: re.Pattern[str],
    ends: dict[str, str],
    within: frozenset[str],
) -> Iterator[str]:
    package = Package(content, room)
    members = package.members
    parts = [one for one in members if wanted.match(one.filename)]
    if not parts:
        raise Unreadable("damaged")
    letters = 0
    for part in parts:
        try:
            for piece in xml_text(package.pieces(part), ends, within=within):
                letters += sum(map(str.isalnum, piece[:400]))
                yield piece
        except Unreadable as unreadable:
            if unreadable.reason == "too-much":
                raise
            room.miss(unreadable.reason)
        yield "\n"
    for member in members:
        if _EMBEDDED.match(member.filename):
            yield from room.within(package.read(member), member.filename)
    if letters < _SEEN_AS_TEXT and any(_PICTURE.match(one.filename) for one in members):
        room.miss("no-text")
