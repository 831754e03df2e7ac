"""One process of a run on an Exchange mailbox: the real outbox, hook and way out, until it ends or
is killed."""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import signal
import threading
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from faults.plan import SEED, Kill
from sceau.errors import MissingInput, SceauError
from sceau.hooks.accounts import device_of
from sceau.hooks.drafts import KIND, Place
from sceau.hooks.exchange.access import Access
from sceau.hooks.exchange.server import ExchangeServer
from sceau.hooks.mailboxes.drafts_out import DraftsOut
from sceau.hooks.mailboxes.hook import MailboxDrafts
from sceau.mail.submission import Outgoing
from sceau.outbox.held import Held
from sceau.outbox.mailbox import Mailbox
from sceau.outbox.outbox import Answer, Outbox
from sceau.outbox.outcome import Outcome
from sceau.outbox.sources import Source
from sceau.outbox.states import State
from sceau.outbox.store import Store
from sceau.outbox.ways_out.saved_draft import NotKnown, Saved, SavedDraftWayOut
from sceau.outbox.ways_out.way import Step
from support.held_mails import DRAFT, KEY, outgoing, verdict_on

USER, PASSWORD, MARKED = "camille.roy@cabinet-exemple.fr", "plus-long-que-huit", "À vérifier"
OPERATIONS = (
    *("FindItem", "CreateItem", "GetItem", "SendItem", "SendItem", "SendItem"),
    *("UpdateItem", "MoveItem", "DeleteItem", "FindFolder"),
)
KINDS = ("lost-after", "lost-after", "lost-before", "half", "error-500", "busy-503", "busy")
RETRIES = 12


@dataclass(frozen=True)
class MailboxPlan:
    """One run. ``faults`` are operation, kind and how many requests of it go well before;
    ``helpers`` watch the same mailbox at once; ``kills`` are by helper and process."""

    number: int
    helpers: int = 1
    transmissions: int = 1
    verdict: str = "send"
    faults: tuple[tuple[str, str, int], ...] = ()
    kills: tuple[tuple[Kill, ...], ...] = ((),)
    server: str = "real"


def plan_of(number: int, seed: int = SEED) -> MailboxPlan:
    """Give the plan of run ``number``."""
    chance = random.Random(f"mailbox.{seed}.{number}")
    helpers = 2 if chance.random() < 0.3 else 1
    faults = tuple(
        (chance.choice(OPERATIONS), chance.choice(KINDS), chance.randrange(1, 4))
        for _ in range(chance.choice((0, 1, 1, 2, 3)))
    )
    kills = tuple(
        tuple(_kill(chance) for _ in range(chance.choice((0, 1, 1, 2)))) for _ in range(helpers)
    )
    return MailboxPlan(
        number,
        helpers,
        chance.choice((1, 1, 2)),
        "keep" if chance.random() < 0.1 else "send",
        faults,
        kills,
    )


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


class _Repeats(DraftsOut):
    """Wrong on purpose: sends again whatever got no answer, as a library does that retries."""

    def save(self, outgoing: Outgoing, operation: str) -> Saved:
        self._last = outgoing, operation
        return super().save(outgoing, operation)

    def send(self, id: str, key: str) -> None:
        try:
            super().send(id, key)
        except NotKnown:
            super().send(*super().save(*self._last))


class _Believes(DraftsOut):
    """Wrong on purpose: takes what got no answer for sent."""

    def send(self, id: str, key: str) -> None:
        with contextlib.suppress(NotKnown):
            super().send(id, key)


SERVERS: dict[str, type[DraftsOut]] = {
    "real": DraftsOut,
    "repeats": _Repeats,
    "believes": _Believes,
}


class _Run:
    def __init__(
        self,
        plan: MailboxPlan,
        folder: Path,
        url: str,
        ca_file: str,
        kill: Kill,
        parent: Connection,
    ) -> None:
        self._plan = plan
        self._kill = kill
        self._parent = parent
        self._told = 0
        device = device_of(folder)
        access = Access(url, USER, USER, auth="basic", ca_file=ca_file, marked=MARKED)
        mailbox = ExchangeServer(access, lambda: PASSWORD)
        self._hook = MailboxDrafts("compte", mailbox, device)
        self._way = SavedDraftWayOut(
            SERVERS[plan.server](mailbox),
            lambda id: mailbox.operation(device, id),
            pause=lambda seconds: None,
        )
        self._outbox = Outbox(
            folder,
            Store(folder, KEY),
            Mailbox(folder / "mailbox"),
            (_Account(self._hook),),
            on_step=self._on_step,
        )

    def _on_step(self, _step: Step) -> None:
        if self._told == self._kill.step:
            os.kill(os.getpid(), signal.SIGKILL)
        self._told += 1

    async def first(self) -> None:
        """Notice the draft; the person sends."""
        for _ in range(RETRIES):
            try:
                drafts = await asyncio.to_thread(self._hook.drafts)
                break
            except SceauError:
                continue
        for draft in drafts:
            try:
                held = await asyncio.to_thread(self._outbox.hold, draft)
            except SceauError:
                continue  # another was first, or the server could not be asked: taken up later
            await self._decided(held)

    async def _decided(self, held: Held) -> None:
        if self._plan.verdict == "keep":
            await asyncio.to_thread(self._outbox.keep, held)
            return
        self._outbox.confirm(held, verdict_on(held.raw))
        self._outbox.ready(held, mails(self._plan))
        try:
            await self._see_through(held, await self._outbox.dispatch(held, self._way))
        except SceauError:
            held.release()

    async def take_up(self) -> None:
        """A new process goes on with what the last one left."""
        for held in self._outbox.unfinished():
            try:
                await self._see_through(held, await self._outbox.take_up(held, self._way))
            except MissingInput:
                await asyncio.to_thread(self._outbox.keep, held)
            except SceauError:
                held.release()

    async def _see_through(self, held: Held, outcome: Outcome) -> None:
        for _ in range(RETRIES):
            if outcome.state is State.UNSURE:
                outcome = await self._outbox.resolve(held, self._ask(outcome), self._way)
            elif outcome.state is State.REFUSED:
                outcome = await self._outbox.dispatch(held, self._way)
            else:
                return

    def _ask(self, outcome: Outcome) -> Answer:
        """Ask the person, who looks at what the server has."""
        self._parent.send(mails(self._plan)[len(outcome.left_to)].message_id)
        return "it-left" if self._parent.recv() else "send-again"

    def waiting(self) -> int:
        """How many mails are not at their end."""
        return len(self._outbox.waiting())


class _Account:
    """The hook of the account, as the outbox needs it after a crash."""

    kind = KIND

    def __init__(self, hook: MailboxDrafts) -> None:
        self._hook = hook

    def reopen(self, place: str, content: bytes = b"") -> Source:
        import msgspec

        return self._hook.reopen(msgspec.json.decode(place, type=Place).draft, content)


def run(
    plan: MailboxPlan,
    folder: str,
    url: str,
    ca_file: str,
    kill: Kill,
    first: bool,
    parent: Connection,
) -> None:
    """Be that process; give at the end how many mails are still not at theirs."""
    if kill.after is not None:
        timer = threading.Timer(kill.after, os.kill, (os.getpid(), signal.SIGKILL))
        timer.daemon = True
        timer.start()
    one = _Run(plan, Path(folder), url, ca_file, kill, parent)
    asyncio.run(one.first() if first else one.take_up())
    parent.send(one.waiting())
