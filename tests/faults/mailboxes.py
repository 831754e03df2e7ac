"""``python -m faults.mailboxes [RUNS] [SEED]``: the same on Exchange mailboxes of the strict
server: answers lost and cut at any request, processes killed anywhere, two helpers at once."""

from __future__ import annotations

import contextlib
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

import trustme

from faults.mailbox_process import MARKED, PASSWORD, USER, MailboxPlan, mails, plan_of, run
from faults.plan import SEED, Kill
from faults.runs import fork_server
from faults.tally import Tally
from sceau.hooks.mailboxes.mailbox import WORK_FOLDER
from sceau.mail.sameness import says_the_same
from support.held_mails import DRAFT
from support.strict_exchange.mailbox import Box
from support.strict_exchange.mime import MESSAGE_ID, from_mime, mime
from support.strict_exchange.server import StrictExchange

_AT_ONCE = 3
_PROCESSES = 14
_LONGEST = 120  # seconds for one process


class MailboxRunner:
    """Runs plans, each on a server of its own."""

    def __init__(self) -> None:
        self._context = fork_server("faults.mailbox_process")
        self._children = threading.Lock()
        self._authority = trustme.CA()

    def run_all(
        self, plans: Iterable[MailboxPlan], shown: Callable[[Tally], None] = lambda _: None
    ) -> Tally:
        """Run every plan and give the sum; ``shown`` is told it as it grows."""
        total = Tally()
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            for one in pool.map(self.run, plans):
                total.add(one)
                shown(total)
        return total

    def run(self, plan: MailboxPlan) -> Tally:
        """Run one plan to its end and count what came of it."""
        exchange = StrictExchange(USER, users={USER: PASSWORD}, authority=self._authority)
        try:
            with tempfile.TemporaryDirectory(prefix="sceau-faults-") as folder:
                return self._run(plan, exchange, Path(folder))
        finally:
            exchange.close()

    def _run(self, plan: MailboxPlan, exchange: StrictExchange, folder: Path) -> Tally:
        box = exchange.box
        place = box.create_folder(box.role("msgfolderroot").id, MARKED)
        fields = from_mime(DRAFT)
        box.create(place.id, **fields)
        for operation, kind, nth in plan.faults:
            exchange.faults.plan(operation, kind, nth=nth, seconds=0)  # type: ignore[arg-type]
        seen = Tally()
        helpers = [folder / f"helper-{number}" for number in range(plan.helpers)]
        threads = [
            threading.Thread(target=self._helper, args=(plan, exchange, one, number, seen))
            for number, one in enumerate(helpers)
        ]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
        tally = count(plan, box)
        tally.asked, tally.killed = seen.asked, seen.killed
        tally.struck = len(plan.faults) - len(exchange.faults.planned)
        tally.lost += seen.lost
        tally.wrong += seen.wrong
        return tally

    def _helper(
        self, plan: MailboxPlan, exchange: StrictExchange, folder: Path, number: int, seen: Tally
    ) -> None:
        """Run one helper's processes until nothing of it is unfinished."""
        kills = plan.kills[number]
        for process in range(_PROCESSES):
            if process == len(kills) + 4:
                exchange.faults.planned.clear()
            kill = kills[process] if process < len(kills) else Kill()
            waiting = self._process(plan, exchange, folder, kill, process == 0, seen)
            if waiting == 0 and process >= len(kills):
                return
        seen.lost += 1
        seen.wrong.append(f"helper {number} never ends in {plan}")

    def _process(
        self,
        plan: MailboxPlan,
        exchange: StrictExchange,
        folder: Path,
        kill: Kill,
        first: bool,
        seen: Tally,
    ) -> int | None:
        folder.mkdir(exist_ok=True)
        ours, theirs = self._context.Pipe()
        values = (plan, str(folder), exchange.url, exchange.ca_file, kill, first, theirs)
        process = self._context.Process(target=run, args=values, daemon=True)
        with self._children:
            process.start()
        theirs.close()
        waiting = self._hear(ours, exchange.box, seen, plan)
        wait([process.sentinel], _LONGEST)
        with self._children:
            process.join(0)
            code = process.exitcode
        killed = kill != Kill() and code == -9
        assert killed or code == 0, f"a process ended with {code} in {plan}"
        seen.killed += killed
        return None if killed else waiting

    def _hear(self, ours: Connection, box: Box, seen: Tally, plan: MailboxPlan) -> int | None:
        with contextlib.closing(ours):
            try:
                while True:
                    assert ours.poll(_LONGEST), f"a process stands still in {plan}"
                    told: Any = ours.recv()
                    if isinstance(told, int):
                        return told
                    seen.asked += 1
                    ours.send(any(one.item.property(MESSAGE_ID) == told for one in box.sent))
            except (EOFError, ConnectionResetError, BrokenPipeError):
                return None


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


def main(arguments: list[str]) -> int:
    """Run, and give the exit code; the last line is the count."""
    runs = int(arguments[0]) if arguments else 300
    seed = int(arguments[1]) if len(arguments) > 1 else SEED
    began = time.monotonic()

    def shown(tally: Tally) -> None:
        if tally.runs % 100 == 0:
            print(f"{tally.line}, {time.monotonic() - began:.0f} s", file=sys.stderr)

    total = MailboxRunner().run_all([plan_of(number, seed) for number in range(runs)], shown)
    for wrong in total.wrong:
        print(wrong)
    print(
        f"Exchange: seed {seed}, {total.killed} kills, {total.struck} faults, {total.asked} "
        f"questions, ends: {dict(total.ends)}, {time.monotonic() - began:.0f} s"
    )
    print(total.line)
    return 0 if total.clean and total.runs == runs else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
