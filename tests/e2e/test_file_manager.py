"""*Chiffrer pour un patient…* in a real file manager's menu, and what the others start."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sceau.desk.entries import texts
from support.file_managers import AWKWARD, documents_named
from support.french_user import environment
from support.sealing_desk import TITLE, sealing_window
from support.windows import Desktop, wait_for

pytestmark = pytest.mark.e2e

BUTTONS = {f"Retirer {one} de la liste" for one in AWKWARD}


@pytest.fixture
def documents(desk: Desktop) -> Iterator[Path]:
    with documents_named(desk, AWKWARD) as folder:
        yield folder


def holds_both(desk: Desktop) -> bool:
    return set(desk.names("push button")) >= BUTTONS


def test_thunars_menu_opens_the_window_with_all_chosen_files(
    desk: Desktop, documents: Path
) -> None:
    subprocess.run(
        [sys.executable, "-m", "sceau.cli", "install", "desktop"],
        env=environment(desk),
        check=True,
        capture_output=True,
    )
    manager = subprocess.Popen(
        ["thunar", str(documents)],
        # Thunar in English whatever languages this machine has; Sceau is in French then too.
        env={**environment(desk), "LANG": "C.UTF-8"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        wait_for("the folder is shown", lambda: desk.windows("Mes documents - Thunar"))
        (window,) = desk.windows("Mes documents - Thunar")

        def menu_is_open() -> bool:
            # The files come in after the window: what is chosen is chosen anew.
            desk.xdotool("windowfocus", "--sync", window)
            desk.key("Escape", "ctrl+a", "shift+F10")
            return desk.has("menu item", "Encrypt for a patient…")

        wait_for("our line is in its menu", menu_is_open)
        desk.press("menu item", "Encrypt for a patient…")
        wait_for("the sealing window is there", lambda: desk.windows(TITLE))
        wait_for("it has both files", lambda: holds_both(desk))
        desk.press("push button", "Fermer")
        wait_for("it is gone", lambda: not desk.windows(TITLE))
    finally:
        os.killpg(manager.pid, signal.SIGTERM)
        manager.wait(60)


def program(desk: Desktop) -> Path:
    """``sceau`` below a folder whose name is hard to quote."""
    path = desk.home / "à l'accueil" / "sceau"
    path.parent.mkdir(exist_ok=True)
    path.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m sceau.cli "$@"\n')
    path.chmod(0o755)
    return path


def test_nautiluss_script_opens_the_window(desk: Desktop, documents: Path) -> None:
    script = desk.home / "script"
    script.write_text(texts.nautilus(program(desk)))
    script.chmod(0o755)
    chosen = "\n".join((documents / one).as_uri() for one in AWKWARD) + "\n"
    with sealing_window(desk, command=[str(script)], NAUTILUS_SCRIPT_SELECTED_URIS=chosen) as one:
        wait_for("it has both files", lambda: holds_both(desk))
        desk.press("push button", "Fermer")
        assert one.wait(60) == 0


def test_the_application_entry_opens_the_window(desk: Desktop, documents: Path) -> None:
    """As GLib starts it for GNOME, Xfce, Cinnamon and MATE, with files dropped on its icon."""
    entry = desk.home / "entry.desktop"
    entry.write_text(texts.application(program(desk)), encoding="utf-8")
    start = (
        "import sys; from gi.repository import Gio;"
        "Gio.DesktopAppInfo.new_from_filename(sys.argv[1])"
        ".launch([Gio.File.new_for_path(one) for one in sys.argv[2:]], None);"
        "import time; time.sleep(600)"
    )
    command = [sys.executable, "-c", start, str(entry)]
    with sealing_window(desk, *(documents / one for one in AWKWARD), command=command):
        wait_for("it has both files", lambda: holds_both(desk))
        desk.press("push button", "Fermer")
        wait_for("it is gone", lambda: not desk.windows(TITLE))
