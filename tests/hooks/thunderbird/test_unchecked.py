"""What left without the check while the helper was not there is in the journal once it is."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from sceau.aftercare.journal.entry import Entry
from sceau.aftercare.journal.journal import Journal
from sceau.hooks.frames import UncheckedMail
from sceau.settings.keys import Keys
from support.add_on_stand_in import AddOn, add_on
from support.thunderbird_desk import Desk, helper

Story = Callable[[AddOn], Coroutine[Any, Any, int]]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SCEAU_HOME", str(tmp_path))
    return tmp_path


def play(home: Path, story: Story) -> tuple[int, list[Entry]]:
    async def all_of_it() -> int:
        async with helper(home, Desk()) as environment, add_on(environment) as one:
            return await story(one)

    count = asyncio.run(asyncio.wait_for(all_of_it(), 60))
    state = home / "state"
    return count, list(Journal(state, Keys(state).master_key).entries())


def test_each_is_noted_with_its_own_time(home: Path) -> None:
    mails = (
        UncheckedMail(at="2026-03-02T09:00:00.000Z", recipients=2, files=1),
        UncheckedMail(at="2026-03-02T09:05:00.000Z", recipients=1, files=0),
    )
    count, noted = play(home, lambda one: one.tell_unchecked(*mails))
    assert count == 2
    assert [(one.event, one.hook, one.recipients, one.files) for one in noted] == [
        ("unchecked", "thunderbird", 2, 1),
        ("unchecked", "thunderbird", 1, 0),
    ]
    assert datetime.fromisoformat(noted[0].at) == datetime.fromisoformat(mails[0].at)
    assert not any(one.people for one in noted)


@pytest.mark.parametrize("at", ["", "hier", "0001-01-01T00:00:00+14:00", "2026-13-01"])
def test_a_time_that_is_none_hides_no_mail(home: Path, at: str) -> None:
    count, noted = play(
        home, lambda one: one.tell_unchecked(UncheckedMail(at=at, recipients=1, files=0))
    )
    assert count == 1
    assert datetime.fromisoformat(noted[0].at).year > 2000


def test_what_cannot_be_written_is_not_forgotten(home: Path) -> None:
    async def story(one: AddOn) -> int:
        (home / "state" / "journal.jsonl").mkdir()
        return await one.tell_unchecked(UncheckedMail(at="", recipients=1, files=0))

    async def all_of_it() -> int:
        async with helper(home, Desk()) as environment, add_on(environment) as one:
            return await story(one)

    assert asyncio.run(asyncio.wait_for(all_of_it(), 60)) == 0
