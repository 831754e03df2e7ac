"""A desktop of its own for real windows: an X server, a window manager, a session bus with its
accessibility bus; and a person who presses what screen readers see.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from support.screen import start_screen

WAIT = 60.0
"""Seconds that anything on the desktop may take on a loaded machine."""


def wait_for(what: str, true: Callable[[], object], seconds: float = WAIT) -> None:
    """Wait until ``true()`` holds; fail saying ``what`` did not happen."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            raise AssertionError(f"{what}: not within {seconds:.0f} s")
        time.sleep(0.05)


_APART: dict[str, Any] = {
    "stdout": subprocess.DEVNULL,
    "stderr": subprocess.DEVNULL,
    "start_new_session": True,
}


class Desktop:
    """A running desktop; ``environment`` is what a program on it is started with."""

    def __init__(self, home: Path, environment: dict[str, str]) -> None:
        self.home = home
        self.environment = environment

    def run(self, *command: str) -> str:
        """Run a program of the desktop to its end and give what it printed."""
        done = subprocess.run(
            command, env=self.environment, capture_output=True, text=True, timeout=WAIT
        )
        if done.returncode:
            raise AssertionError(f"{command[0]} ended with {done.returncode}: {done.stderr[-400:]}")
        return done.stdout

    def xdotool(self, *words: str) -> str:
        """Run xdotool."""
        return self.run("xdotool", *words).strip()

    def windows(self, title: str) -> list[str]:
        """Give the X ids of the windows of this title that are on the screen."""
        found = subprocess.run(
            ["xdotool", "search", "--onlyvisible", "--name", f"^{title}$"],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=WAIT,
        )
        return found.stdout.split()

    def press_x(self, title: str) -> None:
        """Click the X of the window's frame."""
        (window,) = self.windows(title)
        place = {
            name.strip(): value.strip()
            for name, _, value in (
                line.partition(":") for line in self.run("xwininfo", "-id", window).splitlines()
            )
        }
        extents = self.run("xprop", "-id", window, "_NET_FRAME_EXTENTS").partition("= ")[2]
        _, right, top, _ = (int(one) for one in extents.split(","))
        left = int(place["Absolute upper-left X"])
        across = left + int(place["Width"]) + right - top // 2 - 1
        down = int(place["Absolute upper-left Y"]) - top // 2
        self.xdotool("mousemove", str(across), str(down), "click", "1")

    def key(self, *keys: str) -> None:
        """Press keys, as from the keyboard, on what has the focus."""
        self.xdotool("key", "--delay", "60", *keys)

    def focus(self, title: str) -> None:
        """Have the keys go to the window of this title."""
        self.xdotool("windowfocus", "--sync", self.windows(title)[0])

    def escape(self, title: str) -> None:
        """Press Escape in the window of this title, until it is gone: what is pressed while it is
        only just coming is lost, or goes to the one behind it."""

        def gone() -> bool:
            with contextlib.suppress(AssertionError, IndexError):
                self.focus(title)
                self.key("Escape")
                wait_for("it goes", lambda: not self.windows(title), 3)
            return not self.windows(title)

        wait_for(f"“{title}” is gone", gone)

    def choose_file(self, title: str, path: Path, accept: str) -> None:
        """Choose the file at ``path`` in GTK's chooser of this title, and press its button
        ``accept``.

        A slash has the chooser ask for a path, once it heeds keys at all. The path is not typed:
        GTK completes one while it is, when its folders are read, and takes keys for its own.
        """

        def asks_for_a_path() -> bool:
            if not self.reader("texts", "text"):
                self.focus(title)
                self.key("slash")
            return bool(self.reader("texts", "text"))

        wait_for("a path is asked for", asks_for_a_path)
        self.reader("write", "text", str(path))
        wait_for("the path stands there", lambda: self.reader("texts", "text") == str(path))
        self.press("push button", accept)
        wait_for(f"“{title}” is gone", lambda: not self.windows(title))

    def picture(self, path: Path) -> None:
        """Save a picture of the whole screen."""
        self.run("import", "-window", "root", str(path))

    def copying(self, text: str) -> subprocess.Popen[bytes]:
        """Start another program that has ``text`` copied; end it with its ``kill``."""
        script = (
            "import sys, gi; gi.require_version('Gtk', '3.0');"
            "from gi.repository import Gtk, Gdk; Gtk.init([]);"
            "Gtk.Clipboard.get(Gdk.SELECTION_CLIPBOARD).set_text(sys.argv[1], -1);"
            "print('copied', flush=True); Gtk.main()"
        )
        other = subprocess.Popen(
            [sys.executable, "-c", script, text], env=self.environment, stdout=subprocess.PIPE
        )
        assert other.stdout is not None
        other.stdout.readline()
        return other

    def reader(self, *words: str) -> str:
        """Ask or do something by the accessibility bus (:mod:`support.screenreader`)."""
        tool = Path(__file__).with_name("screenreader.py")
        return self.run(sys.executable, str(tool), *words).strip()

    def press(self, role: str, name: str) -> None:
        """Press the control of this role and name, as a screen reader does."""
        self.reader("press", role, name)

    def names(self, role: str) -> list[str]:
        """Give the names of the controls of this role that are on the screen."""
        return self.reader("names", role).splitlines()

    def has(self, role: str, name: str) -> bool:
        """Say whether there is a control of this role and name."""
        return name in self.names(role)


@contextlib.contextmanager
def desktop(size: str = "1280x1000") -> Iterator[Desktop]:
    """Give a desktop; everything on it is ended with it, by its own process id."""
    started: list[subprocess.Popen[bytes]] = []
    home = Path(tempfile.mkdtemp(prefix="desk-"))
    try:
        screen, display = start_screen(size)
        started.append(screen)
        environment = _environment(home, display)
        bus = subprocess.Popen(
            ["dbus-daemon", "--session", "--nofork", "--print-address=1"],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        started.append(bus)
        assert bus.stdout is not None
        environment["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().decode().strip()
        launcher = ["/usr/libexec/at-spi-bus-launcher", "--launch-immediately"]
        started.append(subprocess.Popen(launcher, env=environment, **_APART))
        running = Desktop(home, environment)
        manager = None

        def managed() -> bool:
            # An X server that has just come up refuses some of its first clients.
            nonlocal manager
            if manager is None or manager.poll() is not None:
                manager = subprocess.Popen(["openbox", "--sm-disable"], env=environment, **_APART)
                started.append(manager)
            asked = subprocess.run(
                ["xprop", "-root", "_NET_SUPPORTING_WM_CHECK"],
                env=environment,
                capture_output=True,
                text=True,
            )
            return "window id" in asked.stdout

        wait_for("the window manager is there", managed)
        yield running
    finally:
        for process in reversed(started):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        shutil.rmtree(home, ignore_errors=True)


def _environment(home: Path, display: str) -> dict[str, str]:
    environment = {
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
        "HOME": str(home),
        "DISPLAY": f":{display}",
        "TMPDIR": str(home / "tmp"),
        "NO_AT_BRIDGE": "0",
        "GTK_A11Y": "atspi",
    }
    (home / "tmp").mkdir()
    for name in ("config", "cache", "data", "state", "runtime"):
        (home / name).mkdir(mode=0o700)
        key = "XDG_RUNTIME_DIR" if name == "runtime" else f"XDG_{name.upper()}_HOME"
        environment[key] = str(home / name)
    return environment


def children(pid: int) -> list[int]:
    """Give the process ids of the children, and of theirs."""
    path = Path(f"/proc/{pid}/task/{pid}/children")
    try:
        own = [int(one) for one in path.read_text().split()]
    except OSError:
        return []
    return own + [below for one in own for below in children(one)]


def alive(pid: int) -> bool:
    """Say whether this process runs (a zombie does not)."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in "ZX"
