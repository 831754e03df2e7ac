"""Requests cut, answers lost, processes killed, two helpers at once on a mailbox of Exchange or
Graph: once each, always."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from faults.mailbox_plan import BOTH, Kind, MailboxPlan, plan_of, race_of
from faults.mailboxes import MailboxRunner, mailbox_runner
from faults.plan import Kill
from support.http_faults import HttpFault

FIXED_RUNS: dict[Kind, int] = {"exchange": 25, "graph": 25}
RACES = 4
STEPS = 23
"""How many steps a whole way of one mail has."""
SAVED_AND_SENT = range(13, 22)
"""The requests of a whole way from the first that saves to the last that sends."""


@pytest.fixture(scope="module")
def running() -> Iterator[MailboxRunner]:
    with mailbox_runner() as one:
        yield one


@pytest.mark.parametrize("kind", BOTH)
def test_a_fixed_series_of_faults(running: MailboxRunner, kind: Kind) -> None:
    total = running.run_all(plan_of(number, kind) for number in range(FIXED_RUNS[kind]))
    assert total.clean, "\n".join(total.wrong)
    assert total.runs == FIXED_RUNS[kind]
    assert total.killed >= FIXED_RUNS[kind] // 4
    assert total.struck >= FIXED_RUNS[kind] // 4


@pytest.mark.parametrize("kind", BOTH)
@pytest.mark.parametrize("kills", [0, 1], ids=["both live", "both are killed"])
def test_two_helpers_on_one_mailbox_send_once(
    running: MailboxRunner, kind: Kind, kills: int
) -> None:
    total = running.race_all(race_of(number, kind, kills) for number in range(RACES))
    assert total.clean, "\n".join(total.wrong)
    assert total.ends == {"sent": RACES}


def test_two_helpers_at_once_with_both_killed(running: MailboxRunner) -> None:
    plans = [
        MailboxPlan(50_000 + step, helpers=2, kills=((Kill(step=step),), (Kill(step=step + 3),)))
        for step in range(2, 26, 4)
    ]
    total = running.run_all(plans)
    assert total.clean, "\n".join(total.wrong)


def test_killed_at_every_single_step_of_one_mail(running: MailboxRunner) -> None:
    """The steps are the outbox's own: they are tried on either server by turns."""
    plans = [
        MailboxPlan(90_000 + step, BOTH[step % 2], kills=((Kill(step=step),),))
        for step in range(STEPS)
    ]
    total = running.run_all(plans)
    assert total.clean, "\n".join(total.wrong)
    assert total.killed == len(plans)


@pytest.mark.parametrize("kind", BOTH)
def test_every_request_that_saves_or_sends_repeated(running: MailboxRunner, kind: Kind) -> None:
    plans = [
        MailboxPlan(70_000 + number, kind, wire=HttpFault("repeat", number))
        for number in SAVED_AND_SENT
    ]
    total = running.run_all(plans)
    assert total.clean, "\n".join(total.wrong)
    assert total.struck == len(plans)
    assert total.ends == {"sent": len(plans)}


WRONG = {
    "one that sends again without an answer": ("repeats", "lost-after", "twice"),
    "one that takes no answer for a yes": ("believes", "lost-before", "lost"),
}


@pytest.mark.parametrize(("server", "kind", "counted"), WRONG.values(), ids=WRONG)
def test_a_way_out_that_is_wrong_is_found_out(
    running: MailboxRunner, server: str, kind: str, counted: str
) -> None:
    plan = MailboxPlan(60_000, faults=(("SendItem", kind, 1),), server=server)
    total = running.run(plan)
    assert getattr(total, counted) > 0
    assert not total.clean
