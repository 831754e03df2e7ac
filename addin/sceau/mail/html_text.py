"""The readable text of an HTML body. For reading by rules, never for showing as a page."""

from __future__ import annotations

import html
import re

_ENDINGS = {
    name: re.compile(f"</{name}", re.IGNORECASE)
    for name in ("script", "style", "title", "template")
}
_BREAKS = frozenset(
    ("br", "p", "div", "tr", "li", "ul", "ol", "table", "blockquote", "hr", "section", "article")
) | frozenset(f"h{level}" for level in range(1, 7))
_CELLS = frozenset(("td", "th"))


def text_of_html(source: str) -> str:
    """Give the text between the tags, entities resolved, blocks on their own lines.

    Comments, scripts and styles are left out; an unclosed tag or comment ends the text. One pass,
    linear in the length of ``source``.
    """
    pieces: list[str] = []
    at, size = 0, len(source)
    while at < size:
        opening = source.find("<", at)
        if opening < 0:
            pieces.append(source[at:])
            break
        pieces.append(source[at:opening])
        if source.startswith("<!--", opening):
            closing = source.find("-->", opening + 4)
            at = size if closing < 0 else closing + 3
            continue
        following = source[opening + 1 : opening + 2]
        if not (following.isalpha() or following in ("/", "!", "?")):
            pieces.append("<")
            at = opening + 1
            continue
        closing = source.find(">", opening)
        if closing < 0:
            break
        name = _tag_name(source, opening + 1, closing)
        at = closing + 1
        if name in _ENDINGS:
            ending = _ENDINGS[name].search(source, at)
            at = size if ending is None else ending.start()
        elif name.lstrip("/") in _BREAKS:
            pieces.append("\n")
        elif name in _CELLS:
            pieces.append(" ")
    text = html.unescape("".join(pieces))
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def _tag_name(source: str, start: int, stop: int) -> str:
    end = start + 1
    while end < stop and source[end].isalnum():
        end += 1
    return source[start:end].lower()
