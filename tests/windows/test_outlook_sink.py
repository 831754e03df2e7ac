"""The sink, where no shim may be installed: out of Outlook's process, under Wine."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from sceau.desk.answers import Answers
from support.outlook_station import Ended, Station, helper_at
from support.thunderbird_desk import Desk
from support.wine import Wine

pytestmark = pytest.mark.e2e

MARIE, PAUL = "marie.durand@orange.example", "paul.lefevre@free.example"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SCEAU_HOME", str(tmp_path))
    return tmp_path


def write(*to: str) -> list[Any]:
    return ["write", "a", list(to or (MARIE,)), {}, {"Subject": "Bilan", "Body": "Bonjour."}]


def play(windows: Wine, home: Path, desk: Desk, *outlooks: list[Any]) -> list[Ended]:
    """Start the sink, and one Outlook after the other."""
    station = Station(windows, home)

    async def all_of_it() -> list[Ended]:
        async with helper_at(desk) as (port, _):
            station.wine.end()
            sink = station.sink(home, port)
            ended = []
            try:
                for steps in outlooks:
                    office = station.open(home, ["attached"], *steps, ["quit"], addin=False)
                    office.go_on()
                    ended.append(await office.ended())
            finally:
                sink.kill()
                sink.wait()
            return ended

    found = asyncio.run(all_of_it())
    assert [one.problem for one in found] == [""] * len(outlooks)
    return found


def test_it_finds_outlook_asks_and_lets_what_was_confirmed_leave_once(
    windows: Wine, home: Path
) -> None:
    (ended,) = play(
        windows,
        home,
        Desk(),
        [write(MARIE, PAUL), ["click", "a"], ["left", 1], ["rest", 0.5]],
    )
    assert [mail["people"] for mail in ended.submitted] == [[[3, MARIE], [3, PAUL]]]
    assert ended.asked == 2


def test_it_keeps_what_the_person_keeps_and_finds_the_next_outlook(
    windows: Wine, home: Path
) -> None:
    keep = [write(), ["click", "a"], ["rest", 1.5]]
    first, second = play(windows, home, Desk(Answers(verdict="keep")), keep, keep)
    assert (first.submitted, second.submitted) == ([], [])
    assert (first.asked, second.asked) == (1, 1)
