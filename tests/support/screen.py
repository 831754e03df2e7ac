"""A screen of its own (Xvfb), on a display number that is free."""

from __future__ import annotations

import os
import subprocess


def start_screen(size: str) -> tuple[subprocess.Popen[bytes], str]:
    """Start an X server with a screen of ``size`` (``1280x1000``); give its process, which leads a
    group of its own, and the number of its display. Raises :class:`AssertionError` where it does
    not come up."""
    reading, writing = os.pipe()
    screen = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{size}x24", "-nolisten", "tcp"],
        pass_fds=[writing],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    os.close(writing)
    with os.fdopen(reading) as told:
        display = told.readline().strip()
    if not display:
        screen.kill()
        screen.wait()
        raise AssertionError("Xvfb did not start")
    return screen, display
