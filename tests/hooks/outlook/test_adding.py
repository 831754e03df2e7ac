"""What a person adds in Sceau's window stands in Outlook's item when it leaves, and only then."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sceau.desk.answers import Answers
from sceau.seal.pdf import opens_with
from support.outlook_desk import MARIE, PAUL, Office, play
from support.pdfs import report
from support.thunderbird_desk import Desk


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SCEAU_HOME", str(tmp_path / "home"))
    (tmp_path / "Bilan.pdf").write_bytes(report())
    (tmp_path / "Avis.txt").write_bytes(b"Avis")
    return tmp_path


def attaching(home: Path) -> Desk:
    files = Answers(
        verdict="send",
        attach=[str(home / "Bilan.pdf"), str(home / "Avis.txt")],
        seal=["Bilan.pdf"],
        acknowledge="all",
    )
    return Desk(files)


def announcing(one: Office) -> Any:
    item = one.outlook.mail(Subject="Votre bilan", Body="Bonjour,\r\nVoir le bilan ci-joint.")
    item.to(MARIE)
    return item


def test_the_files_leave_one_of_them_sealed(home: Path) -> None:
    async def story(one: Office) -> None:
        await one.send(announcing(one))
        (mail,) = one.outlook.submitted
        files = dict(mail["files"])
        assert len(files) == 2
        assert files.pop("Avis.txt") == b"Avis"
        ((name, sealed),) = files.items()
        assert name.startswith("Bilan (")
        assert not opens_with(sealed, "")
        assert sealed != report()

    play(home, attaching(home), story)


def test_they_are_taken_out_again_where_outlook_does_not_send(home: Path) -> None:
    async def story(one: Office) -> None:
        item = announcing(one)
        one.outlook.handlers.append(lambda _: True)  # another add-in refuses
        await one.send(item)
        assert not one.outlook.submitted
        assert item.get("Attachments").get("Count") == 0

    play(home, attaching(home), story)
    left = [one for one in (home / "home").rglob("*") if one.is_file()]
    assert not [one for one in left if report()[200:600] in one.read_bytes()]


def test_who_is_added_gets_it_in_the_place_of_who_is_removed(home: Path) -> None:
    async def story(one: Office) -> None:
        item = one.outlook.mail(Subject="Votre rendez-vous", Body="Bonjour.")
        item.to(MARIE)
        await one.send(item)
        (mail,) = one.outlook.submitted
        assert [address for _, address in mail["people"]] == [PAUL]

    play(home, Desk(Answers(verdict="send", remove=[MARIE], to=[PAUL], acknowledge="all")), story)
