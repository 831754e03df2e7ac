"""The sink, where no shim may be installed: out of Outlook's process, under Wine."""

from __future__ import annotations

import asyncio
import base64
import subprocess
from pathlib import Path
from typing import Any

import pytest

from sceau.desk.answers import Answers
from sceau.phrases import catalogue
from support.outlook_station import CLASSIC, Ended, Station, assert_left_sealed, helper_at
from support.pdfs import report
from support.repository import ROOT
from support.thunderbird_desk import Desk
from support.wine import Wine

pytestmark = pytest.mark.e2e

MARIE, PAUL = "marie.durand@orange.example", "paul.lefevre@free.example"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SCEAU_HOME", str(tmp_path))
    return tmp_path


def write(*to: str, name: str = "a", **files: bytes) -> list[Any]:
    attached = {f"{one}.pdf": base64.b64encode(content).decode() for one, content in files.items()}
    return ["write", name, list(to or (MARIE,)), attached, {"Subject": "Bilan", "Body": "Bonjour."}]


def play(
    windows: Wine,
    home: Path,
    desk: Desk,
    *outlooks: list[Any],
    reachable: bool = True,
    **environment: str,
) -> list[Ended]:
    """Start the sink, and one Outlook after the other; where the helper is not ``reachable``, the
    sink finds nobody at its port."""
    station = Station(windows, home)

    async def all_of_it() -> list[Ended]:
        async with helper_at(desk) as (port, _):
            station.unregister()
            sink = station.sink(home, port if reachable else 9, **environment)
            ended = []
            try:
                for steps in outlooks:
                    office = station.open(home, ["attached"], *steps, ["quit"], addin=False)
                    office.go_on()
                    ended.append(await office.ended())
            finally:
                sink.kill()
                sink.wait()
            return ended

    found = asyncio.run(all_of_it())
    assert [one.problem for one in found] == [""] * len(outlooks)
    return found


def test_it_finds_outlook_asks_and_lets_what_was_confirmed_leave_once(
    windows: Wine, home: Path
) -> None:
    (ended,) = play(
        windows,
        home,
        Desk(),
        [write(MARIE, PAUL), ["click", "a"], ["left", 1], ["rest", 0.5]],
    )
    assert [mail["people"] for mail in ended.submitted] == [[[3, MARIE], [3, PAUL]]]
    assert ended.asked == 2


def test_it_keeps_what_the_person_keeps_and_finds_the_next_outlook(
    windows: Wine, home: Path
) -> None:
    keep = [write(), ["click", "a"], ["rest", 1.5]]
    first, second = play(windows, home, Desk(Answers(verdict="keep")), keep, keep)
    assert (first.submitted, second.submitted) == ([], [])
    assert (first.asked, second.asked) == (1, 1)


def test_a_report_to_two_people_leaves_sealed_and_in_bcc(windows: Wine, home: Path) -> None:
    desk, clear = Desk(), report()
    steps = [write(MARIE, PAUL, Bilan=clear), ["click", "a"], ["left", 1]]
    (ended,) = play(windows, home, desk, steps)
    assert_left_sealed(ended, [MARIE, PAUL], desk, home, clear)


def test_two_mails_at_once_leave_once_each(windows: Wine, home: Path) -> None:
    steps = [write(MARIE), write(PAUL, name="b"), ["click", "a"], ["click", "b"], ["left", 2]]
    (ended,) = play(windows, home, Desk(), [*steps, ["rest", 0.3]])
    assert sorted(mail["people"][0][1] for mail in ended.submitted) == [MARIE, PAUL]
    assert ended.asked == 4


NO_USE: dict[str, tuple[bool, dict[str, str], str]] = {
    "the helper is missing": (False, {}, "outlook.helper-missing"),
    "asking breaks down": (True, {"SCEAU_TEST_BROKEN_DOOR": "1"}, ""),
}


@pytest.mark.parametrize(("reachable", "environment", "told"), NO_USE.values(), ids=NO_USE)
def test_a_mail_nobody_could_ask_about_stays(
    windows: Wine, home: Path, reachable: bool, environment: dict[str, str], told: str
) -> None:
    after = ["read_box"] if told else ["rest", 2]
    steps = [write(), ["click", "a"], after]
    (ended,) = play(windows, home, Desk(), steps, reachable=reachable, **environment)
    assert (ended.submitted, ended.asked) == ([], 1)
    assert ended.told == ([catalogue("fr")[told]] if told else [])


def test_outlook_may_quit_while_the_window_is_open(windows: Wine, home: Path) -> None:
    class Waits(Desk):
        async def wait(self, dialogue: Any) -> None:
            await asyncio.sleep(3)

    steps = [write(), ["click", "a"], ["rest", 1]]
    (ended,) = play(windows, home, Waits(), steps)
    assert (ended.submitted, ended.asked) == ([], 1)


@pytest.mark.parametrize(("answer", "told"), [(2, ""), (1, "outlook.busy")], ids=["moment", "long"])
def test_outlook_may_be_busy(windows: Wine, home: Path, answer: int, told: str) -> None:
    long = bool(told)
    after = [["read_box"]] if long else [["left", 1]]
    steps = [write(), ["busy", 8 if long else 1.5, answer], ["click", "a"], *after, ["was_busy"]]
    patience = {"SCEAU_TEST_PATIENCE": "1"} if long else {}
    (ended,) = play(windows, home, Desk(), steps, **patience)
    assert (len(ended.submitted), ended.asked) == ((0, 1) if long else (1, 2))
    assert ended.told == ([catalogue("fr")[told]] if told else [])


def test_beside_the_shim_each_click_is_asked_about_once_whoever_comes_and_goes(
    windows: Wine, home: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The person ticks the add-in off and on again while the sink is there; and Outlook was started
    before the add-in was registered, which it then does not know."""
    dlls = tmp_path_factory.mktemp("shim")
    build = [str(ROOT / ".venv/bin/python"), str(CLASSIC / "build.py"), str(dlls)]
    subprocess.run(build, check=True, capture_output=True)
    station, desk = Station(windows, dlls), Desk()

    async def all_of_it() -> tuple[Ended, Ended]:
        async with helper_at(desk) as (port, _):
            station.register(port)
            sink = station.sink(home, port)
            try:
                older = station.open(
                    home, ["attached"], write(), ["click", "a"], ["left", 1], ["quit"], addin=False
                )
                older.go_on()
                first = await older.ended()
                steps = [["load"], ["attached", 2]]
                for number, change in enumerate((["rest", 0], ["unload"], ["load"])):
                    name = f"m{number}"
                    mail = write(f"{name}@free.example", name=name)  # somebody new each time
                    steps += [change, mail, ["click", name], ["left", number + 1]]
                office = station.open(home, *steps, ["rest", 0.3], ["quit"])
                office.go_on()
                return first, await office.ended()
            finally:
                sink.kill()
                sink.wait()

    older, ended = asyncio.run(all_of_it())
    assert (older.problem, older.asked, len(older.submitted)) == ("", 2, 1)
    assert (ended.problem, ended.asked, len(ended.submitted)) == ("", 6, 3)
    assert len(desk.dialogues) == 4
