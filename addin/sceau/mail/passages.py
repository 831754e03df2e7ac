"""Where passages and links stand in a text, however they are written there.

A passage is found by its letters and digits alone: in HTML there may be tags and entities between
them, in a plain text spaces and hyphens. A link is found by where it leads. Everything gives ranges
of the text it is given; each is linear in its length.
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterable, Iterator

from sceau.mail.html_tokens import Token, attribute, tokens
from sceau.mail.letters import letters, unaccented
from sceau.mail.ranges import Range, merged

_CHARACTER = re.compile(
    r"&(?:#\d{1,8}|#[xX][0-9A-Fa-f]{1,7}|[A-Za-z][A-Za-z0-9]{1,31});|.", re.DOTALL
)
_SURROUNDED = {("<", ">"), ("(", ")"), ("[", "]")}


def passages_in_text(text: str, wanted: Collection[str]) -> list[Range]:
    """Give the ranges of a plain text in which these :func:`~sceau.mail.letters.letters` stand,
    with the brackets directly around them; in order."""
    found = _ranges(((part, at, at + 1) for at, part in enumerate(text)), wanted)
    return merged(_with_brackets(text, one) for one in found)


def passages_in_html(source: str, wanted: Collection[str], links: Collection[str]) -> list[Range]:
    """Give the ranges of an HTML text in which these :func:`~sceau.mail.letters.letters` stand,
    tags left out, and the tags that lead to ``links`` or to an address of these letters: their
    words stay; in order."""
    parts = tuple(tokens(source))
    found = [
        piece
        for one in _ranges(_characters(source, parts), wanted)
        for piece in _between_tags(parts, one)
    ]
    return merged((*found, *_linked(source, parts, wanted, links)))


def target(tag: str) -> str:
    """Give where an opening tag leads (``href``), as a browser takes it; empty where nowhere."""
    return html.unescape(attribute(tag, "href")).strip()


def _characters(source: str, parts: Iterable[Token]) -> Iterator[tuple[str, int, int]]:
    for token in parts:
        if token.kind == "text":
            for one in _CHARACTER.finditer(source, token.start, token.end):
                yield html.unescape(one[0]), one.start(), one.end()


def _ranges(characters: Iterable[tuple[str, int, int]], wanted: Collection[str]) -> list[Range]:
    """Give the ranges from the first to the last letter of each place."""
    written: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for part, start, end in characters:
        for one in letters(part):
            written.append(one)
            starts.append(start)
            ends.append(end)
        if ends and not unaccented(part):
            ends[-1] = end  # an accent by itself belongs to the letter before
    whole = "".join(written)
    found: list[Range] = []
    for one in filter(None, wanted):
        at = whole.find(one)
        while at >= 0:
            found.append((starts[at], ends[at + len(one) - 1]))
            at = whole.find(one, at + len(one))
    return found


def _between_tags(parts: Iterable[Token], wanted: Range) -> Iterator[Range]:
    for token in parts:
        start, end = max(token.start, wanted[0]), min(token.end, wanted[1])
        if token.kind == "text" and start < end:
            yield start, end


def _linked(
    source: str, parts: Iterable[Token], wanted: Collection[str], links: Collection[str]
) -> Iterator[Range]:
    is_going = False
    for token in parts:
        if token.name != "a":
            continue
        if token.kind == "open":
            leads = target(source[token.start : token.end])
            is_going = leads in links or letters(leads) in wanted
        if is_going:
            yield token.start, token.end
            is_going = token.kind == "open"


def _with_brackets(text: str, found: Range) -> Range:
    start, end = found
    # what ends an address without being a letter belongs to it
    end += len(text[end:]) - len(text[end:].lstrip("/=#&?%-_~+"))
    if start and (text[start - 1], text[end : end + 1]) in _SURROUNDED:
        return start - 1, end + 1
    return found
