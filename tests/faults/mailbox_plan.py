"""What happens in one run on a mailbox of Exchange or Graph: all follows from its number and the
seed."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Literal

from faults.clock import RIGHT, Clock, random_clock
from faults.plan import SEED, Kill
from sceau.mail.submission import Outgoing
from support.held_mails import DRAFT, outgoing
from support.http_faults import NO_HTTP_FAULT, HttpFault, random_http_fault

Kind = Literal["exchange", "graph"]
BOTH: tuple[Kind, ...] = ("exchange", "graph")
OPERATIONS: dict[Kind, tuple[str, ...]] = {
    "exchange": (
        *("FindItem", "CreateItem", "GetItem", "SendItem", "SendItem", "SendItem"),
        *("UpdateItem", "MoveItem", "DeleteItem", "FindFolder"),
    ),
    "graph": (
        *("find", "create", "get", "value", "send", "send", "send"),
        *("update", "move", "delete", "list_folders", "delta"),
    ),
}
FAULTS = ("lost-after", "lost-after", "lost-before", "half", "error-500", "busy-503", "busy")
REQUESTS = 34
"""How many requests a whole way of one mail has, or nearly so: a fault may come after the last."""


@dataclass(frozen=True)
class MailboxPlan:
    """One run. ``faults`` are the server's own: operation, kind and how many requests of it go
    well before; ``wire`` is what happens on the way to it. ``helpers`` watch the same mailbox at
    once, each by its ``clock``; ``kills`` are by helper and process."""

    number: int
    kind: Kind = "exchange"
    helpers: int = 1
    transmissions: int = 1
    verdict: str = "send"
    faults: tuple[tuple[str, str, int], ...] = ()
    wire: HttpFault = NO_HTTP_FAULT
    kills: tuple[tuple[Kill, ...], ...] = ((),)
    clocks: tuple[Clock, ...] = (RIGHT, RIGHT)
    server: str = "real"


def plan_of(number: int, kind: Kind = "exchange", seed: int = SEED) -> MailboxPlan:
    """Give the plan of run ``number``."""
    chance = random.Random(f"mailbox.{kind}.{seed}.{number}")
    helpers = 2 if chance.random() < 0.3 else 1
    on_wire = chance.random() < 0.6
    faults = tuple(
        (chance.choice(OPERATIONS[kind]), chance.choice(FAULTS), chance.randrange(1, 4))
        for _ in range(chance.choice((0, 0, 1) if on_wire else (0, 1, 2, 3)))
    )
    kills = tuple(
        tuple(_kill(chance) for _ in range(chance.choice((0, 1, 1, 2)))) for _ in range(helpers)
    )
    return MailboxPlan(
        number,
        kind,
        helpers,
        chance.choice((1, 1, 2)),
        "keep" if chance.random() < 0.1 else "send",
        faults,
        random_http_fault(chance, REQUESTS) if on_wire else NO_HTTP_FAULT,
        kills,
        (random_clock(chance), random_clock(chance)),
    )


def race_of(number: int, kind: Kind, kills: int = 0, seed: int = SEED) -> MailboxPlan:
    """Give the plan of a race of two helpers, each of which is killed ``kills`` times."""
    chance = random.Random(f"mailbox-race.{kind}.{seed}.{number}")
    times = tuple(
        tuple(Kill(after=chance.uniform(0.01, 0.6)) for _ in range(kills)) for _ in range(2)
    )
    clocks = (random_clock(chance), random_clock(chance))
    return MailboxPlan(3_000_000 + number, kind, 2, kills=times, clocks=clocks)


def _kill(chance: random.Random) -> Kill:
    if chance.random() < 0.3:
        return Kill(after=chance.uniform(0.02, 0.8))
    return Kill(step=chance.randrange(34))


def mails(plan: MailboxPlan) -> list[Outgoing]:
    """Give the transmissions of a run; their Message-IDs name it."""
    found = []
    for number in range(plan.transmissions):
        name = f"<mailbox-{plan.number}.{number}@cabinet-exemple.fr>"
        content = DRAFT.replace(b"<draft.1@cabinet-exemple.fr>", name.encode())
        if number:
            content = content.replace(b"<jeanne.", f"<{number}.jeanne.".encode())
        found.append(outgoing(number, content=content, message_id=name))
    return found
