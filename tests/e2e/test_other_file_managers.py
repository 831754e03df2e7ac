"""*Chiffrer pour un patient…* chosen in the menus of the real Dolphin and the real Nautilus, with
many files at once."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.file_managers import AWKWARD, documents_named
from support.french_user import environment
from support.sealing_desk import TITLE
from support.windows import Desktop, wait_for

pytestmark = pytest.mark.e2e

NAMES = (
    *AWKWARD,
    *(f"Analyse à jeun {number:02}.txt" for number in range(1, 25)),
)


@pytest.fixture
def documents(desk: Desktop) -> Iterator[Path]:
    install = [sys.executable, "-m", "sceau.cli", "install", "desktop"]
    subprocess.run(install, env=environment(desk), check=True, capture_output=True)
    with documents_named(desk, NAMES) as folder:
        yield folder


@contextlib.contextmanager
def opened(desk: Desktop, title: str, *command: str) -> Iterator[str]:
    """Start a file manager, in English whatever languages this machine has; give its window."""
    manager = subprocess.Popen(
        command,
        env={**environment(desk), "LANG": "C.UTF-8", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        wait_for("the folder is shown", lambda: desk.windows(title))
        yield desk.windows(title)[0]
    finally:
        os.killpg(manager.pid, signal.SIGTERM)
        manager.wait(60)


def scrolled_away_too(desk: Desktop, application: str = "") -> Desktop:
    """The same desktop as a screen reader knows it, and not only what of it is on the screen."""
    only = {"APPLICATION": application, "PATIENCE": "1500"} if application else {}
    return Desktop(desk.home, {**desk.environment, "SHOWN_IS": "visible", **only})


def click(desk: Desktop, window: str, button: int) -> None:
    """Click where the first file is."""
    desk.xdotool("mousemove", "--window", window, "340", "130", "click", str(button))


def has_them_all(desk: Desktop) -> None:
    """See the sealing window hold every file, and close it."""
    wait_for("the sealing window is there", lambda: desk.windows(TITLE))
    wanted = {f"Retirer {one} de la liste" for one in NAMES}
    rows = scrolled_away_too(desk)
    wait_for("it has every file", lambda: set(rows.names("push button")) >= wanted)
    desk.press("push button", "Fermer")
    wait_for("it is gone", lambda: not desk.windows(TITLE))


def test_dolphins_menu_opens_the_window_with_all_chosen_files(
    desk: Desktop, documents: Path
) -> None:
    with dolphin(desk, documents) as window:
        desk.xdotool("windowfocus", "--sync", window)
        desk.key("ctrl+a")
        before = len(windows_of(desk, "dolphin"))
        desk.key("Menu")
        wait_for("its menu is open", lambda: len(windows_of(desk, "dolphin")) > before)
        # no screen reader is told of this menu: ours is the line above the last, Properties
        desk.key("Up", "Up", "Return")
        has_them_all(desk)


@contextlib.contextmanager
def dolphin(desk: Desktop, documents: Path) -> Iterator[str]:
    """Start Dolphin; anew where it told no screen reader of its files: now and then its first start
    on a desktop does not."""
    for seconds in (20, 20, 60):
        with contextlib.ExitStack() as stack:
            # the rest of the title is no ASCII, which xdotool does not compare
            command = ("dolphin", str(documents))
            window = stack.enter_context(opened(desk, "Mes documents|", *command))
            try:
                listed = lambda: set(desk.names("table cell")) >= set(NAMES)  # noqa: E731
                wait_for("the files are listed", listed, seconds)
            except AssertionError:
                if seconds == 60:
                    raise
                continue
            yield window
            return


def windows_of(desk: Desktop, program: str) -> list[str]:
    """Give the X ids of what a program has on the screen, its menus as well."""
    return desk.run("xdotool", "search", "--onlyvisible", "--class", program).split()


def test_nautiluss_menu_opens_the_window_with_all_chosen_files(
    desk: Desktop, documents: Path
) -> None:
    seen = scrolled_away_too(desk, "org.gnome.Nautilus")
    line = "Chiffrer pour un patient…"
    with opened(desk, "Mes documents", "nautilus", "--new-window", str(documents)) as window:
        wait_for("the files are listed", lambda: set(seen.names("table cell")) >= set(NAMES))

        def menu_is_open() -> bool:
            # the files are drawn after they are told: what is chosen is chosen anew
            desk.key("Escape")
            click(desk, window, 1)
            desk.key("ctrl+a")
            click(desk, window, 3)
            # a menu takes a while to be drawn without a graphics card
            return any(seen.has("menu item", line) for _ in range(20))

        wait_for("our line is in its menu", menu_is_open)
        seen.press("menu item", line)
        has_them_all(desk)
