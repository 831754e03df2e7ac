"""An icon in Windows' notification area, with a menu and balloons (``Shell_NotifyIcon``).

The icon has a thread and a hidden window of its own, for Windows sends it messages; what it is told
to show may be told from any thread, and what it tells is told in its own. Explorer forgets every
icon when it is restarted and says so to all windows (``TaskbarCreated``): ours comes back.

Version 4 of the interface is asked for: the menu opens by keys too, where the icon is.
"""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import contextlib
import queue
import struct
import threading
import time
from collections.abc import Callable
from typing import Any, NamedTuple

import win32api
import win32con
import win32event as _win32event
import win32gui as _win32gui
import win32process as _win32process

win32event: Any = _win32event
win32gui: Any = _win32gui
win32process: Any = _win32process

CLASS = "SceauNotificationArea"
"""The class of the hidden window."""

_CALLED = win32con.WM_APP + 1
_WORK = win32con.WM_APP + 2
_ID = 1

_VERSION_4 = 4
_SHOW_TIP = 0x80
_SELECT, _KEY_SELECT = win32con.WM_USER, win32con.WM_USER + 1
_BALLOON_GONE = (win32con.WM_USER + 3, win32con.WM_USER + 4)
_BALLOON_CLICKED = win32con.WM_USER + 5

_TIP, _TITLE, _TEXT = 127, 63, 255
"""Characters that Windows takes (``NOTIFYICONDATAW``)."""


class Line(NamedTuple):
    """A line of the menu. ``id`` is 1 and up and comes back when it is chosen; without ``text`` it
    is a separator; one that is not ``active`` is only read; ``below`` it are further lines."""

    id: int
    text: str = ""
    active: bool = False
    below: tuple[Line, ...] = ()


class NotificationIcon:
    """One icon, there from :meth:`show` on. ``lines`` gives the menu each time it, or a part of it,
    opens; ``opened`` is told before that, ``chosen`` gets the id of a line; ``ended`` is told
    when the session ends, or the icon was closed."""

    def __init__(
        self,
        lines: Callable[[], tuple[Line, ...]] = tuple,
        chosen: Callable[[int], None] = lambda _id: None,
        opened: Callable[[], None] = lambda: None,
        ended: Callable[[], None] = lambda: None,
    ) -> None:
        self._lines, self._chosen, self._opened, self._ended = lines, chosen, opened, ended
        self._work: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._begun = threading.Event()
        self._there = False
        self._window = 0
        self._icon = 0
        self._tip = ""
        self._parts: dict[int, int] = {}
        self._clicked: Callable[[], None] | None = None
        self._told = threading.Event()
        self._thread = threading.Thread(target=self._run, name="icon", daemon=True)
        self._thread.start()
        self._begun.wait()

    # -- what it is told ---------------------------------------------------------------------

    def show(self, icon: Callable[[int], int], tip: str) -> None:
        """Show this icon from now on, with this text under the pointer. ``icon`` makes it, of so
        many pixels, in the icon's thread (:func:`icon_of`)."""

        def work() -> None:
            before = self._icon
            self._icon = icon(win32api.GetSystemMetrics(win32con.SM_CXSMICON))
            self._tip = _clipped(tip, _TIP)
            self._place()
            if before:
                win32gui.DestroyIcon(before)

        self._soon(work)

    def make_sure(self) -> None:
        """Place the icon, where it is not: as a session begins there may be no Explorer yet."""
        self._soon(lambda: None if self._there or not self._icon else self._place())

    def tell(self, title: str, text: str, clicked: Callable[[], None] | None = None) -> None:
        """Show a balloon, which newer Windows draws as a notification; ``clicked`` is called for a
        click on it. A balloon takes the place of the one before."""

        def work() -> None:
            self._clicked = clicked
            self._told.clear()
            with contextlib.suppress(win32gui.error):
                self._notify(
                    win32gui.NIM_MODIFY,
                    win32gui.NIF_INFO,
                    info=_clipped(text, _TEXT),
                    title=_clipped(title, _TITLE),
                )

        self._soon(work)

    def told(self, seconds: float) -> bool:
        """Wait until the balloon is gone, for so many seconds at most; say whether it is."""
        return self._told.wait(seconds)

    def close(self) -> None:
        """Take the icon away."""
        self._soon(lambda: win32gui.DestroyWindow(self._window))
        if threading.current_thread() is not self._thread:
            self._thread.join()

    def _soon(self, work: Callable[[], None]) -> None:
        self._work.put(work)
        with contextlib.suppress(win32gui.error):  # it is closed
            win32gui.PostMessage(self._window, _WORK, 0, 0)

    # -- in the icon's thread ----------------------------------------------------------------

    def _run(self) -> None:
        created = win32gui.RegisterWindowMessage("TaskbarCreated")
        kind = win32gui.WNDCLASS()
        kind.lpszClassName = f"{CLASS}.{threading.get_ident()}"
        kind.hInstance = win32api.GetModuleHandle(None)
        kind.lpfnWndProc = {
            created: self._explorer_came,
            _CALLED: self._called,
            _WORK: self._do,
            win32con.WM_INITMENUPOPUP: self._part_opens,
            win32con.WM_ENDSESSION: self._session_ends,
            win32con.WM_DESTROY: self._destroyed,
        }
        atom = win32gui.RegisterClass(kind)
        # a window of the desktop: one for messages alone would not hear of Explorer
        self._window = win32gui.CreateWindow(
            atom, CLASS, win32con.WS_OVERLAPPED, 0, 0, 0, 0, 0, 0, kind.hInstance, None
        )
        self._begun.set()
        win32gui.PumpMessages()
        win32gui.UnregisterClass(atom, kind.hInstance)
        self._told.set()
        self._ended()

    def _do(self, *_message: int) -> int:
        with contextlib.suppress(queue.Empty):
            while True:
                self._work.get_nowait()()
        return 0

    def _place(self) -> None:
        flags = win32gui.NIF_ICON | win32gui.NIF_MESSAGE | win32gui.NIF_TIP | _SHOW_TIP
        if self._there:
            with contextlib.suppress(win32gui.error):
                self._notify(win32gui.NIM_MODIFY, flags)
                return
        self._there = False
        with contextlib.suppress(win32gui.error):  # no Explorer yet: make_sure tries again
            self._notify(win32gui.NIM_ADD, flags)
            self._notify(win32gui.NIM_SETVERSION, 0, number=_VERSION_4)
            self._there = True

    def _notify(
        self, what: int, flags: int, *, info: str = "", title: str = "", number: int = 0
    ) -> None:
        """``number`` is the interface's version: Windows has it where a balloon's time stood."""
        told = (self._window, _ID, flags, _CALLED, self._icon, self._tip)
        win32gui.Shell_NotifyIcon(what, (*told, info, number, title, win32gui.NIIF_INFO))

    def _explorer_came(self, *_message: int) -> int:
        self._there = False
        if self._icon:
            self._place()
        return 0

    def _called(self, _window: int, _what: int, where: int, told: int) -> int:
        event = told & 0xFFFF
        if event in (win32con.WM_CONTEXTMENU, _SELECT, _KEY_SELECT):
            self._open(*struct.unpack("<hh", struct.pack("<I", where & 0xFFFFFFFF)))
        elif event == _BALLOON_CLICKED:
            if self._clicked is not None:
                self._clicked()
            self._told.set()
        elif event in _BALLOON_GONE:
            self._told.set()
        return 0

    def _open(self, x: int, y: int) -> None:
        self._opened()
        menu = win32gui.CreatePopupMenu()
        self._fill(menu, self._lines())
        # without the first the menu stays when one clicks beside it, without the last it comes
        # only every second time (TrackPopupMenu, remarks)
        with contextlib.suppress(win32gui.error):
            win32gui.SetForegroundWindow(self._window)
        flags = win32con.TPM_RETURNCMD | win32con.TPM_RIGHTBUTTON
        try:
            id = win32gui.TrackPopupMenu(menu, flags, x, y, 0, self._window, None)
        finally:
            self._parts.clear()
            win32gui.DestroyMenu(menu)
        win32gui.PostMessage(self._window, win32con.WM_NULL, 0, 0)
        if id:
            self._chosen(id)

    def _part_opens(self, _window: int, _what: int, menu: int, _where: int) -> int:
        """A part of the menu opens: what it holds may have come since."""
        part = _find(self._lines(), self._parts.get(menu, 0))
        if part is not None:
            for _ in range(win32gui.GetMenuItemCount(menu)):
                win32gui.DeleteMenu(menu, 0, win32con.MF_BYPOSITION)
            self._fill(menu, part.below)
        return 0

    def _fill(self, menu: int, lines: tuple[Line, ...]) -> None:
        for one in lines:
            # one & marks the letter to press, two stand for one
            text = one.text.replace("&", "&&")
            if not one.text:
                win32gui.AppendMenu(menu, win32con.MF_SEPARATOR, 0, "")
            elif one.below:
                part = win32gui.CreatePopupMenu()
                self._parts[part] = one.id
                self._fill(part, one.below)
                win32gui.AppendMenu(menu, win32con.MF_POPUP | win32con.MF_STRING, part, text)
            else:
                # not grey: what is only read must be read as well as the rest
                looks = win32con.MF_ENABLED if one.active else win32con.MF_DISABLED
                win32gui.AppendMenu(menu, win32con.MF_STRING | looks, one.id, text)

    def _session_ends(self, window: int, _what: int, ends: int, _why: int) -> int:
        if ends:
            win32gui.DestroyWindow(window)
        return 0

    def _destroyed(self, *_message: int) -> int:
        with contextlib.suppress(win32gui.error):
            self._notify(win32gui.NIM_DELETE, 0)
        win32gui.PostQuitMessage(0)
        return 0


def close_others(seconds: float) -> None:
    """Take away the icons of other programs of ours in this session, and wait so many seconds at
    most until those programs have ended: what replaces our files needs them free."""
    ours: list[int] = []

    def take(window: int, _more: object) -> bool:
        if win32gui.GetWindowText(window) == CLASS:
            ours.append(win32process.GetWindowThreadProcessId(window)[1])
            win32gui.PostMessage(window, win32con.WM_CLOSE, 0, 0)
        return True

    with contextlib.suppress(win32gui.error):
        win32gui.EnumWindows(take, None)
    until = time.monotonic() + seconds
    for one in ours:
        with contextlib.suppress(win32api.error):  # it has ended, or is not this person's
            process = win32api.OpenProcess(win32con.SYNCHRONIZE, False, one)
            left = max(0, int(1000 * (until - time.monotonic())))
            win32event.WaitForSingleObject(process, left)


def icon_of(pixels: bytes, size: int) -> int:
    """Make an icon of ``size`` by ``size`` pixels: alpha, red, green and blue, a byte each, row by
    row from the top."""
    rows = []
    for row in range(size):
        line = pixels[4 * size * row : 4 * size * (row + 1)]
        # Windows has blue, green, red and alpha, and begins below
        rows.append(struct.pack(f"<{size}I", *struct.unpack(f">{size}I", line)))
    header = struct.pack("<IiiHHIIiiII", 40, size, 2 * size, 1, 32, 0, 0, 0, 0, 0, 0)
    mask = bytes((size + 31) // 32 * 4 * size)  # all of it is ours: the alpha says the rest
    picture = header + b"".join(reversed(rows)) + mask
    made: int = win32gui.CreateIconFromResource(picture, True, 0x00030000)
    return made


def _find(lines: tuple[Line, ...], id: int) -> Line | None:
    for one in lines:
        found = one if one.id == id else _find(one.below, id)
        if found is not None:
            return found
    return None


def _clipped(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
