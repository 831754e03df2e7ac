"""Hands and eyes on a Windows desktop, for programs that a test runs there: real input, as Windows
has it from a mouse and a keyboard. Runs on Windows (under Wine) alone."""

from __future__ import annotations

import ctypes
import time
from collections.abc import Callable
from typing import Any

import win32api
import win32con
import win32gui

MENU = "#32768"
_GET_MENU = 0x01E1


def wait_for(what: str, found: Callable[[], Any], seconds: float = 30.0) -> Any:
    """Give what ``found`` finds, as soon as that is something."""
    until = time.monotonic() + seconds
    while not (one := found()):
        if time.monotonic() > until:
            raise AssertionError(f"waited in vain until {what}")
        time.sleep(0.05)
    return one


def windows(kind: str | None = None, title: str | None = None, *, seen: bool = True) -> list[int]:
    """Give the top-level windows of this class and title, the foremost first: those that are
    ``seen``, or all."""
    found: list[int] = []

    def take(one: int, _more: object) -> bool:
        right = kind is None or win32gui.GetClassName(one) == kind
        if right and (title is None or win32gui.GetWindowText(one) == title):
            found.append(one)
        return True

    win32gui.EnumWindows(take, None)
    return [one for one in found if not seen or win32gui.IsWindowVisible(one)]


def click(x: int, y: int, *, right: bool = False) -> None:
    """Click there, in pixels of the screen."""
    down, up = (
        (win32con.MOUSEEVENTF_RIGHTDOWN, win32con.MOUSEEVENTF_RIGHTUP)
        if right
        else (win32con.MOUSEEVENTF_LEFTDOWN, win32con.MOUSEEVENTF_LEFTUP)
    )
    win32api.SetCursorPos((x, y))
    time.sleep(0.05)
    win32api.mouse_event(down, 0, 0)
    win32api.mouse_event(up, 0, 0)


def press(*keys: int) -> None:
    """Press keys, one after another."""
    for key in keys:
        win32api.keybd_event(key, 0)
        win32api.keybd_event(key, 0, win32con.KEYEVENTF_KEYUP)
        time.sleep(0.05)


def menus() -> list[list[str]]:
    """Give the lines of the menus this very process has open, in the order they opened; a line
    that cannot be chosen begins with ``(``."""
    return [_lines(win32gui.SendMessage(one, _GET_MENU, 0, 0)) for one in reversed(windows(MENU))]


def _lines(menu: int) -> list[str]:
    user32 = ctypes.WinDLL("user32")  # type: ignore[attr-defined]
    user32.GetMenuStringW.argtypes = [
        ctypes.c_void_p,
        ctypes.c_uint,
        ctypes.c_wchar_p,
        ctypes.c_int,
        ctypes.c_uint,
    ]
    found = []
    for place in range(win32gui.GetMenuItemCount(menu)):
        held = ctypes.create_unicode_buffer(256)
        user32.GetMenuStringW(menu, place, held, 256, win32con.MF_BYPOSITION)
        state = win32gui.GetMenuState(menu, place, win32con.MF_BYPOSITION)
        text = held.value or "—"
        if state & win32con.MF_POPUP:
            text += " ▸"
        elif text != "—" and state & (win32con.MF_GRAYED | win32con.MF_DISABLED):
            text = f"({text})"
        found.append(text)
    return found


def lit() -> str:
    """Give the line that is lit in the menu opened last; empty where none is."""
    menu = win32gui.SendMessage(windows(MENU)[0], _GET_MENU, 0, 0)
    for place, text in enumerate(_lines(menu)):
        state = win32gui.GetMenuState(menu, place, win32con.MF_BYPOSITION)
        if state & win32con.MF_HILITE:
            return text.removesuffix(" ▸")
    return ""


def tray_there() -> list[int]:
    """Give Wine's window of the notification area, where it is seen: with an icon in it."""
    return windows("__winex11_standalone_tray")


def tray_icon() -> tuple[int, int]:
    """Give the middle of the first icon in Wine's notification area."""
    (area,) = wait_for("there is an icon", tray_there)
    left, top = win32gui.ClientToScreen(area, (0, 0))
    return left + 10, top + 10
