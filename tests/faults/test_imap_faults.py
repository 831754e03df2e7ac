"""Kill anywhere, cut anywhere on the way to the mailbox: nothing lost, nothing twice, nothing that
was not confirmed. Two helpers on one mailbox: once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from faults.imap_runs import ImapPlan, ImapRunner, imap_plan_of, imap_runner, race_of
from faults.plan import Kill, Plan
from faults.runs import runner
from support.imap_faults import ImapFault, Kind

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]

FIXED_RUNS = 100
RACES = 12


@pytest.fixture(scope="module")
def running() -> Iterator[ImapRunner]:
    with runner() as smtp, imap_runner(smtp) as one:
        yield one


@pytest.fixture(scope="module")
def measured(running: ImapRunner) -> tuple[int, int]:
    return running.measure()


def test_a_fixed_series_of_faults(running: ImapRunner, measured: tuple[int, int]) -> None:
    total = running.run_all(imap_plan_of(number, *measured) for number in range(FIXED_RUNS))
    assert total.clean, "\n".join(total.wrong)
    assert total.runs == FIXED_RUNS
    assert total.killed >= FIXED_RUNS // 4
    assert total.struck >= FIXED_RUNS // 4


HARD: dict[Kind, str] = {
    "cut-after": "the server did it, and the helper does not know",
    "repeat": "the server did it twice",
}


@pytest.mark.parametrize("kind", HARD, ids=HARD.get)
def test_at_every_single_command(
    running: ImapRunner, measured: tuple[int, int], kind: Kind
) -> None:
    start = 1_100_000 + 10_000 * list(HARD).index(kind)
    plans = [
        ImapPlan(Plan(start + number), ImapFault(kind, number)) for number in range(measured[1])
    ]
    total = running.run_all(plans)
    assert total.clean, "\n".join(total.wrong)
    assert total.struck == len(plans)


def test_killed_at_every_single_step(running: ImapRunner, measured: tuple[int, int]) -> None:
    plans = [
        ImapPlan(Plan(1_200_000 + step, kills=(Kill(step=step),))) for step in range(measured[0])
    ]
    total = running.run_all(plans)
    assert total.clean, "\n".join(total.wrong)
    assert total.killed == len(plans)


def test_two_helpers_on_one_mailbox_send_once(running: ImapRunner) -> None:
    for number in range(RACES):
        total = running.race(*race_of(number))
        assert total.clean, "\n".join(total.wrong)
        assert total.ends == {"sent": 1}


def test_two_helpers_killed_at_any_moment_send_once(running: ImapRunner) -> None:
    for number in range(RACES, 2 * RACES):
        total = running.race(*race_of(number, kills=2))
        assert total.clean, "\n".join(total.wrong)
        assert total.ends == {"sent": 1}


def test_a_hook_that_claims_nothing_is_found_out(running: ImapRunner) -> None:
    twice = 0
    for number in range(8):
        plan = ImapPlan(Plan(1_400_000 + number, outbox="claims-nothing"))
        twice += running.race(plan, []).twice
    assert twice


def test_a_hook_that_files_again_is_found_out(
    running: ImapRunner, measured: tuple[int, int]
) -> None:
    plans = [
        ImapPlan(Plan(1_500_000 + n, outbox="files-again"), ImapFault("cut-after", n))
        for n in range(measured[1] // 2, measured[1])
    ]
    total = running.run_all(plans)
    assert total.twice and not total.clean
