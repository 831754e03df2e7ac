"""To whom passwords were given, and when: only a slow hash is kept of the passwords."""

from __future__ import annotations

import datetime

import msgspec

from sceau.mail.names import shown
from sceau.review.memory import Given, Memory

MOST = 8
"""How many are told: the last ones."""


class Told(msgspec.Struct, frozen=True):
    """A password given on a ``day`` (ISO 8601) to ``who``, a name or an address, and ``others``."""

    day: str
    who: str
    others: int = 0

    def __repr__(self) -> str:
        return "Told()"


def passwords_given(memory: Memory, most: int = MOST) -> tuple[Told, ...]:
    """Give the last passwords that were given, the newest first."""
    given = [one for one in memory.records() if isinstance(one, Given) and one.people]
    given.sort(key=lambda one: -one.last)
    return tuple(_told(memory, one) for one in given[:most])


def _told(memory: Memory, one: Given) -> Told:
    # the persons are in the order they were given it: the latest is last
    person = one.people[-1]
    known = memory.known(person)
    name = known.names[-1] if known is not None and known.names else person
    day = datetime.date(1970, 1, 1) + datetime.timedelta(days=one.last)
    return Told(day.isoformat(), shown(name), len(one.people) - 1)
