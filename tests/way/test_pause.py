"""A pause leaves out windows for what is only said, never for what needs an act; and ends."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

import pytest

from sceau.errors import NotAllowed, WrongSettings
from sceau.mail.model import Mail, Recipient
from sceau.review.context import Context
from sceau.review.engine import Review, begin
from sceau.review.findings import Level
from sceau.review.memory import Memory
from sceau.settings.load import Loaded
from sceau.settings.schema import Settings
from sceau.way.pause import LONGEST, Pause, may_pause, require_pause
from support.confirmations import MARIE, PAUL, mail


class Clocks:
    """Both clocks, moved by hand."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.ticks, self.wall = 100.0, 1_000_000.0
        monkeypatch.setattr(time, "monotonic", lambda: self.ticks)
        monkeypatch.setattr(time, "time", lambda: self.wall)


@pytest.fixture
def clocks(monkeypatch: pytest.MonkeyPatch) -> Clocks:
    return Clocks(monkeypatch)


def test_it_ends_by_itself(clocks: Clocks) -> None:
    pause = Pause()
    assert not pause.on and pause.shown_until == 0
    pause.begin(15)
    assert pause.on and pause.shown_until == clocks.wall + 900
    clocks.ticks += 899
    clocks.wall += 899
    assert pause.on
    clocks.ticks += 1
    clocks.wall += 1
    assert not pause.on and pause.shown_until == 0


def test_a_computer_that_slept_or_a_clock_set_back_does_not_make_it_longer(clocks: Clocks) -> None:
    pause = Pause()
    pause.begin(15)
    clocks.wall += 3600  # it slept: the other clock stood still
    assert not pause.on
    pause.begin(15)
    clocks.ticks += 901
    clocks.wall -= 3600
    assert not pause.on


def test_it_can_be_ended_and_is_never_longer_than_half_a_day(clocks: Clocks) -> None:
    pause = Pause()
    pause.begin(100_000)
    assert pause.shown_until == clocks.wall + 60 * LONGEST
    pause.begin(0)
    assert not pause.on
    pause.begin(-5)
    assert not pause.on


ALLOWED: dict[str, tuple[Loaded, bool]] = {
    "usually": (Loaded(Settings()), True),
    "the window is always to open, by the person's own choice": (
        Loaded(Settings(window="always")),
        True,
    ),
    "not where the establishment has it always open": (
        Loaded(Settings(window="always"), locked=frozenset({"window"})),
        False,
    ),
    "not where it is forbidden": (Loaded(Settings(pause=False)), False),
    "not where the policy cannot be understood": (
        Loaded(Settings(), fault=WrongSettings("policy-unreadable")),
        False,
    ),
}


@pytest.mark.parametrize(("loaded", "allowed"), ALLOWED.values(), ids=ALLOWED)
def test_who_may_pause(loaded: Loaded, allowed: bool) -> None:
    assert may_pause(loaded) is allowed
    if not allowed:
        with pytest.raises(NotAllowed):
            require_pause(loaded)


HEALTH = "La glycémie de votre mari est élevée à 2,4 g/L, insuline reprise."
BROKEN = Recipient(field="to", address="marie.durand", defect="no-at")

OPENS: dict[str, tuple[Mail, bool]] = {
    "an ordinary mail to somebody new": (mail(MARIE), False),
    "health in the text": (mail(MARIE, text=HEALTH), True),
    "two people who see each other": (mail(MARIE, PAUL), True),
    "an address that leads nowhere": (mail(BROKEN), True),
}


def reviewed(one: Mail, **more: Any) -> Review:
    return begin(one, Context(Settings(**more), memory=Memory(), quiet=True))


@pytest.mark.parametrize(("one", "opens"), OPENS.values(), ids=OPENS)
def test_in_a_pause_the_window_opens_only_for_what_needs_an_act(one: Mail, opens: bool) -> None:
    review = reviewed(one)
    assert review.may_skip_window is not opens
    assert any(found.level is not Level.INFO for found in review.findings) is opens
    usual = begin(one, replace(review.context, quiet=False))
    assert usual.findings == review.findings  # everything is checked as ever
    assert not usual.may_skip_window


def test_in_a_pause_a_window_that_is_always_to_open_rests_too() -> None:
    assert reviewed(mail(MARIE), window="always").may_skip_window
