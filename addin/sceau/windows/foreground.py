"""Which window may come to the front, whose it is, and where it stands.

Windows lets only the program in front pass the front on. A window that belongs to another stays
above it, is minimised with it, and has no button in the taskbar (Microsoft: "Owned Windows").

Standard library only: ``sceau-host`` asks at each click.
"""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import ctypes
import os
from ctypes import wintypes

_ANYBODY = 0xFFFFFFFF
_OWNER = -8  # GWLP_HWNDPARENT
_EX_STYLE = -20
_NO_ACTIVATE_STYLE = 0x08000000
_NO_SIZE, _NO_MOVE, _NO_ORDER, _NO_ACTIVATE = 0x1, 0x2, 0x4, 0x10
_TOPMOST, _NOT_TOPMOST, _TOP = -1, -2, 0
_NEAREST = 2
_FLASH = 0x3 | 0xC  # caption and button, until it is in front
_DOTS = 96

MAIL_WINDOWS = ("MozillaWindowClass", "rctrl_renwnd32")
"""The classes of Thunderbird's and of classic Outlook's windows."""

user32 = ctypes.WinDLL("user32", use_last_error=True)
user32.SetWindowLongPtrW.argtypes = [wintypes.HWND, ctypes.c_int, ctypes.c_ssize_t]
user32.SetWindowLongPtrW.restype = ctypes.c_ssize_t
user32.GetWindowLongPtrW.argtypes = [wintypes.HWND, ctypes.c_int]
user32.GetWindowLongPtrW.restype = ctypes.c_ssize_t
user32.SetWindowPos.argtypes = [wintypes.HWND, wintypes.HWND, *[ctypes.c_int] * 4, wintypes.UINT]
user32.GetForegroundWindow.restype = wintypes.HWND
user32.MonitorFromWindow.argtypes = [wintypes.HWND, wintypes.DWORD]
user32.MonitorFromWindow.restype = wintypes.HMONITOR
user32.GetClassNameW.argtypes = [wintypes.HWND, wintypes.LPWSTR, ctypes.c_int]
for _one in ("IsWindow", "IsIconic", "IsWindowVisible", "SetForegroundWindow", "BringWindowToTop"):
    getattr(user32, _one).argtypes = [wintypes.HWND]


class _Monitor(ctypes.Structure):
    """``MONITORINFO``."""

    _fields_ = (
        ("size", wintypes.DWORD),
        ("whole", wintypes.RECT),
        ("work", wintypes.RECT),
        ("flags", wintypes.DWORD),
    )


class _Flash(ctypes.Structure):
    """``FLASHWINFO``."""

    _fields_ = (
        ("size", wintypes.UINT),
        ("window", wintypes.HWND),
        ("flags", wintypes.DWORD),
        ("count", wintypes.UINT),
        ("pause", wintypes.DWORD),
    )


user32.GetMonitorInfoW.argtypes = [wintypes.HMONITOR, ctypes.POINTER(_Monitor)]
user32.FlashWindowEx.argtypes = [ctypes.POINTER(_Flash)]
user32.GetWindowRect.argtypes = [wintypes.HWND, ctypes.POINTER(wintypes.RECT)]
user32.GetWindowThreadProcessId.argtypes = [wintypes.HWND, ctypes.POINTER(wintypes.DWORD)]


def let_others_come_forward() -> None:
    """Let the window that is about to ask come to the front; nothing happens where we may not
    (``AllowSetForegroundWindow``). The window's process is not ours to name: it is the helper's."""
    user32.AllowSetForegroundWindow(_ANYBODY)


def mail_window_in_front() -> int:
    """Give the window in front, where it is one of a mail program; 0 where it is not."""
    front: int = user32.GetForegroundWindow() or 0
    held = ctypes.create_unicode_buffer(64)
    user32.GetClassNameW(front, held, len(held))
    return front if held.value in MAIL_WINDOWS else 0


def own(window: int, owner: int) -> int:
    """Have our ``window`` belong to ``owner``, and to nobody where that is 0 or no window that can
    be seen; give whose it is now. One that belongs to nobody stays above all others.

    To be asked anew each time the window is shown: Windows keeps an owner of another process only
    as long as that window is there.
    """
    if not _can_own(owner):
        owner = 0
    user32.SetWindowLongPtrW(window, _OWNER, owner)
    keep = _NO_SIZE | _NO_MOVE | _NO_ACTIVATE
    user32.SetWindowPos(window, _NOT_TOPMOST if owner else _TOPMOST, 0, 0, 0, 0, keep)
    return owner


def nobodys(window: int) -> None:
    """Have our ``window``, which is hidden, belong to nobody."""
    user32.SetWindowLongPtrW(window, _OWNER, 0)


def may_be_activated(window: int, yes: bool) -> None:
    """Say whether our ``window`` takes the keyboard when it is shown."""
    style = user32.GetWindowLongPtrW(window, _EX_STYLE) & ~_NO_ACTIVATE_STYLE
    user32.SetWindowLongPtrW(window, _EX_STYLE, style | (0 if yes else _NO_ACTIVATE_STYLE))


def place(window: int, owner: int, width: int, height: int) -> None:
    """Give our ``window`` this size (in pixels of 1/96 inch) and put it over the middle of
    ``owner``, on its screen and all of it; in the middle of the screen where there is no owner."""
    work = _screen_of(owner or user32.GetForegroundWindow() or window)
    over = _rectangle(owner) if owner and not user32.IsIconic(owner) else work
    # on its screen first: how large a pixel is there is known only then
    user32.SetWindowPos(
        window, _TOP, work.left, work.top, 0, 0, _NO_SIZE | _NO_ORDER | _NO_ACTIVATE
    )
    scale = _dots(window) / _DOTS
    wide = min(round(width * scale), work.right - work.left)
    high = min(round(height * scale), work.bottom - work.top)
    left = (over.left + over.right - wide) // 2
    top = (over.top + over.bottom - high) // 2
    user32.SetWindowPos(
        window,
        _TOP,
        max(work.left, min(left, work.right - wide)),
        max(work.top, min(top, work.bottom - high)),
        wide,
        high,
        _NO_ORDER | _NO_ACTIVATE,
    )


def come_forward(window: int) -> bool:
    """Bring our ``window`` to the front with the keyboard, and say whether it is there. Where
    Windows refuses that, its button in the taskbar lights up."""
    user32.BringWindowToTop(window)
    user32.SetForegroundWindow(window)
    if user32.GetForegroundWindow() == window:
        return True
    told = _Flash(ctypes.sizeof(_Flash), window, _FLASH, 0, 0)
    user32.FlashWindowEx(ctypes.byref(told))
    return False


def _can_own(window: int) -> bool:
    if not window or not user32.IsWindow(window) or not user32.IsWindowVisible(window):
        return False
    process = wintypes.DWORD()
    user32.GetWindowThreadProcessId(window, ctypes.byref(process))
    return process.value != os.getpid()


def _screen_of(window: int) -> wintypes.RECT:
    """What of the screen the window is on is free of taskbars."""
    told = _Monitor(ctypes.sizeof(_Monitor))
    user32.GetMonitorInfoW(user32.MonitorFromWindow(window, _NEAREST), ctypes.byref(told))
    work: wintypes.RECT = told.work
    return work


def _rectangle(window: int) -> wintypes.RECT:
    found = wintypes.RECT()
    user32.GetWindowRect(window, ctypes.byref(found))
    return found


def _dots(window: int) -> int:
    """Pixels an inch where the window is (Windows 10 1607 and later; as ever before that)."""
    try:
        return int(user32.GetDpiForWindow(window)) or _DOTS
    except AttributeError:
        return _DOTS
