"""Ranges of a text: where something stands that may be taken out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

Range = tuple[int, int]
"""From the first character to behind the last."""


def without(text: str, ranges: Sequence[Range]) -> str:
    """Give ``text`` without these ranges, which are in order."""
    pieces, at = [], 0
    for start, end in ranges:
        pieces.append(text[at:start])
        at = end
    return "".join((*pieces, text[at:]))


def merged(found: Iterable[Range]) -> list[Range]:
    """Give ranges in order, those that touch as one."""
    together: list[Range] = []
    for start, end in sorted(found):
        if together and start <= together[-1][1]:
            together[-1] = (together[-1][0], max(together[-1][1], end))
        else:
            together.append((start, end))
    return together
