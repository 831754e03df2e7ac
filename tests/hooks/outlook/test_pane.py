"""Answers that are written in the reading pane."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from sceau.desk.answers import Answers
from support.fake_outlook.items import NOT_INLINE
from support.outlook_desk import MARIE, PAUL, Office, letter, play
from support.thunderbird_desk import Desk

KINDS = {"the object stays": False, "it is another object in its window": True}
ONE_EACH = Answers(verdict="send", cures={"visible-recipients": "one-each"})
LETTER = Answers(verdict="send", cures="all", letter=True)


def in_the_pane(one: Office, *to: str, moves: bool, **values: Any) -> Any:
    item = letter(one, *to, **values)
    item.moves = moves
    one.outlook.answer_in_pane(item)
    return item


def there(one: Office, item: Any) -> Any:
    """Give the item where it is now."""
    return one.outlook.inspector._CurrentItem if one.outlook.inspector is not None else item


@pytest.mark.parametrize("moves", KINDS.values(), ids=KINDS)
@pytest.mark.parametrize("people", [{MARIE: 1}, {MARIE: 3, PAUL: 3}], ids=["as it is", "cured"])
def test_it_leaves_once_through_a_window_of_its_own(
    home: Path, people: dict[str, int], moves: bool
) -> None:
    async def story(one: Office) -> None:
        await one.send(in_the_pane(one, *people, moves=moves))
        (mail,) = one.outlook.submitted
        assert mail["people"] == [(field, address) for address, field in people.items()]
        assert one.outlook.explorer is not None
        assert one.outlook.explorer.get("ActiveInlineResponse") is None
        assert not one.told

    play(home, Desk(), story)


def test_what_the_person_keeps_stays_in_the_pane(home: Path) -> None:
    async def story(one: Office) -> None:
        item = in_the_pane(one, moves=False)
        await one.send(item)
        assert not one.outlook.submitted
        assert one.outlook.explorer is not None
        assert one.outlook.explorer.get("ActiveInlineResponse") is item

    play(home, Desk(Answers(verdict="keep")), story)


@pytest.mark.parametrize("moves", KINDS.values(), ids=KINDS)
def test_one_mail_a_person_leaves_as_that_many_mails(home: Path, moves: bool) -> None:
    async def story(one: Office) -> None:
        await one.send(in_the_pane(one, MARIE, PAUL, moves=moves))
        assert sorted(mail["people"] for mail in one.outlook.submitted) == [
            [(1, MARIE)],
            [(1, PAUL)],
        ]
        assert not one.outlook.drafts

    play(home, Desk(ONE_EACH), story)


@pytest.mark.parametrize("moves", KINDS.values(), ids=KINDS)
def test_its_text_is_given_back_where_it_did_not_leave(home: Path, moves: bool) -> None:
    async def story(one: Office) -> None:
        item = in_the_pane(one, moves=moves, Body="Votre glycémie : 7,1.")
        one.outlook.handlers.append(lambda _: one.outlook.asked > 1)  # another add-in says no
        await one.send(item)
        assert not one.outlook.submitted
        assert there(one, item)._Body == "Votre glycémie : 7,1."
        assert not there(one, item)._Attachments.list

    play(home, Desk(LETTER), story)


def test_where_outlook_gives_it_no_window_it_stays_and_the_person_can_click_again(
    home: Path,
) -> None:
    desk = Desk(Answers(verdict="send"))

    async def story(one: Office) -> None:
        item = in_the_pane(one, moves=False)
        item._do_Display = lambda *_: None
        for clicks in (1, 2):
            await one.send(item)
            assert not one.outlook.submitted
            assert len(desk.dialogues) == clicks
            async with asyncio.timeout(20):
                while desk.last.outcome is None:
                    await asyncio.sleep(0.01)
        assert not item.dead

    play(home, desk, story)
    assert f"{NOT_INLINE:08X}" in str(desk.last.outcome)
