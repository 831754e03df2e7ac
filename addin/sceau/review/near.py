"""What is in front of the ``@`` of two addresses: are they one slip apart?

An address is looked up by its halves: one slip leaves one of them as it was.
"""

from __future__ import annotations

from collections.abc import Iterable

from sceau.review.slips import is_slip

SHORTEST = 5
"""Letters in front of the ``@`` from which a slip says something: ``paul``, ``paula`` are two."""

_LONG = 8
"""Letters from which any one letter more, less or other says it, not only a slip of the finger."""


def add_near_of(found: set[str], others: Iterable[str], local: str, half: int) -> None:
    """Add those of ``others``, which begin as ``local`` does, that are one slip from it. One slip
    leaves one half of the rest, too: that is quicker to see."""
    end = (len(local) - half) // 2 or 1
    place = len(local) - end
    middle, last = local[half:place], local[-end:]
    swapped = local[place] + local[place - 1]
    for one in others:
        if (
            one[-end:] == last or one[half:place] == middle or one[place - 1 : place + 1] == swapped
        ) and is_near(one, local):
            found.add(one)


def add_near_before(found: set[str], others: Iterable[str], local: str, end: int) -> None:
    """Add those of ``others``, whose last ``end`` letters are those of ``local``, that are one
    slip from it. One slip leaves one half of what stands before, too."""
    begin = (len(local) - end) // 2 or 1
    first = local[:begin]
    last = local[begin + 1 : len(local) - end]  # two letters may be swapped across the middle
    size = len(last)
    for one in others:
        place = len(one) - end
        if (one[:begin] == first or one[place - size : place] == last) and is_near(one, local):
            found.add(one)


def halves(local: str) -> tuple[str, str]:
    """Give what is in front of the ``@`` in two, each with how long the whole is."""
    length = len(local)
    half = length // 2
    return chr(length) + local[:half], local[half:] + chr(length)


def is_near(meant: str, typed: str) -> bool:
    """Say whether one slip parts the two; none where so few letters tell nothing."""
    short, long = (meant, typed) if len(meant) <= len(typed) else (typed, meant)
    size = len(short)
    if len(long) - size > 1 or size < SHORTEST or meant == typed:
        return False
    if size < _LONG:
        return is_slip(meant, typed)
    at = 0
    while at < size and short[at] == long[at]:
        at += 1
    if len(long) > size:
        return short[at:] == long[at + 1 :]
    if short[at + 1 :] == long[at + 1 :]:
        return True
    return short[at : at + 2][::-1] == long[at : at + 2] and short[at + 2 :] == long[at + 2 :]
