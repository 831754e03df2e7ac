"""What is written in files is read while they are added in Thunderbird, and shown at the click."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from sceau.desk import view
from sceau.desk.answers import CURE_AND_SEND, Answers
from support.add_on_stand_in import AddOn, add_on
from support.compose_stand_in import Compose
from support.office_files import office
from support.thunderbird_desk import Desk, helper

KEEP = Answers(verdict="keep")
ILL = "Compte rendu de consultation. Patiente adressée pour un prédiabète, HbA1c 6,4 %."


def shown(home: Path, name: str, content: bytes) -> view.ConfirmView:
    """Give the window as it stands once the file was read."""
    compose, desk = Compose("1"), Desk(KEEP)

    async def all_of_it() -> None:
        async with helper(home, desk) as environment, add_on(environment) as one:
            await story(one)

    async def story(one: AddOn) -> None:
        await one.open(compose)
        await one.attach(compose, compose.put(name, content))
        while not desk.dialogues or desk.last.attachments[0].reading != "read":
            await one.click(compose)

    asyncio.run(asyncio.wait_for(all_of_it(), 120))
    return desk.last


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SCEAU_HOME", str(tmp_path))
    return tmp_path


def test_a_report_is_to_be_sealed_and_says_what_it_is(home: Path) -> None:
    seen = shown(home, "bilan.docx", office("docx", ILL))
    (row,) = seen.attachments
    assert row.sealed
    assert [chip.text.key for chip in row.chips] == [
        "confirm.chip.is-report",
        "confirm.chip.health-data",
    ]
    (finding,) = seen.attachment_findings
    assert (finding.id, finding.state) == (f"health-data:{row.id}", "cured")
    assert seen.primary.key == "confirm.send.seal"


def test_a_menu_is_left_alone(home: Path) -> None:
    seen = shown(home, "menu.docx", office("docx", "Menu de la semaine : poisson et riz."))
    assert not seen.attachments[0].sealed
    assert seen.attachment_findings == ()


def test_a_sealed_file_leaves_under_the_name_it_was_given(home: Path) -> None:
    compose, desk = Compose("1"), Desk(CURE_AND_SEND)

    async def all_of_it() -> None:
        async with helper(home, desk) as environment, add_on(environment) as one:
            await one.open(compose)
            await one.attach(compose, compose.put("CR cancer du sein.docx", office("docx", ILL)))
            ended = await one.click(compose)
            assert ended.left, ended.sentence

    asyncio.run(asyncio.wait_for(all_of_it(), 120))
    ((_, ((name, content),)),) = compose.sent
    assert name == "Document médical (chiffré).docx"
    assert ILL.encode() not in content
