"""Word and PowerPoint documents of 2007 and later (ECMA-376), OpenDocument (ISO/IEC 26300).

All parts that hold words are read: headers, footnotes, comments, speakers' notes, what was deleted
while changes are tracked. Paragraphs end a line; cells of a table are set apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sceau.review.reading.texts.gathering import Unreadable
from sceau.review.reading.texts.markup import xml_text
from sceau.review.reading.texts.packed import Package

_WORD = re.compile(
    r"word/(?:document|header|footer|footnotes|endnotes|comments|glossary/document)\d*\.xml$"
)
_SLIDES = re.compile(r"ppt/(?:slides|notesSlides|comments|slideMasters|diagrams)/[\w-]+\.xml$")
_RUNS = frozenset({"t", "delText", "instrText", "text"})
_OFFICE_ENDS = {"p": "\n", "tab": "\t", "br": "\n", "cr": "\n", "tc": "\t", "tr": "\n"}
_ODF_ENDS = {
    "p": "\n", "h": "\n", "tab": "\t", "line-break": "\n", "s": " ", "table-cell": "\t",
    "table-row": "\n",
}  # fmt: skip


def word_text(content: bytes) -> Iterator[str]:
    """Give the text of a ``.docx``."""
    return _parts(content, _WORD, _OFFICE_ENDS, _RUNS)


def slides_text(content: bytes) -> Iterator[str]:
    """Give the text of a ``.pptx``."""
    return _parts(content, _SLIDES, _OFFICE_ENDS, _RUNS)


def open_document_text(content: bytes) -> Iterator[str]:
    """Give the text of an ``.odt``, ``.odp``, ``.ods``."""
    return _parts(content, re.compile(r"(?:content|styles)\.xml$"), _ODF_ENDS, frozenset())


def _parts(
    content: bytes, wanted: re.Pattern[str], ends: dict[str, str], within: frozenset[str]
) -> Iterator[str]:
    package = Package(content)
    members = [one for one in package.members if wanted.match(one.filename)]
    if not members:
        raise Unreadable("damaged")
    missing = ""
    for member in members:
        try:
            yield from xml_text(
                package.pieces(member), lambda name: ends.get(name, ""), within=within
            )
        except Unreadable as unreadable:
            if unreadable.reason == "too-much":
                raise
            missing = unreadable.reason
        yield "\n"
    if missing:
        raise Unreadable(missing)
