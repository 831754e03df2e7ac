"""Whom a person may mean by the beginning of an address or a name: those they wrote to before."""

from __future__ import annotations

import heapq

from sceau.review.memory import Known, Memory


def suggested(memory: Memory, typed: str, most: int) -> tuple[Known, ...]:
    """Give the correspondents this user wrote to whose address, or a word of whose name, begins
    with what was ``typed``: those written to most often first, ``most`` of them."""
    wanted = typed.strip().casefold()
    if not wanted:
        return ()
    found = (one for one in memory if one.count and _begins(one, wanted))
    return tuple(heapq.nsmallest(most, found, key=lambda one: (-one.count, one.key)))


def _begins(one: Known, wanted: str) -> bool:
    names = (f" {name.casefold()}" for name in one.names)
    return one.address.casefold().startswith(wanted) or any(f" {wanted}" in name for name in names)
