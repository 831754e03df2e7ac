"""The tags of an HTML text and the text between them, each with its place. For finding where
something stands, never for showing as a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9:-]*")
_RAW = {name: re.compile(f"</{name}", re.IGNORECASE) for name in ("script", "style", "title")}
# fmt: off
_VOID = frozenset((
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr", "o:p",
))
_INLINE = frozenset((
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "em", "font", "i", "img", "q", "s",
    "small", "span", "strong", "sub", "sup", "tt", "u",
))
# fmt: on
_ATTRIBUTE = re.compile(r"""(?<![A-Za-z-])([A-Za-z-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")


class Token(NamedTuple):
    """One tag, or the text between two; ``name`` is in lower case, empty for a text."""

    kind: Literal["text", "open", "close"]
    start: int
    end: int
    name: str = ""

    @property
    def is_void(self) -> bool:
        """Whether this tag has no end (HTML, section 13.1.2)."""
        return self.name in _VOID

    @property
    def breaks(self) -> bool:
        """Whether a line ends here."""
        return self.name not in _INLINE


def tokens(source: str) -> Iterator[Token]:
    """Give the tags and texts of ``source`` in order, without comments, scripts and styles; an
    unclosed tag or comment ends it. Linear in the length of ``source``."""
    at, size = 0, len(source)
    text = 0
    while at < size:
        opening = source.find("<", at)
        if opening < 0:
            break
        if source.startswith("<!--", opening):
            closing = source.find("-->", opening + 4)
            yield from _text(text, opening)
            text = at = size if closing < 0 else closing + 3
            continue
        mark = source[opening + 1 : opening + 2]
        if not (mark.isalpha() or mark in ("/", "!", "?")):
            at = opening + 1  # a sign of its own
            continue
        closing = source.find(">", opening)
        yield from _text(text, opening)
        if closing < 0:
            return
        text = at = closing + 1
        named = _NAME.match(source, opening + 2 if mark == "/" else opening + 1)
        if named is None:
            continue
        name = named[0].lower()
        yield Token("close" if mark == "/" else "open", opening, at, name)
        if mark != "/" and name in _RAW:
            ending = _RAW[name].search(source, at)
            text = at = size if ending is None else ending.start()
    yield from _text(text, size)


def _text(start: int, end: int) -> Iterator[Token]:
    if start < end:
        yield Token("text", start, end)


def attribute(tag: str, name: str) -> str:
    """Give the value of the attribute ``name`` of a tag, as it is written; empty where it has
    none."""
    for one in _ATTRIBUTE.finditer(tag):
        if one[1].lower() == name:
            return one[2] or one[3] or one[4] or ""
    return ""
