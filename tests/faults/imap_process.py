"""One helper of a run over IMAP: the real outbox and the real hook against real servers, until
nothing is left to be done, or it is killed."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import threading
import time
from multiprocessing.connection import Connection
from pathlib import Path

from faults.broken_hooks import ClaimsNothing, FilesAgain
from faults.clock import Clock
from faults.plan import Kill, Plan
from faults.process import PASSWORD, PATIENCE, RETRIES, USER, mails, meet, without
from sceau.errors import SceauError
from sceau.hooks.imap.connect import Server
from sceau.hooks.imap.hook import ImapDrafts
from sceau.outbox.held import Held
from sceau.outbox.mailbox import Mailbox
from sceau.outbox.outbox import Answer, Outbox
from sceau.outbox.outcome import Outcome
from sceau.outbox.sources import Source
from sceau.outbox.states import State
from sceau.outbox.store import Store
from sceau.outbox.ways_out.smtp import SmtpWayOut
from sceau.outbox.ways_out.way import Step
from sceau.settings.schema import AccountSettings
from support.held_mails import KEY, verdict_on
from support.one_account import OneAccount

HOOKS: dict[str, type[ImapDrafts]] = {
    "real": ImapDrafts,
    "claims-nothing": ClaimsNothing,
    "files-again": FilesAgain,
}
Ports = tuple[int, int]
"""Where SMTP and IMAP answer."""


class _Run:
    def __init__(
        self, plan: Plan, folder: Path, ports: Ports, kill: Kill, parent: Connection, helper: str
    ) -> None:
        self._plan = plan
        self._kill = kill
        self._parent = parent
        self.told = 0
        smtp, imap = ports
        server = Server(
            "127.0.0.1", imap, "none", f"run{plan.number}", lambda: PASSWORD, "", PATIENCE
        )
        self._drafts = HOOKS[plan.outbox]("run", server, helper)
        account = AccountSettings(
            kind="smtp", host="127.0.0.1", port=smtp, security="none", user=USER, timeout=PATIENCE
        )
        self._way = SmtpWayOut(account, PASSWORD, sent=self._drafts.sent, final_timeout=PATIENCE)
        self.outbox = Outbox(
            folder,
            Store(folder, KEY, clock=time.time),
            Mailbox(folder / "mailbox"),
            (OneAccount(self._drafts),),
            on_step=self._on_step,
            without=without,
        )

    def _on_step(self, _step: Step) -> None:
        if self.told == self._kill.step:
            os.kill(os.getpid(), signal.SIGKILL)
        self.told += 1

    async def to_the_end(self) -> None:
        """Finish what is unfinished and send what is marked, until there is nothing of either."""
        for _ in range(4 * RETRIES):
            unfinished = self.outbox.unfinished()
            for held in unfinished:
                try:
                    await self._see_through(held, await self.outbox.take_up(held, self._way))
                except SceauError:
                    continue
                finally:
                    held.release()
            try:
                marked = await asyncio.to_thread(self._drafts.drafts)
            except SceauError:
                continue
            if not marked and not self.outbox.waiting():
                return
            for one in marked:
                await self._send(one)
            await asyncio.sleep(random.uniform(0, 0.05))

    async def _send(self, source: Source) -> None:
        """As the way of a mail does it: whatever goes wrong before it left gives it back."""
        try:
            held = await asyncio.to_thread(self.outbox.hold, source)
        except SceauError:
            return
        try:
            if self._plan.verdict == "keep":
                await asyncio.to_thread(self.outbox.keep, held)
                return
            self.outbox.confirm(held, verdict_on(held.raw))
            self.outbox.ready(held, mails(self._plan))
            await self._see_through(held, await self.outbox.dispatch(held, self._way))
        except SceauError:
            try:
                await asyncio.to_thread(self.outbox.keep, held)
            except SceauError:
                return
        finally:
            held.release()

    async def _see_through(self, held: Held, outcome: Outcome) -> None:
        for _ in range(RETRIES):
            if outcome.state is State.UNSURE:
                outcome = await self.outbox.resolve(held, self._ask(outcome), self._way)
            elif outcome.state is State.REFUSED:
                if self._plan.refused == "keep":
                    outcome = await asyncio.to_thread(self.outbox.keep, held)
                else:
                    outcome = await self.outbox.dispatch(held, self._way)
            else:
                return

    def _ask(self, outcome: Outcome) -> Answer:
        self._parent.send(mails(self._plan)[len(outcome.left_to)].message_id)
        if self._parent.recv():
            return "it-left"
        return "keep" if self._plan.refused == "keep" else "send-again"


def run_imap(
    plan: Plan,
    folder: str,
    ports: Ports,
    kill: Kill,
    helper: str,
    helpers: int,
    clock: Clock,
    parent: Connection,
) -> None:
    """Be that process; see :func:`faults.process.run`. Of several ``helpers`` none begins before
    all are there."""
    if kill.after is not None:
        timer = threading.Timer(kill.after, os.kill, (os.getpid(), signal.SIGKILL))
        timer.daemon = True
        timer.start()
    clock.set()
    one = _Run(plan, Path(folder), ports, kill, parent, helper)
    meet(Path(folder), helpers)
    asyncio.run(one.to_the_end())
    parent.send(one.told)
