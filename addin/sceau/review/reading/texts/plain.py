"""Plain text, tables with commas, and whatever else is written letter by letter."""

from __future__ import annotations

import codecs
from collections.abc import Iterator

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_AT_ONCE = 2**18


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


def plain_text(content: bytes) -> Iterator[str]:
    """Give the text as it stands; never raises for what it holds."""
    decoder = codecs.getincrementaldecoder(encoding_of(content[: 4 * _AT_ONCE]))("replace")
    for at in range(0, len(content), _AT_ONCE):
        yield decoder.decode(content[at : at + _AT_ONCE])
    yield decoder.decode(b"", final=True)
