"""The states and the ways between them."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from hypothesis.strategies import sampled_from

from sceau.outbox.states import ENDS, LEGS, WAYS, Leg, State, WrongStep, check, check_leg


def test_the_way_of_a_mail_is_the_one_drawn() -> None:
    way = ["claimed", "confirmed", "edited", "submitting", "submitted", "filed", "removed"]
    for before, after in itertools.pairwise(way):
        check(State(before), State(after))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("claimed", "edited"),
        ("claimed", "submitting"),
        ("confirmed", "submitting"),
        ("edited", "submitted"),
        ("submitting", "kept"),
        ("submitted", "kept"),
        ("submitted", "submitting"),
        ("filed", "submitting"),
        ("removed", "submitting"),
        ("kept", "submitting"),
        ("unsure", "submitting"),
    ],
    ids=lambda state: state,
)
def test_there_is_no_way(before: str, after: str) -> None:
    with pytest.raises(WrongStep):
        check(State(before), State(after))


def test_every_state_is_listed_and_the_ends_lead_nowhere() -> None:
    assert set(WAYS) == set(State)
    assert set(LEGS) == set(Leg)
    assert {state for state, ways in WAYS.items() if not ways} == ENDS


def test_a_transmission_that_left_is_never_ready_again() -> None:
    for left in (Leg.SUBMITTED, Leg.FILED):
        reached, more = {left}, {left}
        while more:
            more = {after for one in more for after in LEGS[one]} - reached
            reached |= more
        assert Leg.READY not in reached
        assert Leg.SUBMITTING not in reached


class Walk(RuleBasedStateMachine):
    """Any walk through the states, a submission counted each time one begins."""

    def __init__(self) -> None:
        super().__init__()
        self.state = State.CLAIMED
        self.leg = Leg.READY
        self.visited: list[Any] = [self.state]

    @rule(after=sampled_from(State))
    def go(self, after: State) -> None:
        try:
            check(self.state, after)
        except WrongStep:
            return
        self.state = after
        self.visited.append(after)

    @rule(after=sampled_from(Leg))
    def transmit(self, after: Leg) -> None:
        try:
            check_leg(self.leg, after)
        except WrongStep:
            return
        self.leg = after

    @invariant()
    def nothing_is_submitted_before_it_is_confirmed_and_edited(self) -> None:
        if State.SUBMITTING in self.visited:
            first = self.visited.index(State.SUBMITTING)
            assert self.visited[:first] == [State.CLAIMED, State.CONFIRMED, State.EDITED]

    @invariant()
    def what_left_is_not_kept(self) -> None:
        if State.SUBMITTED in self.visited:
            assert self.state is not State.KEPT

    @invariant()
    def what_was_refused_or_unsure_is_kept_only_from_there(self) -> None:
        if self.state is State.KEPT and State.SUBMITTING in self.visited:
            assert self.visited[-2] in (State.REFUSED, State.UNSURE, State.EDITED)


TestWalk = Walk.TestCase
TestWalk.settings = settings(max_examples=60, stateful_step_count=25)
