"""Which window may come to the front: Windows lets only the program in front pass that on."""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import ctypes

_ANYBODY = 0xFFFFFFFF


def let_others_come_forward() -> None:
    """Let the window that is about to ask come to the front; nothing happens where we may not
    (``AllowSetForegroundWindow``). The window's process is not ours to name: it is the helper's."""
    ctypes.WinDLL("user32").AllowSetForegroundWindow(_ANYBODY)
