"""Whatever goes away, hangs or comes twice: no mail is lost, sent unconfirmed or sent twice."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from sceau.desk.answers import Answers
from sceau.hooks import frames
from sceau.hooks.thunderbird import click, giving, passage
from sceau.phrases import catalogue
from support.add_on_stand_in import AddOn, add_on
from support.compose_stand_in import Compose
from support.pdfs import report
from support.thunderbird_desk import Desk, Dialogue, helper

TWO = ("Marie Durand <marie.durand@orange.example>", "Paul Lefèvre <paul.lefevre@free.example>")
Story = Callable[[AddOn], Coroutine[Any, Any, None]]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SCEAU_HOME", str(tmp_path))
    return tmp_path


class Thinking(Desk):
    """A person who thinks until they are told to go on."""

    def __init__(self) -> None:
        super().__init__()
        self.go_on = asyncio.Event()

    async def wait(self, dialogue: Dialogue) -> None:
        await self.go_on.wait()

    async def asked(self, times: int = 1) -> None:
        await until(lambda: len(self.dialogues) == times)


async def until(true: Callable[[], object]) -> None:
    for _ in range(1000):
        if true():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it did not happen")


def play(home: Path, desk: Desk, story: Story) -> None:
    async def all_of_it() -> None:
        async with helper(home, desk) as environment, add_on(environment) as one:
            await story(one)

    asyncio.run(asyncio.wait_for(all_of_it(), 60))


def test_thunderbird_closed_while_the_window_is_open_closes_it(home: Path) -> None:
    compose, desk = Compose("1"), Thinking()

    async def story(one: AddOn) -> None:
        clicking = asyncio.create_task(one.click(compose))
        await desk.asked()
        assert await one.end() == 0
        assert not (await clicking).left
        await until(lambda: desk.dialogues[0].closed)

    play(home, desk, story)
    assert compose.sent == []


def test_a_compose_window_forced_closed_takes_its_window_along(home: Path) -> None:
    compose, desk = Compose("1"), Thinking()

    async def story(one: AddOn) -> None:
        clicking = asyncio.create_task(one.click(compose))
        await desk.asked()
        await one.close(compose)
        await until(lambda: desk.dialogues[0].closed)
        assert (await one.ping()).busy == 0
        clicking.cancel()

    play(home, desk, story)
    assert compose.sent == []


def test_a_second_click_takes_the_place_of_the_first(home: Path) -> None:
    compose, desk = Compose("1"), Thinking()

    async def story(one: AddOn) -> None:
        first = asyncio.create_task(one.click(compose))
        await desk.asked()
        second = asyncio.create_task(one.click(compose))
        assert not (await first).left
        await desk.asked(2)
        assert desk.dialogues[0].closed
        desk.go_on.set()
        assert (await second).left

    play(home, desk, story)
    assert len(compose.sent) == 1


def test_an_add_on_that_gives_up_closes_the_window_and_nothing_leaves(home: Path) -> None:
    compose, desk = Compose("1"), Thinking()

    async def story(one: AddOn) -> None:
        clicking = asyncio.create_task(one.click(compose))
        await desk.asked()
        await one.say(frames.Withdraw(compose="1", request="1.1"))
        await until(lambda: desk.dialogues[0].closed)
        desk.go_on.set()
        clicking.cancel()
        again = await one.click(compose)
        assert again.left

    play(home, desk, story)
    assert len(compose.sent) == 1


def test_a_file_is_still_there_after_the_add_on_gave_up(home: Path) -> None:
    """Withdrawn is a click, not the compose window: nothing has to travel twice."""
    compose, desk = Compose("1"), Thinking()

    async def story(one: AddOn) -> None:
        await one.attach(compose, compose.put("Bilan.pdf", report()))
        clicking = asyncio.create_task(one.click(compose))
        await desk.asked()
        await one.say(frames.Withdraw(compose="1", request="1.1"))
        await until(lambda: desk.dialogues[0].closed)
        clicking.cancel()
        desk.go_on.set()
        assert (await one.click(compose)).left
        assert one.wanted == 0

    play(home, desk, story)


def test_the_helper_ended_cuts_the_port(home: Path) -> None:
    compose, desk = Compose("1"), Thinking()

    async def all_of_it() -> None:
        async with contextlib.AsyncExitStack() as outer:
            async with helper(home, desk) as environment:
                one = await outer.enter_async_context(add_on(environment))
                clicking = asyncio.create_task(one.click(compose))
                await desk.asked()
            ended = await clicking
            assert (ended.left, ended.sentence) == (False, "the port was cut")

    asyncio.run(asyncio.wait_for(all_of_it(), 60))
    assert desk.dialogues[0].closed
    assert compose.sent == []


def test_thunderbird_gone_after_the_release_says_that_it_is_not_known(home: Path) -> None:
    compose, desk = Compose("1"), Desk()

    async def story(one: AddOn) -> None:
        one.silent_after = True
        assert (await one.click(compose)).left
        await one.end()
        await until(lambda: desk.last.phase == "ended")

    play(home, desk, story)
    assert desk.last.outcome is not None
    assert desk.last.outcome.sentence.key == "thunderbird.not-known"


def test_a_compose_window_that_closes_as_its_mail_leaves_is_waited_for(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passage, "AFTER_WITHIN", 0.2)
    compose, desk = Compose("1"), Desk()

    async def story(one: AddOn) -> None:
        one.silent_after = True
        assert (await one.click(compose)).left
        await one.close(compose)
        await until(lambda: desk.last.phase == "ended")

    play(home, desk, story)
    assert desk.last.outcome is not None
    assert desk.last.outcome.sentence.key == "thunderbird.not-known"


def test_an_add_on_that_does_not_take_the_sealed_file_keeps_the_mail(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(giving, "PATIENCE", 0.2)
    compose, desk = Compose("1"), Desk()

    async def story(one: AddOn) -> None:
        await one.attach(compose, compose.put("Bilan.pdf", report()))
        one.deaf = True
        ended = await one.click(compose)
        assert ended.sentence == catalogue("fr")["error.thunderbird-silent"]

    play(home, desk, story)
    assert compose.sent == []


def test_an_add_on_that_never_makes_the_edits_keeps_the_mail(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(click, "EDITS_WITHIN", 0.2)
    compose, desk = Compose("1", to=TWO), Desk()

    async def story(one: AddOn) -> None:
        one.lazy = True
        ended = await one.click(compose)
        assert ended.sentence == catalogue("fr")["error.thunderbird-silent"]

    play(home, desk, story)


def test_what_is_said_of_a_click_that_is_over_gets_its_answer(home: Path) -> None:
    """A compose window that waits must never wait for ever."""
    compose, desk = Compose("1"), Desk(Answers(verdict="keep"))

    async def story(one: AddOn) -> None:
        assert not (await one.click(compose)).left
        late = frames.Made(compose="1", request="1.1", details=compose.details())
        answers = one.answers("1.1")
        await one.say(late)
        assert isinstance(await asyncio.wait_for(answers.get(), 5), frames.Keep)

    play(home, desk, story)


def test_a_confirmed_mail_is_not_released_twice(home: Path) -> None:
    compose, desk = Compose("1"), Desk()

    async def story(one: AddOn) -> None:
        one.silent_after = True
        assert (await one.click(compose)).left
        answers = one.answers("1.1")
        await one.say(frames.Made(compose="1", request="1.1", details=compose.details()))
        assert isinstance(await asyncio.wait_for(answers.get(), 5), frames.Keep)

    play(home, desk, story)
    assert len(compose.sent) == 1


@pytest.mark.parametrize(
    "problem",
    [
        pytest.param("unreadable", id="that vanished"),
        pytest.param("too-large", id="that is too large"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_and_never_passed_in_silence(
    home: Path, problem: Any
) -> None:
    compose, desk = Compose("1"), Desk(Answers(verdict="send"))

    async def story(one: AddOn) -> None:
        await one.open(compose)
        number = compose.put("Bilan.pdf", report())
        await one.say(
            frames.Attached(
                compose="1",
                attachment=number,
                name="Bilan.pdf",
                size=10,
                stamp=compose.stamp(number),
                problem=problem,
            )
        )
        ended = await one.click(compose)
        assert not ended.left

    play(home, desk, story)
    (row,) = desk.dialogues[0].views[0].attachment_findings
    assert row.id.startswith("not-examined")
    assert compose.sent == []


def test_a_fault_of_ours_keeps_the_mail_and_says_so(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(passage, "Confirmed", broken)
    compose, desk = Compose("1"), Desk()

    async def story(one: AddOn) -> None:
        ended = await one.click(compose)
        assert "ZeroDivisionError" in ended.sentence
        assert (await one.ping()).busy == 0

    play(home, desk, story)
    assert compose.sent == []


def test_a_mail_that_cannot_even_be_read_keeps_its_window_alone(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    compose, other, desk = Compose("1"), Compose("2"), Desk()

    async def story(one: AddOn) -> None:
        with monkeypatch.context() as patch:
            patch.setattr(passage, "mail_of", broken)
            assert "ZeroDivisionError" in (await one.click(compose)).sentence
        assert (await one.click(other)).left

    play(home, desk, story)
    assert compose.sent == []


@pytest.mark.parametrize(
    ("setting", "spoken", "title"),
    [
        pytest.param("auto", "en", "en", id="Thunderbird's own where the settings leave it open"),
        pytest.param("fr", "en", "fr", id="the one that was chosen"),
    ],
)
def test_the_window_speaks(home: Path, setting: str, spoken: Any, title: str) -> None:
    (home / "config").mkdir(mode=0o700)
    (home / "config" / "settings.toml").write_text(f'language = "{setting}"\n')
    compose, desk = Compose("1"), Desk()

    async def all_of_it() -> None:
        async with helper(home, desk) as environment, add_on(environment, greeted=False) as one:
            await one.greet(language=spoken)
            await one.click(compose)

    asyncio.run(asyncio.wait_for(all_of_it(), 60))
    assert desk.last.language == title


def test_seventy_five_megabytes_travel_before_the_click(home: Path) -> None:
    compose, desk = Compose("1"), Desk(Answers(verdict="send", acknowledge="all"))
    content = bytes(25_000_000)

    async def story(one: AddOn) -> None:
        for name in ("a.bin", "b.bin", "c.bin"):
            await one.attach(compose, compose.put(name, content, "application/octet-stream"))
        await asyncio.sleep(0.5)
        ended = await one.click(compose)
        assert ended.left, ended.sentence
        assert one.wanted == 0

    play(home, desk, story)
    assert len(compose.sent[0][1]) == 3


def test_a_click_that_does_not_name_every_file_is_kept_and_told(home: Path) -> None:
    """An add-on that forgot a file must not have it leave unseen."""
    compose, desk = Compose("1"), Desk(Answers(verdict="send", acknowledge="all"))

    async def story(one: AddOn) -> None:
        await one.open(compose)
        number = compose.put("Bilan.pdf", report())
        await one.attach(compose, number)
        forgotten = compose.files.pop(number)
        ended = await one.click(compose)
        assert not ended.left
        assert ended.sentence
        compose.files[number] = forgotten
        assert (await one.click(compose)).left

    play(home, desk, story)
    assert [len(files) for _, files in compose.sent] == [1]
