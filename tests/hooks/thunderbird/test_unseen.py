"""Where the settings want no window for a mail nothing was found in."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from sceau.hooks.thunderbird import passage
from sceau.memory.store import MemoryStore, today
from sceau.review.memory import Known
from sceau.settings.keys import Keys
from support.add_on_stand_in import AddOn, add_on
from support.compose_stand_in import Compose
from support.pdfs import report
from support.thunderbird_desk import Desk, helper


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SCEAU_HOME", str(tmp_path))
    monkeypatch.setattr(passage, "UNSEEN", 60.0)  # a loaded machine is no reason for a window
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "settings.toml").write_text(
        'window = "when-needed"\ninternal_domains = ["ghe-valmont.example"]\n'
    )
    return tmp_path


def play(home: Path, desk: Desk, story: Callable[[AddOn], Coroutine[Any, Any, None]]) -> None:
    async def all_of_it() -> None:
        async with helper(home, desk) as environment, add_on(environment) as one:
            await story(one)

    asyncio.run(asyncio.wait_for(all_of_it(), 60))


def know(home: Path, address: str) -> None:
    """Let this user have written there before."""
    store = MemoryStore(home / "state", Keys(home / "state").master_key)
    store.keep([Known(address=address, count=1, last=today())])
    store.close()


def knows(home: Path, address: str) -> bool:
    """Whether this user's memory has it."""
    store = MemoryStore(home / "state", Keys(home / "state").master_key)
    try:
        return store.memory().written_to(address)
    finally:
        store.close()


def test_a_mail_with_nothing_to_say_of_leaves_without_a_window(home: Path) -> None:
    compose, desk = Compose("1"), Desk()

    async def story(one: AddOn) -> None:
        assert (await one.click(compose)).left

    know(home, "marie.durand@orange.example")
    play(home, desk, story)
    assert len(compose.sent) == 1
    assert desk.dialogues == []


def test_the_first_mail_to_somebody_outside_is_shown_and_they_are_remembered(home: Path) -> None:
    compose, desk = Compose("1"), Desk()

    async def story(one: AddOn) -> None:
        assert (await one.click(compose)).left
        async with asyncio.timeout(60):
            while not knows(home, "marie.durand@orange.example"):
                await asyncio.sleep(0.01)

    play(home, desk, story)
    (dialogue,) = desk.dialogues
    (marie,) = dialogue.views[0].recipients
    assert [one.text.key for one in marie.chips] == ["confirm.chip.first-time-recipient"]
    assert not dialogue.views[0].risky


COLLEAGUE = ("Dr Petit <s.petit@ghe-valmont.example>",)


def test_files_that_were_not_read_yet_are_read_first(home: Path) -> None:
    compose, desk = Compose("1", to=COLLEAGUE), Desk()

    async def story(one: AddOn) -> None:
        compose.put("avis.txt", b"Avis", "text/plain")
        assert (await one.click(compose)).left

    play(home, desk, story)
    assert compose.sent[0][1] == [("avis.txt", b"Avis")]
    assert desk.dialogues == []


def test_an_open_report_is_shown(home: Path) -> None:
    compose, desk = Compose("1"), Desk()

    async def story(one: AddOn) -> None:
        await one.attach(compose, compose.put("Bilan.pdf", report()))
        assert (await one.click(compose)).left

    play(home, desk, story)
    assert desk.dialogues


def test_files_that_take_long_are_waited_for_in_the_window(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passage, "UNSEEN", 0.0)
    compose, desk = Compose("1", to=COLLEAGUE), Desk()

    async def story(one: AddOn) -> None:
        compose.put("avis.txt", b"Avis", "text/plain")
        assert (await one.click(compose)).left

    play(home, desk, story)
    assert len(desk.dialogues) == 1


def test_someone_added_behind_our_back_is_told_all_the_same(home: Path) -> None:
    compose, desk = Compose("1"), Desk()

    async def story(one: AddOn) -> None:
        one.added = ("Espion <espion@mal.example>",)
        await one.click(compose)
        for _ in range(1000):
            if desk.dialogues and desk.last.phase == "ended":
                return
            await asyncio.sleep(0.01)

    play(home, desk, story)
    assert desk.last.outcome is not None
    assert desk.last.outcome.details[0].values["addresses"] == "espion@mal.example"
