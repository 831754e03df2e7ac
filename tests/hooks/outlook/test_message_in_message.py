"""A mail in a mail in a mail, as Outlook attaches it: all that stands in it is read, and where it
stands too deep that is said."""

from __future__ import annotations

import asyncio
from pathlib import Path

import msgspec
import pytest

from sceau.desk.answers import Answers
from sceau.review.reading.readers import read_file
from support.compound_files import messages_in_messages
from support.outlook_desk import office
from support.thunderbird_desk import Desk

MARIE = "marie.durand@orange.example"
NUMBER = "2 50 03 75 123 001 64"
SAID = f"Jeanne Exemple, née le 12/03/1950, NIR {NUMBER}."
DEEPEST = 4
"""Messages in the outermost whose text is still read."""


@pytest.mark.parametrize("deep", range(DEEPEST + 1))
def test_what_stands_in_it_is_read(deep: int) -> None:
    found = read_file(messages_in_messages(deep, SAID), "suivi.msg", "application/octet-stream")
    assert SAID in found.text
    assert found.unread is None


@pytest.mark.parametrize("deep", [DEEPEST + 1, DEEPEST + 2, 40])
def test_what_stands_too_deep_is_not_passed_over_in_silence(deep: int) -> None:
    found = read_file(messages_in_messages(deep, SAID), "suivi.msg", "application/octet-stream")
    assert SAID not in found.text
    assert found.unread is not None
    assert found.unread.key == "reading.unread.members"


@pytest.mark.parametrize("deep", [1, 2, 40])
def test_the_person_is_told_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, deep: int
) -> None:
    monkeypatch.setenv("SCEAU_HOME", str(tmp_path))
    desk = Desk(Answers(verdict="keep"))

    async def all_of_it() -> None:
        async with office(tmp_path, desk) as one:
            item = one.outlook.mail(Subject="Votre dossier", Body="Bonjour.")
            item.to(MARIE)
            item._Attachments.put_in("Suivi", messages_in_messages(deep, SAID), kind=5)
            await one.send(item)
            assert not one.outlook.submitted

    asyncio.run(asyncio.wait_for(all_of_it(), 60))
    shown = msgspec.json.encode(desk.last).decode()
    assert "Suivi.msg" in shown
    told = "confirm.chip.number-nir" if deep <= DEEPEST else "reading.unread.members"
    assert told in shown
