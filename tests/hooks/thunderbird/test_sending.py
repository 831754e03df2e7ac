"""A mail from the click on Send in Thunderbird to what left: a stand-in for the add-on, the real
``sceau-host``, the helper in this process."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from sceau.desk.answers import CURE_AND_SEND, Answers
from sceau.hooks import frames
from sceau.hooks.thunderbird import passage
from sceau.phrases import catalogue
from sceau.seal.pdf import opens_with
from support.add_on_stand_in import AddOn, add_on
from support.compose_stand_in import Compose
from support.pdfs import dense_text, report
from support.thunderbird_desk import Desk, Dialogue, helper

KEEP = Answers(verdict="keep")
TWO = ("Marie Durand <marie.durand@orange.example>", "Paul Lefèvre <paul.lefevre@free.example>")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SCEAU_HOME", str(tmp_path))
    return tmp_path


Story = Callable[[AddOn], Coroutine[Any, Any, None]]


def play(home: Path, desk: Desk, story: Story) -> None:
    async def all_of_it() -> None:
        async with helper(home, desk) as environment, add_on(environment) as one:
            await story(one)

    asyncio.run(asyncio.wait_for(all_of_it(), 60))


def test_a_mail_with_nothing_to_say_of_leaves_as_it_is(home: Path) -> None:
    compose, desk = Compose("1"), Desk()

    async def story(one: AddOn) -> None:
        await one.open(compose)
        ended = await one.click(compose)
        assert ended.left
        assert ended.shown

    play(home, desk, story)
    assert len(compose.sent) == 1
    assert compose.sent[0][0]["to"] == ("Marie Durand <marie.durand@orange.example>",)
    assert desk.warmed == 1


def test_an_open_report_to_two_people_leaves_sealed_and_in_bcc(home: Path) -> None:
    compose, desk = Compose("1", to=TWO), Desk()
    clear = report()

    async def story(one: AddOn) -> None:
        number = compose.put("Bilan Durand.pdf", clear)
        await one.attach(compose, number)
        ended = await one.click(compose)
        assert ended.left, ended.sentence
        await until(lambda: desk.last.phase == "ended")

    play(home, desk, story)
    (fields, files), ended = compose.sent[0], desk.last
    assert fields["to"] == ()
    assert set(fields["bcc"]) == set(TWO)
    ((name, content),) = files
    assert name == "Bilan Durand (chiffré).pdf"
    assert clear not in content
    assert ended.outcome is not None
    assert ended.outcome.left
    assert ended.password is not None
    assert opens_with(content, ended.password.password)
    assert not [one for one in home.rglob("*") if one.is_file() and clear in one.read_bytes()]


async def until(true: Callable[[], object]) -> None:
    for _ in range(1000):
        if true():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it did not happen")


def test_files_read_before_the_click_are_finished_when_the_window_opens(home: Path) -> None:
    compose, desk = Compose("1"), Desk(KEEP)

    async def story(one: AddOn) -> None:
        for name in ("a.pdf", "b.pdf", "c.pdf"):
            await one.attach(compose, compose.put(name, report()))
        for _ in range(40):  # a person writes on, for as long as a loaded machine takes
            await asyncio.sleep(0.25)
            await one.click(compose)
            if first_seen() == ["read"] * 3:
                return

    def first_seen() -> list[str]:
        return [row.reading for row in desk.dialogues[-1].views[0].attachments]

    play(home, desk, story)
    assert first_seen() == ["read"] * 3


def test_a_file_the_helper_does_not_have_is_asked_for(home: Path) -> None:
    compose, desk = Compose("1"), Desk()

    async def story(one: AddOn) -> None:
        compose.put("Bilan.pdf", dense_text(30, 40))
        ended = await one.click(compose)
        assert ended.left, ended.sentence

    play(home, desk, story)
    assert desk.dialogues[0].views[0].reading is not None
    assert compose.sent[0][1][0][0] == "Bilan (chiffré).pdf"


def test_a_file_that_changed_since_it_was_attached_is_read_again(home: Path) -> None:
    compose, desk = Compose("1"), Desk()
    new = report(5)

    async def story(one: AddOn) -> None:
        number = compose.put("Bilan.pdf", report(1))
        await one.attach(compose, number)
        compose.files[number] = ("Bilan.pdf", new, "application/pdf")
        ended = await one.click(compose)
        assert ended.left, ended.sentence

    play(home, desk, story)
    assert new not in compose.sent[0][1][0][1]


@pytest.mark.parametrize(
    "tamper",
    [
        pytest.param(
            lambda one: one.fields.update(to=("Un Autre <autre@free.example>",)),
            id="another recipient",
        ),
        pytest.param(
            lambda one: one.fields.update(bcc=(*one.fields["bcc"], "espion@mal.example")),
            id="one more in Bcc",
        ),
        pytest.param(lambda one: one.fields.update(to=TWO), id="the Edits taken back"),
        pytest.param(lambda one: one.fields.update(subject="Autre"), id="another subject"),
        pytest.param(lambda one: one.fields.update(text="Autre"), id="another text"),
        pytest.param(
            lambda one: one.fields.update(sender="Autre <a@ghe-valmont.example>"),
            id="another sender",
        ),
        pytest.param(lambda one: one.put("plus.pdf", report()), id="one more file"),
        pytest.param(lambda one: one.files.clear(), id="no file left"),
        pytest.param(
            lambda one: one.files.update(
                {key: (name, report(), kind) for key, (name, _, kind) in one.files.items()}
            ),
            id="the clear file in the place of the sealed one",
        ),
    ],
)
def test_what_is_not_what_was_confirmed_stays(
    home: Path, tamper: Callable[[Compose], None]
) -> None:
    compose, desk = Compose("1", to=TWO), Desk()

    async def story(one: AddOn) -> None:
        await one.attach(compose, compose.put("Bilan.pdf", report()))
        one.tamper = tamper
        ended = await one.click(compose)
        assert not ended.left
        assert ended.sentence == catalogue("fr")["error.compose-window-changed"]

    play(home, desk, story)
    assert compose.sent == []


def test_a_mail_the_person_keeps_stays_as_it_is(home: Path) -> None:
    compose, desk = Compose("1", to=TWO), Desk(KEEP)

    async def story(one: AddOn) -> None:
        await one.attach(compose, compose.put("Bilan.pdf", report()))
        before = compose.details()
        ended = await one.click(compose)
        assert (ended.left, ended.sentence, ended.edits) == (False, "", None)
        assert compose.details() == before

    play(home, desk, story)
    assert compose.sent == []


def test_without_a_window_the_mail_is_kept_and_says_why(home: Path) -> None:
    compose, desk = Compose("1"), Desk()
    desk.broken = True

    async def story(one: AddOn) -> None:
        ended = await one.click(compose)
        assert not ended.left
        assert ended.sentence == catalogue("fr")["error.window-lost"]

    play(home, desk, story)


def test_five_at_once_are_answered_in_any_order(home: Path) -> None:
    desk = Desk()
    windows = [Compose(str(number), subject=f"Mail {number}") for number in range(5)]
    order: list[str] = []
    turns = {one.fields["subject"]: asyncio.Event() for one in windows}

    async def wait(dialogue: Dialogue) -> None:
        await turns[dialogue.views[0].subject].wait()

    desk.wait = wait  # type: ignore[method-assign]

    async def story(one: AddOn) -> None:
        async def click(compose: Compose) -> None:
            ended = await one.click(compose)
            assert ended.left
            order.append(compose.name)

        clicks = [asyncio.create_task(click(compose)) for compose in windows]
        await until(lambda: len(desk.dialogues) == 5)
        for name in ("3", "0", "4", "2", "1"):
            turns[f"Mail {name}"].set()
            await until(lambda name=name: name in order)
        await asyncio.gather(*clicks)

    play(home, desk, story)
    assert order == ["3", "0", "4", "2", "1"]
    assert all(len(one.sent) == 1 for one in windows)


def test_one_mail_each_are_separate_mails(home: Path) -> None:
    compose = Compose("1", to=TWO)
    desk = Desk(Answers(verdict="send", cures={"visible-recipients": "one-each"}))

    async def story(one: AddOn) -> None:
        ended = await one.click(compose)
        assert ended.left, ended.sentence

    play(home, desk, story)
    assert sorted(fields["to"] for fields, _ in compose.sent) == sorted((one,) for one in TWO)
    assert all(not fields["cc"] and not fields["bcc"] for fields, _ in compose.sent)


def test_what_the_server_refuses_is_told_and_its_password_is_not_lost(home: Path) -> None:
    compose, desk = Compose("1"), Desk()

    async def story(one: AddOn) -> None:
        await one.attach(compose, compose.put("Bilan.pdf", report()))
        one.refuse = "550 5.1.1 no such user"
        ended = await one.click(compose)
        assert not ended.left
        await until(lambda: desk.last.phase == "ended")
        assert desk.last.password is None
        said = desk.last.outcome
        assert said is not None
        assert (said.left, said.tone) == (False, "block")
        assert any("550" in str(one.values.get("text")) for one in said.details)
        one.refuse = ""
        (number,) = compose.files
        await one.attach(compose, number)
        again = await one.click(compose)
        assert again.left, again.sentence
        await until(lambda: desk.last.phase == "ended")

    play(home, desk, story)
    ((_, ((_, content),)),) = compose.sent
    assert desk.last.password is not None
    assert opens_with(content, desk.last.password.password)


def test_a_file_added_to_a_mail_that_was_refused_is_there_the_next_time(
    home: Path, tmp_path: Path
) -> None:
    file = tmp_path / "Bilan.pdf"
    file.write_bytes(report())
    compose, desk = Compose("1", text="Vous trouverez ci-joint votre bilan."), Desk()
    adding = Answers(verdict="send", attach=[str(file)], cures="all", acknowledge="all")
    desk.answer = lambda _: CURE_AND_SEND if desk.dialogues else adding

    async def story(one: AddOn) -> None:
        await one.open(compose)
        one.refuse = "550 5.1.1 no such user"
        assert not (await one.click(compose)).left
        await until(lambda: desk.last.phase == "ended")
        assert desk.last.attachments
        assert not compose.files
        file.unlink()
        one.refuse = ""
        again = await one.click(compose)
        assert again.left, again.sentence
        await until(lambda: desk.last.phase == "ended")

    play(home, desk, story)
    ((_, ((name, content),)),) = compose.sent
    assert name == "Bilan (chiffré).pdf"
    assert desk.last.password is not None
    assert opens_with(content, desk.last.password.password)


def test_what_the_server_refuses_of_a_mail_as_it_was_thunderbird_says(home: Path) -> None:
    compose, desk = Compose("1"), Desk()

    async def story(one: AddOn) -> None:
        one.refuse = "550 5.1.1 no such user"
        assert not (await one.click(compose)).left
        await until(lambda: desk.dialogues[-1].closed)

    play(home, desk, story)
    assert desk.last.phase == "working"
    assert len(desk.dialogues) == 1


def test_the_window_steps_aside_while_thunderbird_sends_and_comes_back_with_the_password(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passage, "ASIDE_AFTER", 0.02)
    compose, desk = Compose("1"), Desk()

    async def story(one: AddOn) -> None:
        await one.attach(compose, compose.put("Bilan.pdf", report()))
        one.sending = 0.5
        ended = await one.click(compose)
        assert ended.left, ended.sentence
        await until(lambda: desk.dialogues[0].closed)
        assert len(desk.dialogues) == 1
        await until(lambda: len(desk.dialogues) == 2)

    play(home, desk, story)
    ((_, ((_, content),)),) = compose.sent
    assert desk.last.phase == "ended"
    assert desk.last.password is not None
    assert opens_with(content, desk.last.password.password)


def test_someone_added_behind_our_back_is_told(home: Path) -> None:
    compose, desk = Compose("1"), Desk()

    async def story(one: AddOn) -> None:
        one.added = ("Espion <espion@mal.example>",)
        await one.click(compose)
        await until(lambda: desk.last.phase == "ended")

    play(home, desk, story)
    assert desk.last.outcome is not None
    (told,) = desk.last.outcome.details
    assert told.values["addresses"] == "espion@mal.example"


def test_a_list_is_shown_as_its_people_and_leaves_as_it_is(home: Path) -> None:
    team = frames.Written(text="Équipe <Équipe>", is_list=True, members=TWO)
    compose = Compose("1", to=(team,))
    desk = Desk(Answers(verdict="send", acknowledge="all"))

    async def story(one: AddOn) -> None:
        ended = await one.click(compose)
        assert ended.left, ended.sentence

    play(home, desk, story)
    assert [row.local for row in desk.last.recipients] == ["marie.durand", "paul.lefevre"]
    assert compose.sent[0][0]["to"] == (team,)
