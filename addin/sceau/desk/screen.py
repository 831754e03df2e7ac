"""Whether there is a screen to show a window on. Imports nothing heavy: every command may ask."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path


def screen_available(environment: Mapping[str, str] | None = None) -> bool:
    """Say whether there seems to be a screen: a display that is named and, where it is on this
    machine, has its socket. A window may still fail to open: its session then ends with *keep*."""
    if sys.platform != "linux":
        return True
    given = os.environ if environment is None else environment
    wayland = given.get("WAYLAND_DISPLAY", "")
    if wayland and (Path(given.get("XDG_RUNTIME_DIR", "/")) / wayland).is_socket():
        return True
    host, colon, number = given.get("DISPLAY", "").rpartition(":")
    if not colon:
        return False
    if host not in ("", "unix"):
        return True
    return Path(f"/tmp/.X11-unix/X{number.partition('.')[0]}").is_socket()  # noqa: S108
