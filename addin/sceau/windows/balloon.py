"""A notification of a program that has no icon in the notification area: it gets one for as long
as the notification is there."""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import threading
from typing import Any

import win32con
import win32gui as _win32gui

from sceau.windows.application import be_known, program
from sceau.windows.notification_area import NotificationIcon

win32gui: Any = _win32gui

STAYS = 12.0
"""Seconds it may stay; Windows takes it away earlier."""


def show(title: str, text: str) -> None:
    """Show a notification. Returns at once; the process ends only when it is gone."""
    be_known()

    def work() -> None:
        icon = NotificationIcon()
        icon.show(_own_icon, "Sceau")
        icon.tell(title, text)
        icon.told(STAYS)
        icon.close()

    threading.Thread(target=work, name="notification").start()


def _own_icon(_size: int) -> int:
    """Our program's own icon: the shield's colour would say how things are, which is the tray's."""
    launcher = program()
    if launcher is not None:
        large, small = win32gui.ExtractIconEx(str(launcher), 0, 1)
        for one in large:
            win32gui.DestroyIcon(one)
        if small:
            return int(small[0])
    copied: int = win32gui.CopyIcon(win32gui.LoadIcon(0, win32con.IDI_INFORMATION))
    return copied
