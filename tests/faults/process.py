"""One process of a run: the real outbox against a real server, until it ends or is killed."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
import time
from multiprocessing.connection import Connection
from pathlib import Path

from faults.broken import OUTBOXES
from faults.plan import Kill, Plan
from sceau.hooks.embedded import EmbeddedDrafts
from sceau.mail.submission import Outgoing
from sceau.outbox.held import Held
from sceau.outbox.mailbox import Folder, Mailbox
from sceau.outbox.outbox import Answer, Outbox
from sceau.outbox.outcome import Outcome
from sceau.outbox.sources import Source, SourceFile
from sceau.outbox.states import State
from sceau.outbox.store import Store
from sceau.outbox.ways_out.smtp import SmtpWayOut
from sceau.outbox.ways_out.way import Step
from sceau.settings.schema import AccountSettings
from support.held_mails import DRAFT, KEY, outgoing, verdict_on

USER, PASSWORD = "camille", "plus-long-que-huit"
PATIENCE = 0.5  # seconds, for every answer of the server
RETRIES = 6


def mails(plan: Plan) -> list[Outgoing]:
    """Give the transmissions of a run; their Message-IDs name it."""
    found = []
    for number in range(plan.transmissions):
        name = f"<run-{plan.number}.{number}@cabinet-exemple.fr>"
        content = DRAFT.replace(b"<draft.1@cabinet-exemple.fr>", name.encode())
        found.append(outgoing(number, content=content, message_id=name))
    return found


def draft_of(plan: Plan) -> bytes:
    """Give the bytes a run begins with."""
    return DRAFT.replace(b"draft.1@", f"draft-{plan.number}@".encode())


def without(raw: bytes, addresses: tuple[str, ...]) -> bytes:
    """Mark a draft as no longer for those who got the mail."""
    return b"X-Without: " + ",".join(addresses).encode() + b"\r\n" + raw


class _Run:
    def __init__(self, plan: Plan, folder: Path, port: int, kill: Kill, parent: Connection) -> None:
        self._plan = plan
        self._folder = folder
        self._kill = kill
        self._parent = parent
        self._told = 0
        account = AccountSettings(
            kind="smtp",
            host="127.0.0.1",
            port=port,
            security="none",
            user=USER,
            timeout=PATIENCE,
        )
        self._way = SmtpWayOut(account, PASSWORD, final_timeout=PATIENCE)
        self._mailbox = Mailbox(folder / "mailbox")
        self.outbox: Outbox = OUTBOXES[plan.outbox](
            folder,
            Store(folder, KEY, clock=time.time),
            self._mailbox,
            (EmbeddedDrafts(self._mailbox),),
            on_step=self._on_step,
            without=without,
        )

    @property
    def told(self) -> int:
        """How many steps were passed."""
        return self._told

    def _on_step(self, _step: Step) -> None:
        if self._told == self._kill.step:
            os.kill(os.getpid(), signal.SIGKILL)
        self._told += 1

    async def first(self) -> None:
        """The person sends."""
        held = self.outbox.hold(self._source())
        if self._plan.verdict == "keep":
            self.outbox.keep(held)
            return
        self.outbox.confirm(held, verdict_on(held.raw))
        self.outbox.ready(held, mails(self._plan))
        await self._see_through(held, await self.outbox.dispatch(held, self._way))

    async def take_up(self) -> None:
        """A new process goes on with what the last one left."""
        for held in self.outbox.unfinished():
            await self._see_through(held, await self.outbox.take_up(held, self._way))

    async def _see_through(self, held: Held, outcome: Outcome) -> None:
        """Do as the person says until it is at its end."""
        for _ in range(RETRIES):
            if outcome.state is State.UNSURE:
                outcome = await self.outbox.resolve(held, self._ask(outcome), self._way)
            elif outcome.state is State.REFUSED:
                if self._plan.refused == "keep":
                    outcome = self.outbox.keep(held)
                else:
                    outcome = await self.outbox.dispatch(held, self._way)
            else:
                return

    def _ask(self, outcome: Outcome) -> Answer:
        """Ask the person, who looks at what the server has: whether the first of those it is not
        known of arrived."""
        number = len(outcome.left_to)
        self._parent.send(mails(self._plan)[number].message_id)
        if self._parent.recv():
            return "it-left"
        return "keep" if self._plan.refused == "keep" else "send-again"

    def _source(self) -> Source:
        if self._plan.source == "file":
            return SourceFile(self._folder / "mail.eml")
        (key,) = self._mailbox.keys(Folder.DRAFTS)
        return EmbeddedDrafts(self._mailbox).reopen(key)


def run(plan: Plan, folder: str, port: int, kill: Kill, first: bool, parent: Connection) -> None:
    """Be that process. Gives its parent the Message-IDs it asks about, and at its end the number
    of steps it passed."""
    if kill.after is not None:
        timer = threading.Timer(kill.after, os.kill, (os.getpid(), signal.SIGKILL))
        timer.daemon = True
        timer.start()
    plan.clock.set()
    one = _Run(plan, Path(folder), port, kill, parent)
    asyncio.run(one.first() if first else one.take_up())
    parent.send(one.told)


def meet(folder: Path, helpers: int) -> None:
    """Wait a moment for the other helpers, each of which has a folder beside this one."""
    (folder / "is-there").touch()
    until = time.monotonic() + 2
    while len(list(folder.parent.glob("*/is-there"))) < helpers and time.monotonic() < until:
        time.sleep(0.001)
