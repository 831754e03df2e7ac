"""The tray, clicked: over the bus as panels do, and in a real panel with the mouse."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import struct
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sceau import __version__
from sceau.hooks.frames import PROTOCOL
from support.panel import panel
from support.repository import ROOT
from support.sealing_desk import TITLE
from support.windows import Desktop, alive, children, desktop, wait_for

pytestmark = pytest.mark.e2e

ACTIVE = "Sceau est actif\u00a0: vos mails sont vérifiés avant l’envoi"
STOPPED = "Sceau est arrêté\u00a0: vos mails ne sont pas vérifiés"

GIVEN = """
from sceau.memory.store import MemoryStore, today
from sceau.review.given import record
from sceau.review.memory import Known
from sceau.settings.keys import Keys
from sceau.settings.places import state_folder
from msgspec.structs import replace

store = MemoryStore(state_folder(), Keys(state_folder()).master_key)
given = record("mK7R-p3Xf-vT9w", store.memory().salt)
known = Known(address="marie.durand@orange.example", names=("Marie Durand",), count=1, last=today())
store.keep((known, replace(given, people=(known.key,), last=today())))
store.close()
"""

PANEL = """<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-panel" version="1.0">
  <property name="configver" type="int" value="2"/>
  <property name="panels" type="array">
    <value type="int" value="1"/>
    <property name="panel-1" type="empty">
      <property name="position" type="string" value="p=6;x=0;y=0"/>
      <property name="length" type="uint" value="100"/>
      <property name="position-locked" type="bool" value="true"/>
      <property name="size" type="uint" value="32"/>
      <property name="plugin-ids" type="array"><value type="int" value="1"/></property>
    </property>
  </property>
  <property name="plugins" type="empty">
    <property name="plugin-1" type="string" value="systray"/>
  </property>
</channel>
"""


class Session:
    """A user's session with Sceau started in it."""

    def __init__(self, desk: Desktop, language: str = "fr_FR.UTF-8") -> None:
        self.desk = desk
        self.environment = {
            **desk.environment,
            "SCEAU_HOME": str(desk.home / "sceau"),
            "PYTHONPATH": str(ROOT / "addin"),
            "LANG": language,
            "PYTHONUTF8": "1",
        }

    def sceau(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "sceau.cli", *words],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=60,
        )

    def of_us(self, module: str) -> list[int]:
        """The processes of this session that run a module of ours."""
        found = []
        for one in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                words = (one / "cmdline").read_bytes().split(b"\0")
                theirs = (one / "environ").read_bytes()
                if module.encode() in words and str(self.desk.home).encode() in theirs:
                    found.append(int(one.name))
        return found


@pytest.fixture
def session() -> Iterator[Session]:
    with desktop() as desk:
        begun = Session(desk)
        try:
            yield begun
        finally:
            for module in ("sceau.desk.tray.process", "sceau.helper", "sceau.cli"):
                for pid in begun.of_us(module):
                    for one in (pid, *children(pid)):
                        with contextlib.suppress(ProcessLookupError):
                            os.kill(one, signal.SIGTERM)


def test_the_tray_says_what_is_so_and_does_what_is_clicked(session: Session) -> None:
    with panel(session.environment["DBUS_SESSION_BUS_ADDRESS"]) as area:
        assert session.sceau().returncode == 0
        area.wait_for_item()
        wait_for("it is active", lambda: area.property("Title") == ACTIVE)
        assert area.property("Status") == "Active"
        assert {size for size, _, _ in area.property("IconPixmap")} >= {22, 48}
        assert list(area.menu()) == [
            ACTIVE,
            "Chiffrer des fichiers…",
            "Derniers envois",
            "Aucun envoi pour l’instant",
            "Mots de passe donnés",
            "Un instant…",
            "Faire une pause",
            "La fenêtre s’ouvrira encore pour ce qui demande une décision",
            "15 minutes",
            "Une heure",
            "Réglages…",
            "Quitter Sceau",
        ]

        area.click("Chiffrer des fichiers…")
        wait_for("the sealing window is there", lambda: session.desk.windows(TITLE))
        area.click("Réglages…")
        wait_for("the settings are there", lambda: session.desk.windows("Réglages de Sceau"))

        (helper,) = session.of_us("sceau.helper")
        os.kill(helper, signal.SIGKILL)
        wait_for("it says so", lambda: area.property("Title") == STOPPED)
        assert area.property("Status") == "NeedsAttention"
        area.click("Remettre Sceau en marche")
        wait_for("it is active again", lambda: area.property("Title") == ACTIVE)

        (tray,) = session.of_us("sceau.desk.tray.process")
        assert session.sceau().returncode == 0
        wait_for("there is one", lambda: session.of_us("sceau.desk.tray.process") == [tray])
        area.click("Quitter Sceau")
        wait_for("both are gone", lambda: not alive(tray) and not session.of_us("sceau.helper"))


def test_a_pause_and_the_passwords_given_are_clicked(session: Session) -> None:
    """A password given before, an account that is watched, a pause that is begun and ended."""
    place = session.desk.home / "a-verifier"
    place.mkdir()
    added = session.sceau(
        "account", "add", "dossier", "--host", "127.0.0.1", "--security", "none",
        "--drafts", "folder", "--folder", str(place),
    )  # fmt: skip
    assert added.returncode == 0, added.stderr
    ran = subprocess.run(
        [sys.executable, "-c", GIVEN],
        env=session.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    with panel(session.environment["DBUS_SESSION_BUS_ADDRESS"]) as area:
        session.sceau()
        area.wait_for_item()
        wait_for("it is active", lambda: area.property("Title") == ACTIVE)

        area.open()
        wait_for("it says to whom", lambda: any("Marie Durand" in one for one in area.menu()))
        assert "Mot de passe perdu\u00a0: chiffrer de nouveau…" in area.menu()
        wait_for("the account is told", lambda: "dossier" in area.menu())

        area.click("15 minutes")
        wait_for("it is paused", lambda: "en pause jusqu’à" in area.property("Title"))
        assert area.property("Status") == "NeedsAttention"
        assert "en pause" in session.sceau("helper", "status").stdout.lower()
        assert "15 minutes" not in area.menu()
        area.click("Reprendre maintenant")
        wait_for("it is active again", lambda: area.property("Title") == ACTIVE)

        assert session.sceau("pause", "60").returncode == 0
        wait_for("it is paused", lambda: "en pause jusqu’à" in area.property("Title"))
        (helper,) = session.of_us("sceau.helper")
        os.kill(helper, signal.SIGKILL)
        wait_for("it says so", lambda: area.property("Title") == STOPPED)
        area.click("Remettre Sceau en marche")
        wait_for("with the helper went its pause", lambda: area.property("Title") == ACTIVE)
        assert "Marie Durand" in session.sceau("passwords").stdout


def test_where_it_is_forbidden_no_pause_is_offered(session: Session) -> None:
    settings = session.desk.home / "sceau" / "config" / "settings.toml"
    settings.parent.mkdir(parents=True, mode=0o700)
    settings.write_text("pause = false\n")
    with panel(session.environment["DBUS_SESSION_BUS_ADDRESS"]) as area:
        session.sceau()
        area.wait_for_item()
        wait_for("it is active", lambda: area.property("Title") == ACTIVE)
        assert "Faire une pause" not in area.menu()
        refused = session.sceau("pause")
        assert refused.returncode == 77
        assert area.property("Title") == ACTIVE


def test_a_thunderbird_that_runs_without_sceau_is_said(session: Session) -> None:
    """Its process is a stand-in by its name alone: nothing else is looked at."""
    named = session.desk.home / "bin" / "thunderbird"
    named.parent.mkdir()
    shutil.copy("/bin/sleep", named)
    assert session.sceau("install", "thunderbird").returncode == 0
    with panel(session.environment["DBUS_SESSION_BUS_ADDRESS"]) as area:
        session.sceau()
        area.wait_for_item()
        wait_for("it is active", lambda: area.property("Title") == ACTIVE)
        running = subprocess.Popen([str(named), "600"])
        try:
            wait_for("it is amber", lambda: "pas relié" in area.property("Title"))
            assert area.property("Status") == "NeedsAttention"
            hello = {"protocol": PROTOCOL, "version": __version__, "client": "Thunderbird/153.0"}
            (place,) = [*session.desk.home.rglob("helper.sock")]
            with socket.socket(socket.AF_UNIX) as add_on:
                add_on.connect(str(place))
                body = json.dumps({"op": "hello-thunderbird", **hello}).encode()
                add_on.sendall(struct.pack("=I", len(body)) + body)
                wait_for("it is green", lambda: area.property("Title") == ACTIVE)
        finally:
            running.kill()
            running.wait()


def test_a_tray_that_is_killed_takes_nothing_with_it(session: Session) -> None:
    with panel(session.environment["DBUS_SESSION_BUS_ADDRESS"]) as area:
        session.sceau()
        area.wait_for_item()
        (tray,) = session.of_us("sceau.desk.tray.process")
        os.kill(tray, signal.SIGKILL)
        wait_for("it is gone", lambda: not alive(tray))
        assert session.sceau("helper", "status").returncode == 0
        area.item = ""
        session.sceau()
        area.wait_for_item()


def test_without_a_panel_the_rest_works(session: Session) -> None:
    started = session.sceau()
    assert (started.returncode, started.stderr) == (0, "")
    assert "Sceau est actif" in started.stdout
    wait_for("the tray waits for a panel", lambda: session.of_us("sceau.desk.tray.process"))
    with panel(session.environment["DBUS_SESSION_BUS_ADDRESS"]) as area:
        area.wait_for_item()


def test_a_real_panel_shows_it_and_the_mouse_opens_its_menu(session: Session) -> None:
    channels = session.desk.home / "config/xfce4/xfconf/xfce-perchannel-xml"
    channels.mkdir(parents=True)
    (channels / "xfce4-panel.xml").write_text(PANEL)
    real = subprocess.Popen(
        ["xfce4-panel", "--disable-wm-check"],
        env=session.environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        assert session.sceau().returncode == 0
        wait_for("the green shield is on the panel", lambda: greenest(session.desk, 30) > 60)
        wait_for("its menu is open", lambda: clicked_open(session.desk))
        session.desk.key("Down", "Return")
        wait_for("the sealing window is there", lambda: session.desk.windows(TITLE))
    finally:
        os.killpg(real.pid, signal.SIGTERM)
        real.wait(60)


def clicked_open(desk: Desktop) -> bool:
    """Click the icon and say whether its menu shows; a panel that has only just drawn the icon may
    not know the menu yet."""
    desk.key("Escape")
    desk.xdotool("mousemove", "12", "16", "click", "1", "sleep", "2")
    return brightness(desk, 100, 75) > 200


def greenest(desk: Desktop, side: int) -> float:
    """How much greener than red the greenest pixel of the upper left corner is."""
    told = desk.run(
        "import", "-window", "root", "-crop", f"{side}x{side}+0+0", "-depth", "8", "txt:-"
    )
    colours = [line.partition("(")[2].partition(")")[0].split(",") for line in told.splitlines()]
    return max((float(one[1]) - float(one[0]) for one in colours if len(one) >= 3), default=0)


def brightness(desk: Desktop, x: int, y: int) -> float:
    """The brightness of one pixel, 0 to 255."""
    told = desk.run(
        "import", "-window", "root", "-crop", f"1x1+{x}+{y}", "-depth", "8", "-colorspace", "gray",
        "txt:-",
    )  # fmt: skip
    return float(told.splitlines()[-1].partition("(")[2].partition(")")[0].split(",")[0])
