"""The shim in Outlook: the real DLL, loaded as Office loads it, in a fake Outlook under Wine; COM
starts the real door, at whose other end is a real helper."""

from __future__ import annotations

import asyncio
import base64
import subprocess
from pathlib import Path
from typing import Any

import pytest

from sceau.desk.answers import Answers
from sceau.phrases import catalogue
from support.office_in_c import DLL, build
from support.outlook_station import CLASSIC, Ended, Station, assert_left_sealed, helper_at
from support.pdfs import report
from support.repository import ROOT
from support.thunderbird_desk import Desk
from support.wine import Wine

pytestmark = pytest.mark.e2e

MARIE, PAUL = "marie.durand@orange.example", "paul.lefevre@free.example"
KEEP = Answers(verdict="keep")
ENGLISH = catalogue("en")


@pytest.fixture(scope="module")
def station(windows: Wine, tmp_path_factory: pytest.TempPathFactory) -> Station:
    dlls = tmp_path_factory.mktemp("shim")
    subprocess.run(
        [str(ROOT / ".venv/bin/python"), str(CLASSIC / "build.py"), str(dlls)],
        check=True,
        capture_output=True,
    )
    return Station(windows, dlls)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SCEAU_HOME", str(tmp_path))
    return tmp_path


def write(name: str = "a", *to: str, **files: bytes) -> list[Any]:
    attached = {f"{one}.pdf": base64.b64encode(content).decode() for one, content in files.items()}
    return ["write", name, list(to or (MARIE,)), attached, {"Subject": "Bilan", "Body": "Bonjour."}]


def play(station: Station, home: Path, desk: Desk, *steps: Any, **environment: str) -> Ended:
    async def all_of_it() -> Ended:
        async with helper_at(desk) as (port, lines):
            station.register(port)
            office = station.open(home, ["load"], *steps, ["quit"], **environment)
            # a door that is of no use opens no line
            while not lines and set(environment) <= {"SCEAU_TEST_PATIENCE"}:
                await asyncio.sleep(0.05)
            office.go_on()
            return await office.ended()

    ended = asyncio.run(all_of_it())
    assert not ended.problem
    return ended


def test_a_mail_leaves_once_and_only_after_the_person_said_so(station: Station, home: Path) -> None:
    ended = play(station, home, Desk(), write(), ["click", "a"], ["left", 1], ["rest", 0.3])
    assert [mail["people"] for mail in ended.submitted] == [[[1, MARIE]]]
    assert ended.asked == 2
    assert not ended.told


def test_a_report_to_two_people_leaves_sealed_and_in_bcc(station: Station, home: Path) -> None:
    desk, clear = Desk(), report()
    ended = play(
        station, home, desk, write("a", MARIE, PAUL, Bilan=clear), ["click", "a"], ["left", 1]
    )
    assert_left_sealed(ended, [MARIE, PAUL], desk, home, clear)


def test_a_mail_the_person_keeps_stays(station: Station, home: Path) -> None:
    ended = play(station, home, Desk(KEEP), write(), ["click", "a"], ["rest", 1.5])
    assert not ended.submitted
    assert ended.asked == 1


def test_two_mails_at_once_leave_once_each(station: Station, home: Path) -> None:
    ended = play(
        station,
        home,
        Desk(),
        write("a", MARIE),
        write("b", PAUL),
        ["click", "a"],
        ["click", "b"],
        ["left", 2],
        ["rest", 0.3],
    )
    assert sorted(mail["people"][0][1] for mail in ended.submitted) == [MARIE, PAUL]
    assert ended.asked == 4


def test_where_the_door_is_missing_the_mail_stays_and_it_is_said(
    station: Station, home: Path
) -> None:
    station.register(9, door=False)
    office = station.open(home, ["load"], write(), ["click", "a"], ["read_box"], ["quit"])
    office.go_on()
    ended = asyncio.run(office.ended())
    assert (ended.problem, ended.submitted) == ("", [])
    assert ended.told == [ENGLISH["outlook.helper-missing"]]


BAD_DOORS = {
    "older than the shim": ({"SCEAU_TEST_OLDER_DOOR": "0"}, "outlook.helper-old"),
    "broken": ({"SCEAU_TEST_BROKEN_DOOR": "1"}, "outlook.went-wrong"),
    "silent": ({"SCEAU_TEST_SILENT_DOOR": "1"}, "outlook.helper-silent"),
}


@pytest.mark.parametrize("environment, told", BAD_DOORS.values(), ids=BAD_DOORS)
def test_a_door_that_is_of_no_use_keeps_the_mail_and_it_is_said(
    station: Station, home: Path, environment: dict[str, str], told: str
) -> None:
    ended = play(station, home, Desk(), write(), ["click", "a"], ["read_box"], **environment)
    assert not ended.submitted
    assert ended.told == [ENGLISH[told]]


SHORT, LONG = 1.5, 8
REJECTED, RETRY_LATER = 1, 2
"""What Outlook's message filter answers (SERVERCALL_REJECTED, SERVERCALL_RETRYLATER)."""


def test_an_answer_in_the_pane_leaves_once_though_outlook_is_busy_for_a_moment(
    station: Station, home: Path
) -> None:
    busy, click = ["busy", SHORT, RETRY_LATER], ["click", "a"]
    steps = [write(), ["answer_in_pane", "a"], busy, click, ["left", 1], ["was_busy"]]
    ended = play(station, home, Desk(), *steps, ["rest", 0.3])
    assert (len(ended.submitted), ended.asked, ended.told) == (1, 2, [])


def test_an_outlook_that_stays_busy_keeps_the_mail_and_it_is_said(
    station: Station, home: Path
) -> None:
    steps = [write(), ["busy", LONG, REJECTED], ["click", "a"], ["read_box"], ["was_busy"]]
    ended = play(station, home, Desk(), *steps, SCEAU_TEST_PATIENCE="1")
    assert (ended.submitted, ended.asked) == ([], 1)
    assert ended.told == [catalogue("fr")["outlook.busy"]]


def test_a_helper_that_is_killed_while_its_window_is_open_keeps_the_mail(
    station: Station, home: Path
) -> None:
    seen = asyncio.Event()

    class Waits(Desk):
        async def wait(self, dialogue: Any) -> None:
            seen.set()
            await asyncio.sleep(60)

    async def all_of_it() -> Ended:
        async with helper_at(Waits()) as (port, lines):
            station.register(port)
            office = station.open(home, ["load"], write(), ["click", "a"], ["read_box"], ["quit"])
            office.go_on()
            await asyncio.wait_for(seen.wait(), 60)
            for line in lines:
                line.transport.abort()
            return await office.ended()

    ended = asyncio.run(all_of_it())
    assert (ended.problem, ended.submitted) == ("", [])
    assert ended.told == [catalogue("fr")["outlook.helper-gone"]]


def test_outlook_that_is_killed_leaves_a_door_for_the_next_one(
    station: Station, home: Path
) -> None:
    async def all_of_it() -> Ended:
        async with helper_at(Desk()) as (port, _):
            station.register(port)
            killed = station.open(home, ["load"], write(), ["click", "a"], ["die"])
            killed.go_on()
            await asyncio.to_thread(killed.process.wait, 60)
            office = station.open(home, ["load"], write(), ["click", "a"], ["left", 1], ["quit"])
            office.go_on()
            return await office.ended()

    ended = asyncio.run(all_of_it())
    assert ended.problem == ""
    assert len(ended.submitted) == 1


def test_the_outlook_in_c_that_runs_with_32_bits_elsewhere_is_served_with_64(
    windows: Wine, tmp_path: Path
) -> None:
    dlls, office = build(tmp_path, "x64")
    windows.end()  # Wine goes on handing out the class of a door that was killed
    told = windows.run(office, windows.path(dlls / "x64" / DLL), "go")
    assert told.stdout.strip() == b"good, 64 bits", told.stdout
