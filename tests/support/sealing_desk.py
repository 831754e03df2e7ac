"""The sealing window as a person meets it: the real command on a real desktop."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from support.french_user import environment
from support.windows import Desktop, wait_for

TITLE = "Chiffrer des fichiers"


@contextlib.contextmanager
def sealing_window(
    desk: Desktop, *given: Path, command: Sequence[str] = (), **more: str
) -> Iterator[subprocess.Popen[str]]:
    """Start ``sceau seal --window`` with files; end it, if it has not ended by itself."""
    running = subprocess.Popen(
        [*(command or (sys.executable, "-m", "sceau.cli", "seal", "--window")), *map(str, given)],
        env={**environment(desk), **more},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        wait_for("the sealing window is there", lambda: desk.windows(TITLE))
        yield running
    finally:
        if running.poll() is None:
            running.terminate()
        running.communicate(timeout=60)


def drop(desk: Desktop, *paths: Path, until: Callable[[], bool]) -> None:
    """Drag files from another window onto the sealing window, let them go there, and wait until it
    is so.

    A drag whose target has not yet answered when the button is let go is given up, as with any
    file manager: then it is done again. The same file twice is one.
    """
    tool = Path(__file__).with_name("drag_source.py")
    source = subprocess.Popen(
        [sys.executable, str(tool), *map(str, paths)],
        env=desk.environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for("the files to drag are there", lambda: desk.windows("Source"))
        for _ in range(6):
            _drag(desk)
            with contextlib.suppress(AssertionError):
                wait_for("the files have come", until, 10)
                return
        raise AssertionError("the files were dropped and did not come")
    finally:
        source.terminate()
        source.wait(60)


def _drag(desk: Desktop) -> None:
    (target,), (other,) = desk.windows(TITLE), desk.windows("Source")
    to_x, to_y = _middle(desk, target)
    from_x, from_y = _middle(desk, other)
    desk.xdotool("windowraise", other, "mousemove", str(from_x), str(from_y), "mousedown", "1")
    # A drag begins after some pixels, and is told of in steps.
    for step in range(1, 21):
        x = from_x + (to_x - from_x) * step // 20
        y = from_y + (to_y - from_y) * step // 20
        desk.xdotool("mousemove", str(x), str(y), "sleep", "0.02")
    desk.xdotool("mouseup", "1")


def _middle(desk: Desktop, window: str) -> tuple[int, int]:
    told = desk.xdotool("getwindowgeometry", "--shell", window)
    found = {
        name: int(value)
        for name, _, value in (line.partition("=") for line in told.splitlines())
        if value.isdecimal()
    }
    return found["X"] + found["WIDTH"] // 2, found["Y"] + found["HEIGHT"] // 2
