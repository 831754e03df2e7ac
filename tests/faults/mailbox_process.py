"""One process of a run on a mailbox of Exchange or Graph: the real outbox, hook and way out, until
it ends or is killed."""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import signal
import ssl
import threading
import time
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

import httpx

from faults.mailbox_plan import MailboxPlan, mails
from faults.plan import Kill
from faults.process import meet
from sceau.errors import NotAllowed, SceauError
from sceau.hooks.accounts import device_of
from sceau.hooks.exchange import server as exchange
from sceau.hooks.exchange.access import Access
from sceau.hooks.exchange.server import ExchangeServer
from sceau.hooks.graph import requests as graph
from sceau.hooks.graph.requests import Requests
from sceau.hooks.graph.server import GraphServer
from sceau.hooks.mailboxes import mailbox as mailboxes
from sceau.hooks.mailboxes.drafts_out import DraftsOut
from sceau.hooks.mailboxes.hook import MailboxDrafts
from sceau.mail.submission import Outgoing
from sceau.outbox.held import Held
from sceau.outbox.mailbox import Mailbox
from sceau.outbox.outbox import Answer, Outbox
from sceau.outbox.outcome import Outcome
from sceau.outbox.states import State
from sceau.outbox.store import Store
from sceau.outbox.ways_out.saved_draft import NotKnown, Saved, SavedDraftWayOut
from sceau.outbox.ways_out.way import Step
from support.held_mails import KEY, verdict_on
from support.one_account import OneAccount

USER, PASSWORD, MARKED = "camille.roy@cabinet-exemple.fr", "plus-long-que-huit", "À vérifier"
PATIENCE = 3.0  # seconds, for every answer of the server
RETRIES = 12


class Where(NamedTuple):
    """Where the mailbox is; ``token`` lets in where a password does not."""

    url: str
    ca_file: str
    token: str = ""

    def mailbox(self) -> mailboxes.Mailbox:
        """Give it, with less patience than people have."""
        exchange._TIMEOUT = int(PATIENCE)
        graph._TIMEOUT = httpx.Timeout(PATIENCE)
        if self.token:
            context = ssl.create_default_context(cafile=self.ca_file)
            return GraphServer(Requests(self.url, lambda: self.token, context), "", MARKED)
        access = Access(self.url, USER, USER, auth="basic", ca_file=self.ca_file, marked=MARKED)
        return ExchangeServer(access, lambda: PASSWORD)


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
        self, plan: MailboxPlan, folder: Path, where: Where, kill: Kill, parent: Connection
    ) -> None:
        self._plan = plan
        self._kill = kill
        self._parent = parent
        self._told = 0
        device = device_of(folder)
        mailbox = where.mailbox()
        self._hook = MailboxDrafts("compte", mailbox, device, now=time.time)
        self._way = SavedDraftWayOut(
            SERVERS[plan.server](mailbox),
            lambda id: mailbox.operation(device, id),
            pause=lambda seconds: None,
        )
        self._outbox = Outbox(
            folder,
            Store(folder, KEY, clock=time.time),
            Mailbox(folder / "mailbox"),
            (OneAccount(self._hook),),
            on_step=self._on_step,
        )

    def _on_step(self, _step: Step) -> None:
        if self._told == self._kill.step:
            os.kill(os.getpid(), signal.SIGKILL)
        self._told += 1

    async def to_the_end(self) -> None:
        """Finish what is unfinished and send what is marked, until there is nothing of either: the
        person sends."""
        for _ in range(RETRIES):
            await self._take_up()
            try:
                drafts = await asyncio.to_thread(self._hook.drafts)
            except SceauError:
                continue
            if not drafts and not self.waiting():
                return
            for draft in drafts:
                try:
                    held = await asyncio.to_thread(self._outbox.hold, draft)
                except SceauError:
                    continue  # another was first, or the server could not be asked
                await self._decided(held)
            await asyncio.sleep(random.uniform(0, 0.05))

    async def _decided(self, held: Held) -> None:
        try:
            if self._plan.verdict == "keep":
                await asyncio.to_thread(self._outbox.keep, held)
                return
            self._outbox.confirm(held, verdict_on(held.raw))
            self._outbox.ready(held, mails(self._plan))
            await self._see_through(held, await self._outbox.dispatch(held, self._way))
        except NotAllowed:
            await asyncio.to_thread(self._outbox.keep, held)  # it is no longer what was shown
        except SceauError:
            pass
        finally:
            held.release()

    async def _take_up(self) -> None:
        """A new process goes on with what the last one left."""
        for held in self._outbox.unfinished():
            try:
                await self._see_through(held, await self._outbox.take_up(held, self._way))
            except SceauError:
                pass
            finally:
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


def run(
    plan: MailboxPlan, folder: str, where: Where, kill: Kill, number: int, parent: Connection
) -> None:
    """Be that process, of the ``number``-th helper; of several none begins before all are there.
    Gives at the end how many mails are still not at theirs."""
    if kill.after is not None:
        timer = threading.Timer(kill.after, os.kill, (os.getpid(), signal.SIGKILL))
        timer.daemon = True
        timer.start()
    plan.clocks[number].set()
    one = _Run(plan, Path(folder), where, kill, parent)
    meet(Path(folder), plan.helpers)
    asyncio.run(one.to_the_end())
    parent.send(one.waiting())
