"""Counting what became of the mails of a run: lost, twice, unconfirmed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from faults.plan import Plan
from faults.process import draft_of, mails, without
from sceau.outbox.mailbox import Folder, Mailbox
from sceau.outbox.states import State
from sceau.outbox.store import Store
from support.held_mails import KEY
from support.smtp_server import Accepted

_MESSAGE_ID = re.compile(rb"^Message-ID: (<[^>]*>)", re.MULTILINE)


@dataclass
class Tally:
    """What was counted over some runs, and in which of them."""

    runs: int = 0
    lost: int = 0
    twice: int = 0
    unconfirmed: int = 0
    asked: int = 0
    killed: int = 0
    struck: int = 0
    ends: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        """Add what another counted."""
        self.runs += other.runs
        self.lost += other.lost
        self.twice += other.twice
        self.unconfirmed += other.unconfirmed
        self.asked += other.asked
        self.killed += other.killed
        self.struck += other.struck
        self.ends += other.ends
        self.wrong += other.wrong

    @property
    def line(self) -> str:
        """The sum in one line."""
        return (
            f"{self.runs} runs: {self.lost} lost, {self.twice} twice, "
            f"{self.unconfirmed} unconfirmed"
        )

    @property
    def clean(self) -> bool:
        """Whether nothing went wrong."""
        return not (self.lost or self.twice or self.unconfirmed)


def message_id(content: bytes) -> str:
    """Give the Message-ID of an accepted mail."""
    found = _MESSAGE_ID.search(content)
    return found[1].decode() if found else ""


def count(plan: Plan, folder: Path, accepted: Sequence[Accepted]) -> Tally:
    """Count one run that is over: ``accepted`` is all the server took of it."""
    tally = Tally(runs=1)
    mailbox = Mailbox(folder / "mailbox")
    store = Store(folder, KEY)
    try:
        ids = [one[0] for one in store._database.execute("SELECT id FROM held")]
        rows = [store.row(one) for one in ids]
        confirmed = any(entry.step == "confirm" for one in ids for entry in store.journal(one))
    finally:
        store.close()
    wanted = {one.message_id: one for one in mails(plan)}
    arrived = Counter(message_id(one.content) for one in accepted)

    for one in accepted:
        final = wanted.get(message_id(one.content))
        same = (
            final is not None
            and one.content == final.content
            and one.sender == final.sender
            and one.recipients == final.recipients
        )
        if not (confirmed and plan.verdict == "send" and same):
            tally.unconfirmed += 1
    tally.twice += sum(times - 1 for times in arrived.values())

    state = rows[0].state if rows else None
    tally.ends[state.value if state else "never begun"] += 1
    if any(not row.ended for row in rows) or len(rows) > 1:
        tally.lost += 1
    elif state is State.REMOVED:
        _count_sent(tally, plan, mailbox, [arrived[one] for one in wanted])
    else:
        _count_kept(tally, plan, mailbox, folder, arrived)
    if plan.source == "file" and (folder / "mail.eml").read_bytes() != draft_of(plan):
        tally.lost += 1
    if not tally.clean:
        tally.wrong.append(f"{tally.line} in {plan} ended {state}, arrived {dict(arrived)}")
    return tally


def _count_sent(tally: Tally, plan: Plan, mailbox: Mailbox, arrived: list[int]) -> None:
    """Said to be sent: each arrived, each is in Sent once, and no draft stays to be sent again."""
    tally.lost += sum(not times for times in arrived)
    filed = Counter(mailbox.read(Folder.SENT, key) for key in mailbox.keys(Folder.SENT))
    for one in mails(plan):
        tally.lost += filed[one.content] == 0
        tally.twice += filed[one.content] > 1
    tally.twice += len(mailbox.keys(Folder.DRAFTS)) + len(mailbox.keys(Folder.OUTBOX))


def _count_kept(
    tally: Tally, plan: Plan, mailbox: Mailbox, folder: Path, arrived: Counter[str]
) -> None:
    """Kept, or never begun: the person has it, without those who got it already."""
    if plan.source == "file":
        return
    got = tuple(
        address for one in mails(plan) if arrived[one.message_id] for address in one.recipients
    )
    back = [mailbox.read(Folder.DRAFTS, key) for key in mailbox.keys(Folder.DRAFTS)]
    untouched, lessened = draft_of(plan), without(draft_of(plan), got)
    if back == [lessened if got else untouched]:
        return
    if untouched in back and got:
        tally.twice += 1
    else:
        tally.lost += 1
