"""The real settings window: what is changed in it is in the file, and the next window follows."""

from __future__ import annotations

import subprocess
import sys
import tomllib

import pytest

from support.french_user import environment
from support.repository import ROOT
from support.windows import Desktop, wait_for

pytestmark = pytest.mark.e2e

FRENCH, ENGLISH = "Réglages de Sceau", "Sceau settings"


def test_what_is_changed_is_saved_and_the_window_speaks_the_language_chosen(desk: Desktop) -> None:
    home = desk.home / "sceau-settings"
    running = subprocess.Popen(
        [sys.executable, "-m", "sceau.cli", "settings"],
        env={**environment(desk), "SCEAU_HOME": str(home)},
        stdin=subprocess.DEVNULL,
    )
    file = home / "config" / "settings.toml"

    def saved() -> dict[str, object]:
        return tomllib.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}

    try:
        wait_for("the window is there", lambda: desk.windows(FRENCH))
        remember = "Se souvenir de vos correspondants"

        def in_sight() -> bool:
            """It lies below the accounts: go down to it, as the person would."""
            for window in desk.windows(FRENCH):
                desk.xdotool("windowfocus", window)
                desk.key("Tab")
            return desk.has("toggle button", remember)

        wait_for("it is read out", in_sight)
        desk.press("toggle button", remember)
        wait_for("it is saved", lambda: saved() == {"memory": {"enabled": False}})

        # By keyboard: back up to the language, whose last answer is "English".
        desk.xdotool("windowfocus", "--sync", desk.windows(FRENCH)[0])

        def chosen() -> bool:
            for window in desk.windows(FRENCH):
                desk.xdotool("windowfocus", window)
                desk.key("shift+Tab", "End")
            return saved().get("language") == "en"

        wait_for("English is chosen", chosen)
        wait_for("the window speaks English", lambda: desk.windows(ENGLISH))
        wait_for("it is read out", lambda: desk.has("push button", "Close"))
        desk.press("push button", "Close")
        assert running.wait(60) == 0
    finally:
        if running.poll() is None:
            running.terminate()
        running.wait(60)


def test_without_a_screen_the_settings_are_printed(desk: Desktop) -> None:
    no_screen = {
        "PATH": desk.environment["PATH"],
        "SCEAU_HOME": str(desk.home / "sceau-no-screen"),
        "PYTHONPATH": str(ROOT / "addin"),
        "LANG": "fr_FR.UTF-8",
        "PYTHONUTF8": "1",
    }
    ran = subprocess.run(
        [sys.executable, "-m", "sceau.cli", "settings"],
        env=no_screen,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0
    assert "Langue\u00a0: Celle de l’ordinateur" in ran.stdout
