"""A notification, shown by a real daemon and clicked."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.repository import ROOT
from support.windows import Desktop, wait_for

pytestmark = pytest.mark.e2e

SHOWN = """
import sys, time
from sceau.desk.notifying import notify_and_open
notify_and_open("Un brouillon est revenu", "Sans <b>gras</b> & sans image", "Ouvrir",
                lambda: print("opened", flush=True))
time.sleep(float(sys.argv[1]))
"""


@pytest.fixture(scope="module")
def daemon(desk: Desktop) -> Iterator[Desktop]:
    """Debian's dunst, on the desktop's own bus."""
    settings = desk.home / "dunstrc"
    settings.write_text("[global]\n    monitor = 0\n")
    running = subprocess.Popen(
        ["dunst", "-conf", settings],
        env=desk.environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    wait_for("dunst answers", lambda: ctl(desk, "count").returncode == 0)
    yield desk
    running.terminate()
    running.wait(10)


def ctl(desk: Desktop, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["dunstctl", *words], env=desk.environment, capture_output=True, text=True, check=False
    )


@pytest.fixture
def shown(daemon: Desktop) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-c", SHOWN, "60"],
        env={**daemon.environment, "PYTHONPATH": str(ROOT / "addin")},
        stdout=subprocess.PIPE,
        text=True,
    )
    wait_for("it is shown", lambda: ctl(daemon, "count", "displayed").stdout.strip() == "1")
    yield process
    process.kill()
    process.wait(10)
    ctl(daemon, "close-all")


def test_a_click_opens_what_it_is_about(daemon: Desktop, shown: subprocess.Popen[str]) -> None:
    assert ctl(daemon, "action", "0").returncode == 0
    assert shown.stdout is not None
    assert shown.stdout.readline() == "opened\n"


def test_closed_it_opens_nothing_and_its_text_is_no_markup(
    daemon: Desktop, shown: subprocess.Popen[str]
) -> None:
    ctl(daemon, "close")
    wait_for("it is gone", lambda: ctl(daemon, "count", "displayed").stdout.strip() == "0")
    (newest, *_) = json.loads(ctl(daemon, "history").stdout)["data"][0]
    assert "<b>gras</b>" in newest["message"]["data"].replace("&lt;", "<").replace("&gt;", ">")
    assert newest["summary"]["data"] == "Un brouillon est revenu"
    with pytest.raises(subprocess.TimeoutExpired):
        shown.communicate(timeout=1)


def test_where_nobody_shows_them_nothing_happens(desk: Desktop, tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", SHOWN, "0.5"],
        env={
            **desk.environment,
            "PYTHONPATH": str(ROOT / "addin"),
            "DBUS_SESSION_BUS_ADDRESS": f"unix:path={tmp_path}/none",
        },
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout == ran.stderr == ""
