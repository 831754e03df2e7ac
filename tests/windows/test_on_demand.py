"""The helper on demand, over its real pipe: started by whoever needs it first, one a person, killed
in the midst of things and started again. Nothing leaves that was not confirmed, nothing is lost."""

from __future__ import annotations

import asyncio
import json
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from sceau.demo import sample
from sceau.phrases import catalogue
from support.outlook_station import CLASSIC, REGISTRY, Ended, Station
from support.repository import ROOT
from support.wine import Wine

pytestmark = pytest.mark.e2e

SUPPORT = ROOT / "tests" / "support"
DOOR = r'"C:\runtime\python\pythonw.exe" -X utf8 -m sceau.hooks.outlook.door'
SERVER = rf"HKLM\Software\Classes\CLSID\{REGISTRY['door']}\LocalServer32"
COLLEAGUE = "paul.lefevre@ghe-valmont.example"
OUTSIDE = "marie.durand@orange.example"
ENGLISH = catalogue("en")


@pytest.fixture(scope="module")
def station(windows: Wine, tmp_path_factory: pytest.TempPathFactory) -> Station:
    """Windows with the shim, and with the door that an installer registers."""
    dlls = tmp_path_factory.mktemp("shim")
    command = [str(ROOT / ".venv/bin/python"), str(CLASSIC / "build.py"), str(dlls)]
    subprocess.run(command, check=True, capture_output=True)
    made = Station(windows, dlls)
    made.register(9)
    assert windows.run("reg", "add", SERVER, "/ve", "/d", DOOR, "/f").returncode == 0
    return made


@pytest.fixture
def home(station: Station, tmp_path: Path) -> Iterator[Path]:
    """The folders of a person who has no helper yet. Everything ends afterwards: a door that stays
    would serve the next person with the folders of this one."""
    yield tmp_path
    station.wine.end()


def helper(station: Station, home: Path, do: str) -> dict[str, object]:
    """Ask the person's helper; nothing where there is none."""
    told = station.wine.python(
        "-m",
        *("sceau.cli", "helper", do, "--json"),
        environment={"SCEAU_HOME": station.wine.path(home)},
    )
    answer: dict[str, object] = json.loads(told.stdout) if told.stdout else {}
    return {} if "error" in answer else answer


def write(name: str, to: str) -> list[object]:
    return ["write", name, [to], {}, {"Subject": "Réunion", "Body": "Bonjour."}]


def play(station: Station, home: Path, *steps: object) -> Ended:
    office = station.open(home, ["load"], *steps, ["quit"])
    office.go_on()
    ended = asyncio.run(office.ended())
    assert not ended.problem
    return ended


def test_the_first_click_starts_the_helper_and_the_mail_leaves_once(
    station: Station, home: Path
) -> None:
    assert helper(station, home, "status") == {}
    # for a colleague, with nothing to ask: no window is needed
    ended = play(station, home, write("a", COLLEAGUE), ["click", "a"], ["left", 1], ["rest", 0.3])
    assert [mail["people"] for mail in ended.submitted] == [[[1, COLLEAGUE]]]
    assert not ended.told
    assert helper(station, home, "status")["running"] is True


def test_a_helper_killed_while_the_window_is_open_keeps_the_mail_and_the_next_click_goes_on(
    station: Station, home: Path
) -> None:
    wine = station.wine
    shown, again = wine.home / "shown", wine.home / "again"
    for one in (shown, again):
        one.unlink(missing_ok=True)
    waits = wine.start(
        station.python,
        *("-X", "utf8", wine.path(SUPPORT / "helper_that_waits.py"), wine.path(shown)),
        environment={"SCEAU_HOME": wine.path(home)},
    )
    while not helper(station, home, "status"):
        assert waits.poll() is None
    office = station.open(
        home,
        ["load"],
        write("a", OUTSIDE),
        ["click", "a"],
        ["read_box"],
        ["wait_for", wine.path(again)],
        # the same person writes on, to a colleague now
        write("b", COLLEAGUE),
        ["click", "b"],
        ["left", 1],
        # the mail that was kept is still there, and is asked about again
        ["click", "a"],
        ["read_box"],
        ["quit"],
    )
    office.go_on()
    wait_until(lambda: shown.exists() or office.process.poll() is not None)
    assert shown.exists(), asyncio.run(office.ended())
    waits.kill()
    waits.wait()
    again.touch()
    ended = asyncio.run(office.ended())
    assert not ended.problem
    assert [mail["people"] for mail in ended.submitted] == [[[1, COLLEAGUE]]]
    gone, no_window = ended.told
    assert gone in (ENGLISH["outlook.helper-gone"], catalogue("fr")["outlook.helper-gone"])
    # the next helper is a real one, whose window Wine cannot draw: it says so, and keeps the mail
    assert no_window != gone
    state = helper(station, home, "status")
    assert (state["waiting"], state["busy"]) == (0, 0)


HOLD = """
import asyncio, os, sys
from pathlib import Path
from sceau.hooks.embedded import EmbeddedDrafts
from sceau.way.parts import open_parts
async def main():
    async with open_parts() as parts:
        parts.mailbox.add_draft(Path(sys.argv[1]).read_bytes())
        (draft,) = EmbeddedDrafts(parts.mailbox).drafts()
        parts.outbox.hold(draft)
        os._exit(3)
asyncio.run(main())
"""


def test_a_mail_that_was_held_when_everything_was_killed_is_back_where_it_was(
    station: Station, home: Path
) -> None:
    wine, mail = station.wine, home / "mail.eml"
    mail.write_bytes(sample.patient_mail())
    place = {"SCEAU_HOME": wine.path(home)}
    killed = wine.python("-c", HOLD, wine.path(mail), environment=place)
    assert killed.returncode == 3, killed.stderr.decode(errors="replace")
    resumed = wine.python("-m", "sceau.cli", "outbox", "--resume", "--json", environment=place)
    kept = 2
    assert resumed.returncode == kept, resumed.stderr.decode(errors="replace")
    assert json.loads(resumed.stdout)["ending"] == "kept"
    look = """
from sceau.outbox.mailbox import Folder, Mailbox
from sceau.settings.places import state_folder
print(len(Mailbox(state_folder() / "mailbox").keys(Folder.DRAFTS)))
"""
    assert wine.python("-c", look, environment=place).stdout.split() == [b"1"]


def wait_until(true: object, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not true():  # type: ignore[operator]
        assert time.monotonic() < until
        time.sleep(0.05)
