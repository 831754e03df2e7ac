"""A mail from the click on Send in Outlook to what left: the fake Outlook, the hook and a real
helper in one process."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from sceau.desk.answers import Answers
from sceau.phrases import catalogue
from sceau.seal.pdf import opens_with
from support.fake_outlook.base import NOT_THERE
from support.outlook_desk import MARIE, PAUL, Office, letter, play
from support.pdfs import report
from support.pictures import picture
from support.thunderbird_desk import Desk

KEEP = Answers(verdict="keep")


def test_a_mail_leaves_once_and_only_after_the_person_said_so(home: Path) -> None:
    async def story(one: Office) -> None:
        await one.send(letter(one))
        assert [mail["people"] for mail in one.outlook.submitted] == [[(1, MARIE)]]
        assert one.outlook.asked == 2, "the click, and the sending of what was confirmed"
        assert not one.told

    play(home, Desk(), story)


def test_a_mail_the_person_keeps_stays_as_it_is(home: Path) -> None:
    async def story(one: Office) -> None:
        item = letter(one, MARIE, PAUL)
        await one.send(item)
        assert not one.outlook.submitted
        assert not item.dead
        assert [person._Type for person in item._Recipients.list] == [1, 1]
        assert not item.saves

    play(home, Desk(KEEP), story)


def test_an_open_report_to_two_people_leaves_sealed_and_in_bcc(home: Path) -> None:
    clear, desk = report(), Desk()

    async def story(one: Office) -> None:
        item = letter(one, MARIE, PAUL)
        item._Attachments.put_in("Bilan Durand.pdf", clear)
        await one.send(item)
        (mail,) = one.outlook.submitted
        assert mail["people"] == [(3, MARIE), (3, PAUL)]
        ((name, content),) = mail["files"]
        assert name == "Bilan Durand (chiffré).pdf"
        assert clear not in content
        async with asyncio.timeout(10):
            while desk.last.password is None:
                await asyncio.sleep(0.01)
        assert opens_with(content, desk.last.password.password)

    play(home, desk, story)


def test_the_name_in_a_picture_of_the_text_is_no_attachment(home: Path) -> None:
    desk = Desk(KEEP)

    async def story(one: Office) -> None:
        item = letter(one, BodyFormat=2, HTMLBody='<p>Bonjour <img src="cid:logo@1"></p>')
        item._Attachments.put_in("logo.png", b"\x89PNG", tags={"0x3712001F": "logo@1"})
        await one.send(item)

    play(home, desk, story)
    assert not desk.dialogues[0].views[0].attachments


TAMPERING: dict[str, Callable[[Any], object]] = {
    "another recipient": lambda item: item.to(PAUL),
    "another subject": lambda item: setattr(item, "_Subject", "Autre"),
    "another text": lambda item: setattr(item, "_Body", "Autre."),
    "a file put in": lambda item: item._Attachments.put_in("a.txt", b"x"),
}


@pytest.mark.parametrize("change", TAMPERING.values(), ids=TAMPERING)
def test_what_changed_while_the_person_decided_is_kept(
    home: Path, change: Callable[[Any], object]
) -> None:
    items: list[Any] = []

    class Slow(Desk):
        async def wait(self, dialogue: Any) -> None:
            change(items[0])

    async def story(one: Office) -> None:
        items.append(letter(one))
        await one.send(items[0])
        assert not one.outlook.submitted
        assert one.told == [catalogue("fr")["error.compose-window-changed"]]

    play(home, Slow(), story)


def test_what_another_add_in_changes_at_the_last_moment_is_kept(home: Path) -> None:
    async def story(one: Office) -> None:
        item = letter(one)

        def adds(_: Any) -> bool:
            if one.outlook.asked == 2:
                item.to(PAUL)
            return False

        one.outlook.handlers.insert(0, adds)
        assert not await one.click(item)
        async with asyncio.timeout(20):
            while one.outlook.asked < 2:
                await asyncio.sleep(0.01)
        await one.over()
        assert not one.outlook.submitted

    play(home, Desk(Answers(verdict="send")), story)


def test_two_mails_at_once_are_answered_in_any_order(home: Path) -> None:
    first_may = asyncio.Event()

    class InTurn(Desk):
        async def wait(self, dialogue: Any) -> None:
            if len(self.dialogues) == 1 or dialogue is self.dialogues[0]:
                await first_may.wait()

    async def story(one: Office) -> None:
        first, second = letter(one, MARIE), letter(one, PAUL)
        await one.click(first)
        await asyncio.sleep(0.2)
        await one.click(second)
        async with asyncio.timeout(20):
            while not one.outlook.submitted:
                await asyncio.sleep(0.01)
        assert one.outlook.submitted[0]["people"] == [(1, PAUL)]
        first_may.set()
        await one.over()
        assert len(one.outlook.submitted) == 2

    play(home, InTurn(), story)


def test_a_second_click_on_the_same_mail_sends_it_once(home: Path) -> None:
    class Slow(Desk):
        async def wait(self, dialogue: Any) -> None:
            if dialogue is self.dialogues[0]:
                await asyncio.sleep(60)

    async def story(one: Office) -> None:
        item = letter(one)
        await one.click(item)
        await asyncio.sleep(0.3)
        await one.send(item)
        assert len(one.outlook.submitted) == 1

    play(home, Slow(), story)


def test_outlook_that_dies_in_the_sending_is_not_asked_to_send_again(home: Path) -> None:
    desk = Desk()

    async def story(one: Office) -> None:
        one.outlook.dies_after_sending = True
        await one.send(letter(one))
        assert len(one.outlook.submitted) == 1
        async with asyncio.timeout(20):
            while desk.last.phase != "ended":
                await asyncio.sleep(0.01)
        assert desk.last.outcome is not None
        assert desk.last.outcome.sentence.key == "outlook.not-known"

    play(home, desk, story)


def test_outlook_that_quits_while_the_person_decides_sends_nothing(home: Path) -> None:
    class Quits(Desk):
        async def wait(self, dialogue: Any) -> None:
            items[0].kills(NOT_THERE)

    items: list[Any] = []

    async def story(one: Office) -> None:
        items.append(letter(one))
        await one.send(items[0])
        assert not one.outlook.submitted

    play(home, Quits(), story)


def test_an_item_that_cannot_be_read_is_kept_and_said(home: Path) -> None:
    async def story(one: Office) -> None:
        item = letter(one)
        await one.click(item)
        item.kills()
        await one.over()
        assert not one.outlook.submitted
        assert one.told == [catalogue("fr")["outlook.not-readable"]]

    play(home, Desk(), story)


def test_one_mail_a_person_leaves_as_that_many_mails(home: Path) -> None:
    each = Answers(verdict="send", cures={"visible-recipients": "one-each"})

    async def story(one: Office) -> None:
        await one.send(letter(one, MARIE, PAUL))
        assert [mail["people"] for mail in one.outlook.submitted] == [[(1, PAUL)], [(1, MARIE)]]
        assert not one.outlook.drafts

    play(home, Desk(each), story)


def test_an_invitation_is_asked_about_and_offers_no_bcc(home: Path) -> None:
    desk = Desk(KEEP)

    async def story(one: Office) -> None:
        item = one.outlook.meeting(Subject="Consultation", Body="Bonjour.")
        item.to(MARIE)
        item.to(PAUL)
        await one.send(item)
        assert not one.outlook.submitted

    play(home, desk, story)
    shown = msgspec.json.encode(desk.dialogues[0].views[0]).decode()
    assert "visible-recipients" in shown
    assert "cure.to-bcc" not in shown
    assert "cure.one-each" not in shown


TEXTS: dict[str, dict[str, Any]] = {
    "plain": {"Body": "Votre glycémie : 7,1."},
    "HTML, with a picture": {
        "Body": "Votre glycémie : 7,1.",
        "BodyFormat": 2,
        "HTMLBody": '<p>Votre glycémie : 7,1. <img src="cid:a@1"></p>',
    },
}
LETTER = Answers(verdict="send", cures="all", letter=True)


@pytest.mark.parametrize("values", TEXTS.values(), ids=TEXTS)
def test_the_text_leaves_in_a_sealed_letter(home: Path, values: dict[str, Any]) -> None:
    async def story(one: Office) -> None:
        item = letter(one, **values)
        if "HTMLBody" in values:
            item._Attachments.put_in("a.png", picture("png"), tags={"0x3712001F": "a@1"})
        await one.send(item)
        assert not one.told
        (mail,) = one.outlook.submitted
        ((name, content),) = mail["files"]
        assert name.endswith(".pdf")
        assert content.startswith(b"%PDF")
        assert "glycémie" not in mail["body"] + mail["markup"]

    play(home, Desk(LETTER), story)


@pytest.mark.parametrize("values", TEXTS.values(), ids=TEXTS)
def test_a_text_that_was_to_go_into_a_letter_is_given_back_where_nothing_left(
    home: Path, values: dict[str, Any]
) -> None:
    async def story(one: Office) -> None:
        item = letter(one, **values)
        pictures = ["a.png"] if "HTMLBody" in values else []
        for name in pictures:
            item._Attachments.put_in(name, picture("png"), tags={"0x3712001F": "a@1"})
        one.outlook.handlers.append(lambda _: one.outlook.asked > 1)  # another add-in says no
        before = item._Body, item._HTMLBody
        await one.send(item)
        assert not one.outlook.submitted
        assert (item._Body, item._HTMLBody) == before
        assert [one._FileName for one in item._Attachments.list] == pictures
        assert all(one.tags["0x3712001F"] == "a@1" for one in item._Attachments.list)

    play(home, Desk(LETTER), story)


def test_without_a_helper_nothing_leaves_and_the_person_is_told(home: Path) -> None:
    def cannot_start() -> Any:
        raise FileNotFoundError

    async def story(one: Office) -> None:
        await one.send(letter(one))
        assert not one.outlook.submitted
        assert one.told == [catalogue("fr")["outlook.helper-missing"]]

    play(home, Desk(), story, with_helper=False, start=cannot_start)


def test_a_helper_that_says_nothing_keeps_the_mail(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sceau.hooks.outlook.line.PATIENCE", 0.2)

    async def silent() -> Any:
        server = await asyncio.start_unix_server(
            lambda _r, _w: asyncio.sleep(60), path=str(home / "silent.sock")
        )
        ends = await asyncio.open_unix_connection(str(home / "silent.sock"))
        server.close()
        return ends

    async def story(one: Office) -> None:
        await one.send(letter(one))
        assert not one.outlook.submitted
        assert one.told == [catalogue("fr")["outlook.helper-silent"]]

    play(home, Desk(), story, with_helper=False, reach=silent)


def test_a_fault_in_the_hook_itself_keeps_the_mail(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("sceau.hooks.outlook.click.read", broken)

    async def story(one: Office) -> None:
        await one.send(letter(one))
        assert not one.outlook.submitted
        assert one.told == [catalogue("fr")["outlook.went-wrong"]]

    play(home, Desk(), story)
