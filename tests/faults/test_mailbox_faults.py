"""Answers lost, processes killed, two helpers at once on an Exchange mailbox: once each, always."""

from __future__ import annotations

import pytest

from faults.mailbox_process import MailboxPlan, plan_of
from faults.mailboxes import MailboxRunner
from faults.plan import Kill

FIXED_RUNS = 24


@pytest.fixture(scope="module")
def running() -> MailboxRunner:
    return MailboxRunner()


def test_a_fixed_series_of_faults(running: MailboxRunner) -> None:
    total = running.run_all(plan_of(number) for number in range(FIXED_RUNS))
    assert total.clean, "\n".join(total.wrong)
    assert total.runs == FIXED_RUNS
    assert total.killed >= FIXED_RUNS // 4
    assert total.struck >= FIXED_RUNS // 4


def test_two_helpers_at_once_with_both_killed(running: MailboxRunner) -> None:
    plans = [
        MailboxPlan(50_000 + step, helpers=2, kills=((Kill(step=step),), (Kill(step=step + 3),)))
        for step in range(2, 26, 4)
    ]
    total = running.run_all(plans)
    assert total.clean, "\n".join(total.wrong)


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
