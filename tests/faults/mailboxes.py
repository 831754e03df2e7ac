"""Runs on mailboxes of the strict stand-ins for Exchange and Graph: requests cut, delayed and
repeated on their way, answers lost, processes killed anywhere, clocks that are wrong, two helpers
at once."""

from __future__ import annotations

import asyncio
import contextlib
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

import trustme

from faults.mailbox_plan import MailboxPlan, mails
from faults.mailbox_process import MARKED, PASSWORD, USER, Where, run
from faults.plan import Kill
from faults.runs import fork_server
from faults.tally import Tally
from sceau.hooks.mailboxes.mailbox import WORK_FOLDER
from sceau.mail.sameness import says_the_same
from support.held_mails import DRAFT
from support.http_faults import HttpProxy
from support.smtp_server import running_loop
from support.strict_exchange.mailbox import Box
from support.strict_exchange.mime import MESSAGE_ID, from_mime, mime
from support.strict_exchange.server import StrictExchange
from support.strict_graph.server import StrictGraph

_AT_ONCE = 3
_PROCESSES = 14
_LONGEST = 120  # seconds for one process


@dataclass
class _Place:
    """Where one run takes place."""

    server: StrictExchange | StrictGraph
    proxy: HttpProxy
    where: Where
    folder: Path
    marked: str

    def helper(self, number: int) -> Path:
        """Give the folder of a helper."""
        made = self.folder / f"helper-{number}"
        made.mkdir(exist_ok=True)
        return made

    def mark_again(self) -> None:
        """Be the person, who marks again what was given back."""
        box = self.server.box
        for one in box.within(box.role("drafts").id):
            box.move(one.id, self.marked)


class MailboxRunner:
    """Runs plans, each on a server of its own; made by :func:`mailbox_runner`."""

    def __init__(self, loop: asyncio.AbstractEventLoop, ca_file: Path) -> None:
        self._loop = loop
        self._context = fork_server("faults.mailbox_process")
        self._children = threading.Lock()
        self._authority = trustme.CA()
        self._authority.cert_pem.write_to_path(str(ca_file))
        self._ca_file = str(ca_file)

    def run_all(self, plans: Iterable[MailboxPlan]) -> Tally:
        """Run every plan and give the sum."""
        total = Tally()
        self.each(self.run, plans, total.add)
        return total

    def race_all(self, plans: Iterable[MailboxPlan]) -> Tally:
        """Run every race and give the sum; see :meth:`race`."""
        total = Tally()
        self.each(self.race, plans, total.add)
        return total

    def each(
        self,
        run: Callable[[MailboxPlan], Tally],
        plans: Iterable[MailboxPlan],
        heard: Callable[[Tally], None],
    ) -> None:
        """Run several at a time; ``heard`` is told each one's count, in their order."""
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            for one in pool.map(run, plans):
                heard(one)

    def run(self, plan: MailboxPlan) -> Tally:
        """Run one plan to its end and count what came of it."""
        seen = Tally()
        with self._place(plan) as place:
            self._together(plan, lambda number: self._helper(plan, place, number, seen))
            return self._counted(plan, place, seen)

    def race(self, plan: MailboxPlan) -> Tally:
        """Let two helpers see to one mailbox at once; the person marks again what comes back,
        until it is sent."""
        seen = Tally()
        with self._place(plan) as place:
            for process in range(_PROCESSES):
                kills = [one[process] if process < len(one) else Kill() for one in plan.kills]
                kills = kills if len(kills) == plan.helpers else [Kill()] * plan.helpers
                ended: dict[int, int | None] = {}

                def one(
                    number: int, kills: list[Kill] = kills, ended: dict[int, int | None] = ended
                ) -> None:
                    ended[number] = self._process(plan, place, kills[number], number, seen)

                self._together(plan, one)
                if any(ended[number] != 0 for number in range(plan.helpers)):
                    continue
                if place.server.box.sent:
                    break
                place.mark_again()
            return self._counted(plan, place, seen)

    def _together(self, plan: MailboxPlan, do: Callable[[int], None]) -> None:
        with ThreadPoolExecutor(plan.helpers) as pool:
            for _ in pool.map(do, range(plan.helpers)):
                pass

    @contextlib.contextmanager
    def _place(self, plan: MailboxPlan) -> Iterator[_Place]:
        server: StrictExchange | StrictGraph
        if plan.kind == "graph":
            server = StrictGraph(USER, self._authority)
        else:
            server = StrictExchange(USER, users={USER: PASSWORD}, authority=self._authority)
        proxy = HttpProxy(server.port, plan.wire, self._authority)
        self._wait_for(proxy.start())
        try:
            if isinstance(server, StrictGraph):
                server.front = proxy.port
                where = Where(server.base, self._ca_file, server.token())
            else:
                url = server.url.replace(f":{server.port}/", f":{proxy.port}/")
                where = Where(url, self._ca_file)
            box = server.box
            marked = box.create_folder(box.role("msgfolderroot").id, MARKED).id
            box.create(marked, **from_mime(DRAFT))
            for operation, kind, nth in plan.faults:
                server.faults.plan(operation, kind, nth=nth, seconds=0)  # type: ignore[arg-type]
            with tempfile.TemporaryDirectory(prefix="sceau-faults-") as folder:
                yield _Place(server, proxy, where, Path(folder), marked)
        finally:
            self._wait_for(proxy.close())
            server.close()

    def _counted(self, plan: MailboxPlan, place: _Place, seen: Tally) -> Tally:
        self._wait_for(place.proxy.settle())
        tally = count(plan, place.server.box)
        tally.asked, tally.killed = seen.asked, seen.killed
        tally.struck = len(plan.faults) - len(place.server.faults.planned)
        tally.struck += int(place.proxy.struck)
        tally.lost += seen.lost
        tally.wrong += seen.wrong
        return tally

    def _helper(self, plan: MailboxPlan, place: _Place, number: int, seen: Tally) -> None:
        """Run one helper's processes until nothing of it is unfinished."""
        kills = plan.kills[number]
        for process in range(_PROCESSES):
            if process == len(kills) + 4:
                place.server.faults.planned.clear()
            kill = kills[process] if process < len(kills) else Kill()
            waiting = self._process(plan, place, kill, number, seen)
            if waiting == 0 and process >= len(kills):
                return
        seen.lost += 1
        seen.wrong.append(f"helper {number} never ends in {plan}")

    def _process(
        self, plan: MailboxPlan, place: _Place, kill: Kill, number: int, seen: Tally
    ) -> int | None:
        ours, theirs = self._context.Pipe()
        values = (plan, str(place.helper(number)), place.where, kill, number, theirs)
        process = self._context.Process(target=run, args=values, daemon=True)
        with self._children:
            process.start()
        theirs.close()
        waiting = self._hear(ours, place, seen, plan)
        wait([process.sentinel], _LONGEST)
        with self._children:
            process.join(0)
            code = process.exitcode
        killed = kill != Kill() and code == -9
        assert killed or code == 0, f"a process ended with {code} in {plan}"
        seen.killed += killed
        return None if killed else waiting

    def _hear(self, ours: Connection, place: _Place, seen: Tally, plan: MailboxPlan) -> int | None:
        with contextlib.closing(ours):
            try:
                while True:
                    assert ours.poll(_LONGEST), f"a process stands still in {plan}"
                    told: Any = ours.recv()
                    if isinstance(told, int):
                        return told
                    seen.asked += 1
                    sent = place.server.box.sent
                    ours.send(any(one.item.property(MESSAGE_ID) == told for one in sent))
            except (EOFError, ConnectionResetError, BrokenPipeError):
                return None

    def _wait_for(self, what: Any) -> None:
        asyncio.run_coroutine_threadsafe(what, self._loop).result(60)


@contextlib.contextmanager
def mailbox_runner() -> Iterator[MailboxRunner]:
    """Give a runner, its proxies running until the block ends."""
    with running_loop() as loop, tempfile.TemporaryDirectory(prefix="sceau-faults-") as folder:
        yield MailboxRunner(loop, Path(folder) / "authority.pem")


def count(plan: MailboxPlan, box: Box) -> Tally:
    """Count one run that is over by what the server has."""
    tally = Tally(runs=1)
    wanted = {one.message_id: one for one in mails(plan)}
    arrived = Counter(one.item.property(MESSAGE_ID) for one in box.sent)
    for one in box.sent:
        final = wanted.get(one.item.property(MESSAGE_ID) or "")
        same = final is not None and says_the_same(final.content, mime(one.item))
        if not same or plan.verdict != "send":
            tally.unconfirmed += 1
    tally.twice += sum(times - 1 for times in arrived.values())
    names = {one.id: one.name for one in box.folders.values()}
    there = [one for one in box.items.values() if names[one.folder] in (MARKED, "Drafts")]
    stuck = [one for one in box.items.values() if names[one.folder] == WORK_FOLDER]
    back = [one for one in there if says_the_same(DRAFT, mime(one))]
    if box.sent:
        # it left: for all, and no draft stays that would be sent again
        tally.lost += sum(not arrived[one] for one in wanted)
        tally.twice += len(there)
        tally.ends["sent"] += 1
    else:
        tally.lost += len(back) == 0
        tally.twice += max(0, len(there) - 1)
        tally.ends["kept" if plan.verdict == "keep" else "given back"] += 1
    tally.lost += len(stuck)
    if not tally.clean:
        tally.wrong.append(f"{tally.line} in {plan} arrived {dict(arrived)}, stuck {len(stuck)}")
    return tally
