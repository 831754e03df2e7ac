"""Attachments sealed in a compose window without the mail being sent."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from sceau.desk import view
from sceau.desk.answers import Answers
from sceau.phrases import catalogue
from sceau.seal.pdf import opens_with
from support.add_on_stand_in import AddOn, add_on
from support.compose_stand_in import Compose
from support.pdfs import report
from support.thunderbird_desk import Desk, helper

KEEP = Answers(verdict="keep")
TWO = ("Marie Durand <marie.durand@orange.example>", "Paul Lefèvre <paul.lefevre@free.example>")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SCEAU_HOME", str(tmp_path))
    return tmp_path


def play(home: Path, desk: Desk, story: Callable[[AddOn], Coroutine[Any, Any, None]]) -> None:
    async def all_of_it() -> None:
        async with helper(home, desk) as environment, add_on(environment) as one:
            await story(one)

    asyncio.run(asyncio.wait_for(all_of_it(), 60))


async def until(true: Callable[[], object]) -> None:
    for _ in range(1000):
        if true():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it did not happen")


def password_shown(desk: Desk) -> str:
    assert desk.last.password is not None
    return desk.last.password.password


async def sealed_and_another(one: AddOn, compose: Compose, desk: Desk) -> str:
    """Attach a file and seal it, then attach another; give the password of the first."""
    await one.attach(compose, compose.put("a.pdf", report()))
    await one.seal(compose)
    await until(lambda: desk.last.phase == "ended")
    password = password_shown(desk)
    (sealed,) = compose.files
    await one.attach(compose, sealed)
    await one.attach(compose, compose.put("b.pdf", report()))
    return password


def test_all_attachments_are_sealed_and_nothing_is_sent(home: Path) -> None:
    compose, desk = Compose("1", to=TWO), Desk()

    async def story(one: AddOn) -> None:
        for name in ("a.pdf", "b.pdf"):
            await one.attach(compose, compose.put(name, report()))
        ended = await one.seal(compose)
        assert (ended.left, ended.sentence) == (False, "")
        await until(lambda: desk.last.phase == "ended")

    play(home, desk, story)
    assert compose.sent == []
    assert compose.fields["to"] == TWO
    names = [name for name, _, _ in compose.files.values()]
    assert names == ["a (chiffré).pdf", "b (chiffré).pdf"]
    assert all(
        opens_with(content, password_shown(desk)) for _, content, _ in compose.files.values()
    )
    assert desk.last.outcome is not None
    assert desk.last.outcome.sentence.values["count"] == 2
    assert desk.dialogues[0].views[0].recipients == ()


def test_only_the_chosen_one_is_sealed(home: Path) -> None:
    compose, desk = Compose("1"), Desk()
    clear = report()

    async def story(one: AddOn) -> None:
        numbers = [compose.put(name, clear) for name in ("a.pdf", "b.pdf")]
        for number in numbers:
            await one.attach(compose, number)
        await one.seal(compose, numbers[1])
        await until(lambda: desk.last.phase == "ended")

    play(home, desk, story)
    files = {name: content for name, content, _ in compose.files.values()}
    assert files["a.pdf"] == clear
    assert opens_with(files["b (chiffré).pdf"], password_shown(desk))


def test_the_password_is_the_same_when_the_mail_is_sent_and_for_what_is_added(home: Path) -> None:
    compose, desk = Compose("1"), Desk()
    passwords: list[str] = []

    async def story(one: AddOn) -> None:
        passwords.append(await sealed_and_another(one, compose, desk))
        await one.seal(compose)
        await until(lambda: len(desk.dialogues) == 2 and desk.last.phase == "ended")
        passwords.append(password_shown(desk))
        for number in compose.files:
            await one.attach(compose, number)
        ended = await one.click(compose)
        assert ended.left, ended.sentence
        await until(lambda: len(desk.dialogues) == 3 and desk.last.phase == "ended")
        passwords.append(password_shown(desk))

    play(home, desk, story)
    assert len(set(passwords)) == 1
    (_, files) = compose.sent[0]
    assert [name for name, _ in files] == ["a (chiffré).pdf", "b (chiffré).pdf"]
    assert all(opens_with(content, passwords[0]) for _, content in files)


def test_the_password_that_is_shown_before_the_click_on_send_is_the_one_that_will_open_them(
    home: Path,
) -> None:
    compose, desk = Compose("1"), Desk()
    passwords: list[str] = []

    async def story(one: AddOn) -> None:
        passwords.append(await sealed_and_another(one, compose, desk))
        assert (await one.click(compose)).left
        await until(lambda: len(desk.dialogues) == 2 and desk.last.phase == "ended")

    play(home, desk, story)
    shown = [one.password.password for one in desk.dialogues[-1].views if one.password is not None]
    assert len(shown) > 1
    assert set(shown) == set(passwords)
    (_, files) = compose.sent[0]
    assert all(opens_with(content, passwords[0]) for _, content in files)


def test_a_person_who_goes_back_changes_nothing(home: Path) -> None:
    compose, desk = Compose("1"), Desk(KEEP)

    async def story(one: AddOn) -> None:
        await one.attach(compose, compose.put("a.pdf", report()))
        before = compose.details()
        ended = await one.seal(compose)
        assert (ended.left, ended.sentence, ended.edits) == (False, "", None)
        assert compose.details() == before

    play(home, desk, story)


def test_what_is_in_place_is_looked_at_and_not_what_is_written_meanwhile(home: Path) -> None:
    compose, desk = Compose("1"), Desk()

    async def story(one: AddOn) -> None:
        await one.attach(compose, compose.put("a.pdf", report()))
        one.tamper = lambda window: window.fields.update(text="J’écris encore.")
        ended = await one.seal(compose)
        assert ended.sentence == ""
        await until(lambda: desk.last.phase == "ended")

    play(home, desk, story)


def test_a_sealed_file_that_did_not_take_its_place_is_told(home: Path) -> None:
    compose, desk = Compose("1"), Desk()
    clear = report()

    def put_back(window: Compose) -> None:
        window.files = {key: (name, clear, kind) for key, (name, _, kind) in window.files.items()}

    async def story(one: AddOn) -> None:
        await one.attach(compose, compose.put("a.pdf", clear))
        one.tamper = put_back
        ended = await one.seal(compose)
        assert ended.sentence == catalogue("fr")["error.compose-window-changed"]

    play(home, desk, story)
    assert desk.last.phase == "working"


def test_without_a_window_nothing_is_sealed_and_it_says_why(home: Path) -> None:
    compose, desk = Compose("1"), Desk()
    desk.broken = True

    async def story(one: AddOn) -> None:
        await one.attach(compose, compose.put("a.pdf", report()))
        ended = await one.seal(compose)
        assert ended.sentence == catalogue("fr")["error.window-lost"]

    play(home, desk, story)
    assert [name for name, _, _ in compose.files.values()] == ["a.pdf"]


def test_what_is_sealed_already_leaves_nothing_to_do(home: Path) -> None:
    compose, desk = Compose("1"), Desk()

    async def story(one: AddOn) -> None:
        await one.attach(compose, compose.put("a.pdf", report()))
        await one.seal(compose)
        await until(lambda: desk.last.phase == "ended")
        (sealed,) = compose.files
        await one.attach(compose, sealed)
        sealing = asyncio.create_task(one.seal(compose))
        await until(lambda: len(desk.dialogues) == 2)
        await until(lambda: todo(desk.last) == "sealing.todo.none")
        sealing.cancel()

    play(home, desk, story)


def todo(shown: view.ConfirmView) -> str:
    return shown.todo.key if shown.todo is not None else ""
