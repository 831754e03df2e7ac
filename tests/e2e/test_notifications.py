"""A notification, shown by a real daemon and clicked."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.notifications import Daemon, notification_daemon
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
def daemon(desk: Desktop) -> Iterator[Daemon]:
    with notification_daemon(desk) as running:
        yield running


@pytest.fixture
def shown(desk: Desktop, daemon: Daemon) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-c", SHOWN, "60"],
        env={**desk.environment, "PYTHONPATH": str(ROOT / "addin")},
        stdout=subprocess.PIPE,
        text=True,
    )
    wait_for("it is shown", lambda: daemon.shown == 1)
    yield process
    process.kill()
    process.wait(10)
    daemon.ctl("close-all")


def test_a_click_opens_what_it_is_about(daemon: Daemon, shown: subprocess.Popen[str]) -> None:
    assert daemon.ctl("action", "0").returncode == 0
    assert shown.stdout is not None
    assert shown.stdout.readline() == "opened\n"


def test_closed_it_opens_nothing_and_its_text_is_no_markup(
    daemon: Daemon, shown: subprocess.Popen[str]
) -> None:
    (told, *_) = daemon.closed()
    assert "<b>gras</b>" in told.text.replace("&lt;", "<").replace("&gt;", ">")
    assert told.title == "Un brouillon est revenu"
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
