"""Kill anywhere, cut anywhere: nothing lost, nothing twice, nothing that was not confirmed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from faults.plan import Kill, Plan, plan_of
from faults.runs import Runner, numbered, runner
from support.faults import KINDS, Fault, Kind, lines_of

FIXED_RUNS = 150


@pytest.fixture(scope="module")
def running() -> Iterator[Runner]:
    with runner() as one:
        yield one


@pytest.fixture(scope="module")
def steps(running: Runner) -> dict[int, int]:
    return running.steps()


def test_a_fixed_series_of_faults(running: Runner, steps: dict[int, int]) -> None:
    total = running.run_all(plan_of(number, steps) for number in range(FIXED_RUNS))
    assert total.clean, "\n".join(total.wrong)
    assert total.runs == FIXED_RUNS
    # it was not a walk in the park
    assert total.killed >= FIXED_RUNS // 3
    assert total.struck >= FIXED_RUNS // 4
    assert total.asked


def test_killed_at_every_single_step_of_one_mail(running: Runner, steps: dict[int, int]) -> None:
    plans = [Plan(0, kills=(Kill(step=step),)) for step in range(steps[1])]
    total = running.run_all(numbered(plans, 10_000))
    assert total.clean, "\n".join(total.wrong)
    assert total.killed == steps[1]


@pytest.mark.parametrize("kind", KINDS)
def test_every_line_of_the_conversation_spoilt(running: Runner, kind: Kind) -> None:
    lines = lines_of(kind)
    plans = [Plan(0, fault=Fault(kind, line)) for line in lines]
    total = running.run_all(numbered(plans, 20_000 + 100 * KINDS.index(kind)))
    assert total.clean, "\n".join(total.wrong)
    assert total.struck == len(lines)
    assert total.ends == {"removed": len(lines)}


@pytest.mark.parametrize(
    ("outbox", "counted"),
    [("resends", "twice"), ("supposes", "lost"), ("changes", "unconfirmed")],
    ids=[
        "one that resends when unsure",
        "one that takes unsure for sent",
        "one that changes bytes",
    ],
)
def test_an_outbox_that_is_wrong_is_found_out(running: Runner, outbox: str, counted: str) -> None:
    after_it_left = Plan(0, fault=Fault("cut-after", "dot"), outbox=outbox)
    before_it_left = Plan(0, fault=Fault("cut-in-line", "dot"), outbox=outbox)
    start = 30_000 + 10 * len(outbox)
    total = running.run_all(numbered([after_it_left, before_it_left], start))
    assert getattr(total, counted) > 0
    assert not total.clean
    assert total.wrong


def test_the_last_line_is_counted_not_written(running: Runner) -> None:
    plan = Plan(40_000, fault=Fault("cut-after", "dot"), outbox="resends")
    assert running.run(plan).line == "1 runs: 0 lost, 1 twice, 0 unconfirmed"
