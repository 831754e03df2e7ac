"""The keys of what was confirmed for good: a pair of an address and a name, or a Finding."""

from __future__ import annotations

from sceau.review.memory import Bound
from sceau.review.people import person

_PAIR = "pair"


def pair_key(address: str, words: tuple[str, ...], born: str = "") -> str:
    """Give the key of « what concerns this person may go to this address »."""
    return "\n".join((_PAIR, person(address), " ".join(words), born))


def bound_of(key: str) -> tuple[str, Bound] | None:
    """Give the person and who is bound to them; none where ``key`` is of another kind."""
    kind, *parts = key.split("\n")
    if kind != _PAIR or len(parts) != 3:
        return None
    return parts[0], Bound(tuple(parts[1].split()), parts[2])
