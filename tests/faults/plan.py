"""What happens in one run: everything follows from its number and the seed."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Literal

from faults.clock import RIGHT, Clock, random_clock
from support.faults import NO_FAULT, Fault, random_fault

SEED = 20261124


@dataclass(frozen=True)
class Kill:
    """When a process is killed: at its ``step``-th step told (from 0), or ``after`` seconds,
    wherever it is then. Neither: never."""

    step: int | None = None
    after: float | None = None


@dataclass(frozen=True)
class Plan:
    """One run: the mail, what the person wants, and what goes wrong.

    ``kills`` are for the first process and those that take up after it; when there are no more,
    processes live. ``refused`` is what the person does with a mail that did not leave.
    """

    number: int
    source: Literal["draft", "file"] = "draft"
    transmissions: int = 1
    verdict: Literal["send", "keep"] = "send"
    refused: Literal["again", "keep"] = "again"
    fault: Fault = NO_FAULT
    kills: tuple[Kill, ...] = ()
    outbox: str = "real"
    clock: Clock = RIGHT


def plan_of(number: int, steps: dict[int, int], outbox: str = "real", seed: int = SEED) -> Plan:
    """Give the plan of run ``number``; ``steps`` says how many steps a whole way has with so many
    transmissions."""
    chance = random.Random(f"{seed}.{number}")
    transmissions = chance.choice((1, 1, 3))
    what = chance.choice(("kill", "kill", "fault", "fault", "both"))
    kills: list[Kill] = []
    if what != "fault":
        kills.append(_kill(chance, steps[transmissions]))
        while chance.random() < 0.3 and len(kills) < 3:
            # those that take up pass fewer steps, mostly the last ones
            kills.append(_kill(chance, max(4, steps[transmissions] // 3)))
    return Plan(
        number,
        source=chance.choice(("draft", "draft", "file")),
        transmissions=transmissions,
        verdict="keep" if chance.random() < 0.08 else "send",
        refused="keep" if chance.random() < 0.25 else "again",
        fault=NO_FAULT if what == "kill" else random_fault(chance, transmissions),
        kills=tuple(kills),
        outbox=outbox,
        clock=random_clock(chance),
    )


def _kill(chance: random.Random, steps: int) -> Kill:
    if chance.random() < 0.15:
        return Kill(after=chance.uniform(0.001, 0.12))
    return Kill(step=chance.randrange(steps))
