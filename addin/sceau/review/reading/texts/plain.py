"""What is written letter by letter: plain text, tables with commas, web pages, calendars, cards."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from sceau.mail.html_text import text_of_html
from sceau.review.reading.texts.gathering import Room

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_AT_ONCE = 2**18
_LARGEST_PAGE = 16 * 2**20

_PAGE = re.compile(rb"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)?<(?:!doctype html|html"
                   rb"|head|body|meta|table|div|p)\b", re.IGNORECASE | re.DOTALL)  # fmt: skip
_FOLDED = re.compile(rb"\s*begin:v(?:calendar|card)\b", re.IGNORECASE)
_HEADER = re.compile(
    rb"(?:from|to|subject|date|received|return-path|mime-version|message-id|delivered-to"
    rb"|content-type|x-[\w-]+)[ \t]*:",
    re.IGNORECASE,
)


def kind_of_text(content: bytes, name: str = "") -> str:
    """Say what a file of letters is: ``mail``, ``page``, ``calendar`` (cards too) or ``text``.

    ``name`` only tells a mail whose first header is an unusual one.
    """
    start = content[:4096].removeprefix(codecs.BOM_UTF8)
    if _PAGE.match(start):
        return "page"
    if _FOLDED.match(start):
        return "calendar"
    lines = start.lstrip().splitlines()[:40]
    headers = [one for one in lines if _HEADER.match(one)]
    if lines and (_HEADER.match(lines[0]) or name.lower().endswith(".eml")) and len(headers) >= 2:
        return "mail"
    return "text"


def encoding_of(start: bytes) -> str:
    """Give the encoding that a byte order mark tells, or that ``start`` reads in: UTF-8, else
    Windows-1252, which everything does."""
    for mark, encoding in _MARKS:
        if start.startswith(mark):
            return encoding
    try:
        codecs.getincrementaldecoder("utf-8")().decode(start)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def plain_text(content: bytes, _room: Room) -> Iterator[str]:
    """Give the text as it stands; never raises for what it holds."""
    decoder = codecs.getincrementaldecoder(encoding_of(content[: 4 * _AT_ONCE]))("replace")
    for at in range(0, len(content), _AT_ONCE):
        yield decoder.decode(content[at : at + _AT_ONCE])
    yield decoder.decode(b"", final=True)


def page_text(content: bytes, room: Room) -> Iterator[str]:
    """Give the readable text of a web page."""
    if len(content) > _LARGEST_PAGE:
        room.miss("cut")
    yield text_of_html("".join(plain_text(content[:_LARGEST_PAGE], room)))


def folded_text(content: bytes, room: Room) -> Iterator[str]:
    """Give the lines of a calendar or a card, unfolded (RFC 5545 section 3.1), with their ``\\n``
    and ``\\,`` written out (section 3.3.11)."""
    if len(content) > _LARGEST_PAGE:
        room.miss("cut")
    text = "".join(plain_text(content[:_LARGEST_PAGE], room))
    text = re.sub(r"\r?\n[ \t]", "", text)
    yield re.sub(r"\\([nN,;\\])", lambda one: "\n" if one[1] in "nN" else one[1], text)
