"""A clock that is wrong: hours ahead or behind, or jumping between both."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass

_HOUR = 3600.0


@dataclass(frozen=True)
class Clock:
    """How far the time of day is from the right one, in seconds, and by how much it jumps from one
    look to the next."""

    ahead: float = 0.0
    jumps: float = 0.0

    def set(self) -> None:
        """Make it this process's. What counts seconds (``time.monotonic``) is none of a clock's."""
        if self == RIGHT:
            return
        right, ahead, jumps = time.time, self.ahead, self.jumps
        time.time = lambda: right() + ahead + random.uniform(-jumps, jumps)


RIGHT = Clock()


def random_clock(chance: random.Random) -> Clock:
    """Give a clock; half of them are right."""
    return chance.choice(
        (
            *(RIGHT, RIGHT, RIGHT),
            Clock(ahead=chance.uniform(1, 30) * _HOUR),
            Clock(ahead=-chance.uniform(1, 30) * _HOUR),
            Clock(jumps=5 * _HOUR),
        )
    )
