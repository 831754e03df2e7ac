"""Runs over IMAP: drafts on a real Dovecot, claimed, sent, filed and removed while things break."""

from __future__ import annotations

import contextlib
import random
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from faults.clock import RIGHT, Clock, random_clock
from faults.imap_process import Ports, run_imap
from faults.plan import SEED, Kill, Plan
from faults.process import PASSWORD, draft_of, mails, without
from faults.runs import Runner
from faults.tally import Tally, message_id
from sceau.outbox.states import State
from sceau.outbox.store import Store
from support.dovecot import Dovecot, dovecot
from support.faults import NO_FAULT, Proxy, random_fault
from support.held_mails import KEY
from support.imap_client import MARKS, Client
from support.imap_faults import NO_IMAP_FAULT, ImapFault, ImapProxy, random_imap_fault

ANYONE = """
disable_plaintext_auth = no
ssl = yes
mail_max_userip_connections = 100
passdb {{
  driver = static
  args = password={password}
}}
service imap-login {{
  inet_listener imap {{
    port = {port}
  }}
}}
"""
"""Whoever says the password gets in, and in clear: the proxy must see the commands."""
_PROCESSES = 12
_LONGEST = 90  # seconds for one process


@dataclass(frozen=True)
class ImapPlan:
    """One run over IMAP: the mail and the person as in a :class:`Plan`, what goes wrong on the way
    to the mailbox, and the clock of each helper."""

    plan: Plan
    imap: ImapFault = NO_IMAP_FAULT
    clocks: tuple[Clock, Clock] = (RIGHT, RIGHT)


def imap_plan_of(number: int, steps: int, commands: int, seed: int = SEED) -> ImapPlan:
    """Give the plan of run ``number``, for a way of so many steps and IMAP commands."""
    chance = random.Random(f"imap.{seed}.{number}")
    what = chance.choice(("kill", "kill", "imap", "imap", "imap", "smtp", "both"))
    kills: list[Kill] = []
    if what in ("kill", "both"):
        kills.append(_kill(chance, steps))
        while chance.random() < 0.3 and len(kills) < 3:
            kills.append(_kill(chance, max(4, steps // 2)))
    imap = random_imap_fault(chance, commands) if what in ("imap", "both") else NO_IMAP_FAULT
    plan = Plan(
        1_000_000 + number,
        verdict="keep" if chance.random() < 0.08 else "send",
        refused="keep" if chance.random() < 0.25 else "again",
        fault=random_fault(chance, 1) if what == "smtp" else NO_FAULT,
        kills=tuple(kills),
    )
    return ImapPlan(plan, imap, (random_clock(chance), RIGHT))


def race_of(number: int, kills: int = 0, seed: int = SEED) -> tuple[ImapPlan, list[Kill]]:
    """Give the plan of a race of two helpers, and when each of ``kills`` processes is killed."""
    chance = random.Random(f"race.{seed}.{number}")
    times = [Kill(after=chance.uniform(0.01, 0.25)) for _ in range(kills)]
    clocks = (random_clock(chance), random_clock(chance))
    return ImapPlan(Plan(2_000_000 + number), clocks=clocks), times


def _kill(chance: random.Random, steps: int) -> Kill:
    if chance.random() < 0.3:
        return Kill(after=chance.uniform(0.001, 0.25))
    return Kill(step=chance.randrange(steps))


@dataclass
class _Place:
    """Where one run takes place."""

    folder: Path
    smtp: Proxy
    imap: ImapProxy
    client: Client
    helpers: list[str] = field(default_factory=list)

    @property
    def ports(self) -> Ports:
        return self.smtp.port, self.imap.port


class ImapRunner:
    """Runs plans over IMAP, with the SMTP server of ``runner``."""

    def __init__(self, runner: Runner, server: Dovecot, port: int, folder: Path) -> None:
        self._runner = runner
        self._server = server
        self._port = port
        self._folder = folder

    def run_all(
        self, plans: Iterable[ImapPlan], shown: Callable[[Tally], None] = lambda _: None
    ) -> Tally:
        """Run every plan and give the sum."""
        total = Tally()

        def add(one: Tally) -> None:
            total.add(one)
            shown(total)

        self._runner.each(self.run, plans, add)
        return total

    def measure(self) -> tuple[int, int]:
        """Give the steps and the IMAP commands of a whole way."""
        plan = ImapPlan(Plan(999_999))
        with self._place(plan) as place:
            steps = self._process(plan, place, Kill(), "one", Tally())
            assert steps is not None
            return steps, place.imap.commands

    def run(self, plan: ImapPlan) -> Tally:
        """Run one plan to its end and count what came of it."""
        seen = Tally()
        kills = plan.plan.kills
        with self._place(plan) as place:
            for number in range(_PROCESSES):
                kill = kills[number] if number < len(kills) else Kill()
                ended = self._process(plan, place, kill, "one", seen)
                if ended is not None and number >= len(kills):
                    break
            return self._counted(plan, place, ["one"], seen)

    def race(self, plan: ImapPlan, kills: Sequence[Kill]) -> Tally:
        """Let two helpers, each with an outbox of its own, see to one mailbox at once; the person
        marks again what comes back, until it is sent."""
        seen = Tally()
        helpers = ["one", "two"]
        with self._place(plan) as place:
            todo = [*kills]
            for _ in range(_PROCESSES):
                now = [todo.pop(0) if todo else Kill() for _ in helpers]
                with ThreadPoolExecutor(2) as pool:
                    wanted = zip(now, helpers, strict=True)
                    ended = list(
                        pool.map(lambda one: self._process(plan, place, *one, seen, 2), wanted)
                    )
                if None in ended:
                    continue
                if not place.client.messages("Drafts"):
                    break
                place.client.move_all("Drafts", MARKS)
            return self._counted(plan, place, helpers, seen)

    @contextlib.contextmanager
    def _place(self, plan: ImapPlan) -> Iterator[_Place]:
        smtp = Proxy(self._runner.smtp_port, plan.plan.fault)
        imap = ImapProxy(self._port, plan.imap)
        client = Client(self._server, f"run{plan.plan.number}", PASSWORD)
        client.make(MARKS)
        client.append(MARKS, draft_of(plan.plan))
        for one in (smtp, imap):
            self._runner.wait_for(one.start())
        with tempfile.TemporaryDirectory(dir=self._folder) as name:
            try:
                yield _Place(Path(name), smtp, imap, client)
            finally:
                for one in (smtp, imap):
                    self._runner.wait_for(one.close())

    def _process(
        self, plan: ImapPlan, place: _Place, kill: Kill, helper: str, tally: Tally, helpers: int = 1
    ) -> int | None:
        folder = place.folder / helper
        folder.mkdir(exist_ok=True)
        clock = plan.clocks[helper == "two"]
        words = (plan.plan, str(folder), place.ports, kill, helper, helpers, clock)
        return self._runner.process(run_imap, words, kill, place.smtp, tally, _LONGEST)

    def _counted(self, plan: ImapPlan, place: _Place, helpers: list[str], seen: Tally) -> Tally:
        for one in (place.smtp, place.imap):
            self._runner.wait_for(one.settle())
        accepted = self._runner.accepted_of(plan.plan)
        tally = count_imap(plan, place.folder, place.client, helpers, accepted)
        tally.asked, tally.killed = seen.asked, seen.killed
        tally.struck = int(place.smtp.struck) + int(place.imap.struck)
        return tally


def count_imap(
    plan: ImapPlan, folder: Path, client: Client, helpers: list[str], accepted: Sequence[Any]
) -> Tally:
    """Count one run that is over: what is nowhere is lost; what arrived or was filed more than
    once, or still lies where it could be sent again, is twice."""
    tally = Tally(runs=1)
    confirmed, unended, states = _recorded(folder, helpers)
    (final,) = mails(plan.plan)
    arrived = len(accepted)
    for one in accepted:
        same = (one.content, one.sender, one.recipients) == (
            final.content,
            final.sender,
            final.recipients,
        )
        if not (confirmed and plan.plan.verdict == "send" and same):
            tally.unconfirmed += 1
    tally.twice += max(0, arrived - 1)
    drafts = [found for box in (MARKS, "Drafts") for found in client.messages(box)]
    filed = Counter(message_id(one) for one, _ in client.messages("Sent"))
    sent = State.REMOVED in states
    tally.ends["sent" if sent else "kept"] += 1
    claimed = [flags for _, flags in drafts if "$sceau-" in flags]
    tally.lost += bool(unended or claimed)
    if sent:
        tally.lost += arrived == 0
        tally.lost += filed[final.message_id] == 0
        tally.twice += filed[final.message_id] > 1
        tally.twice += len(drafts)
    else:
        back = [one.replace(b"\r\n", b"\n") for one, _ in drafts]
        got = final.recipients if arrived else ()
        wanted = without(draft_of(plan.plan), got) if got else draft_of(plan.plan)
        tally.lost += not back
        tally.twice += max(0, len(back) - 1)
        tally.lost += bool(back) and wanted.replace(b"\r\n", b"\n") not in back
        tally.twice += arrived
    if not tally.clean:
        tally.wrong.append(
            f"{tally.line} in {plan}: arrived {arrived}, filed {dict(filed)}, states {states}, "
            f"unended {unended}, drafts {[flags for _, flags in drafts]}"
        )
    return tally


def _recorded(folder: Path, helpers: list[str]) -> tuple[bool, int, list[State]]:
    """Give whether it was confirmed, how many records are not ended, and every record's state."""
    confirmed, unended, states = False, 0, []
    for helper in helpers:
        store = Store(folder / helper, KEY)
        try:
            for (id,) in store._database.execute("SELECT id FROM held").fetchall():
                row = store.row(id)
                states.append(row.state)
                unended += not row.ended
                confirmed |= any(entry.step == "confirm" for entry in store.journal(id))
        finally:
            store.close()
    return confirmed, unended, states


@contextlib.contextmanager
def imap_runner(runner: Runner) -> Iterator[ImapRunner]:
    """Give a runner over IMAP, its Dovecot running until the block ends."""
    import socket

    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    settings = ANYONE.format(password=PASSWORD, port=port)
    with (
        dovecot({}, settings) as server,
        tempfile.TemporaryDirectory(prefix="sceau-faults-imap-") as folder,
    ):
        yield ImapRunner(runner, server, port, Path(folder))
