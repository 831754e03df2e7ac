"""Where there is more than one Outlook, or more than one of us in it; an Outlook that is busy."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sceau.hooks.outlook.gate import Gate
from sceau.hooks.outlook.objects import Busy, Gone
from sceau.hooks.outlook.people import sender_of
from sceau.hooks.outlook.shim_there import holds_the_shim
from sceau.phrases import catalogue
from support.fake_outlook.application import Application
from support.fake_outlook.base import NOT_THERE
from support.outlook_desk import MARIE, PAUL, Office, letter, play
from support.thunderbird_desk import Desk

FRENCH = catalogue("fr")


def with_shim(connected: bool) -> Application:
    outlook = Application()
    outlook.get("COMAddIns").know("Sceau.Outlook", "{0}").put("Connect", connected)
    return outlook


class WithoutList(Application):
    readable = Application.readable - {"COMAddIns"}


WHERE: dict[str, tuple[Callable[[], Application], bool]] = {
    "the shim is connected": (lambda: with_shim(True), True),
    "the person ticked it off": (lambda: with_shim(False), False),
    "it was registered after Outlook started": (Application, False),
    "Outlook has no such list": (WithoutList, False),
}


@pytest.mark.parametrize(("outlook", "there"), WHERE.values(), ids=WHERE)
def test_outlook_says_whether_the_shim_is_in_it(
    outlook: Callable[[], Application], there: bool
) -> None:
    assert holds_the_shim(outlook()) is there


def beside(outlook: Application, asked: list[str]) -> Any:
    """Give the sink and the shim of one Outlook, which note who asks; and the shim's add-in."""
    sink = Gate(lambda _item, _window: asked.append("sink"))
    shim = Gate(lambda _item, _window: asked.append("shim"))
    add_in = outlook.get("COMAddIns").know("Sceau.Outlook", "{0}")
    outlook.handlers += [
        lambda item: sink.cancels(item, elsewhere=lambda: holds_the_shim(outlook)),
        lambda item: add_in._Connect and shim.cancels(item),
    ]
    return add_in


def test_whatever_the_shim_does_one_asks_and_only_one() -> None:
    outlook, asked = Application(), list[str]()
    add_in = beside(outlook, asked)
    item = outlook.mail(Subject="Bilan", Body="Bonjour.")
    item.to(MARIE)
    for connected in (False, True, True, False, True):
        add_in.put("Connect", connected)
        assert not item.click_send()
    assert asked == ["sink", "shim", "shim", "sink", "shim"]
    assert not outlook.submitted


def test_where_outlook_does_not_say_it_the_mail_stays_and_it_is_said() -> None:
    failures: list[Exception] = []
    gate = Gate(lambda _item, _window: None, lambda why, _window: failures.append(why))
    outlook = with_shim(True)
    for put, kind in ((lambda: setattr(outlook.world, "busy", 1), Busy), (outlook_gone, Gone)):
        put(outlook) if kind is Gone else put()
        assert gate.cancels(outlook.mail(), elsewhere=lambda: holds_the_shim(outlook))
        assert isinstance(failures[-1], kind)


def outlook_gone(outlook: Application) -> None:
    outlook.world.gone = True


BUSY = {
    "as the person clicks": (1, "outlook.busy"),
    "as the mail is read": (30, "outlook.busy"),
}


@pytest.mark.parametrize(("calls", "told"), BUSY.values(), ids=BUSY)
def test_an_outlook_that_takes_no_call_keeps_the_mail_and_it_is_said(
    home: Path, calls: int, told: str
) -> None:
    async def story(one: Office) -> None:
        item = letter(one)
        one.outlook.world.busy = calls
        await one.send(item)
        async with asyncio.timeout(10):
            while not one.told:
                await asyncio.sleep(0.01)
        assert not one.outlook.submitted
        assert one.told == [FRENCH[told]]
        one.outlook.world.busy = 0
        await one.send(item)  # and then it is free again
        assert len(one.outlook.submitted) == 1

    play(home, Desk(), story)


def test_two_outlooks_quit_one_after_the_other_and_each_loses_its_own_clicks(home: Path) -> None:
    decided = asyncio.Event()

    class Waits(Desk):
        async def wait(self, dialogue: Any) -> None:
            await decided.wait()

    desk = Waits()

    async def story(one: Office) -> None:
        other = Application()  # a second profile, a second process
        other.handlers.append(one.host.gate.cancels)
        mine, its = letter(one, MARIE), other.mail(Subject="Votre bilan", Body="Bonjour.")
        its.to(PAUL)
        for item in (mine, its):
            assert not await one.click(item)
        async with asyncio.timeout(20):
            while len(desk.dialogues) < 2:
                await asyncio.sleep(0.01)
        one.outlook.world.gone = True
        mine.kills(NOT_THERE)
        await one.host.drop_dead()
        async with asyncio.timeout(20):
            while one.host.busy > 1:
                await asyncio.sleep(0.01)
        decided.set()
        await one.over()
        assert not one.outlook.submitted
        assert [mail["people"] for mail in other.submitted] == [[(1, PAUL)]]

    play(home, desk, story)


def test_each_profile_writes_from_its_own_account() -> None:
    one, other = Application(), Application()
    other.accounts.list[0]._SmtpAddress = "secretariat@ghe-valmont.example"
    senders = [sender_of(outlook.mail()) for outlook in (one, other, one)]
    assert [sender.rpartition("<")[2].rstrip(">") for sender in senders] == [
        "camille.rousseau@ghe-valmont.example",
        "secretariat@ghe-valmont.example",
        "camille.rousseau@ghe-valmont.example",
    ]
