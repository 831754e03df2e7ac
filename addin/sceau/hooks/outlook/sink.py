"""Outlook's events from another process, where no shim may be installed. Windows only.

It attaches to an Outlook that runs, through the table of running objects, and never starts one.
Where the shim is in that very Outlook, the shim asks: at each click Outlook itself is asked
whether it is (``COMAddIns``), for what is registered says nothing of an Outlook that was started
before, and a person can tick the add-in on and off. Both are told of a click in one turn of
Outlook's thread, in which no add-in comes or goes: one of them asks, never both, never none.

A handler out of Outlook's process is slower, and Outlook may ask the user about programs that read
addresses (where Windows knows no virus scanner).
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Protocol

from sceau.hooks.outlook.objects import Thing
from sceau.hooks.outlook.shim_there import holds_the_shim

assert sys.platform == "win32"

import pythoncom as _pythoncom  # noqa: E402 - it is there on Windows only
import pywintypes  # noqa: E402
import win32com.server.util  # noqa: E402

from sceau.hooks.outlook.late import IN_TURN, Late  # noqa: E402

pythoncom: Any = _pythoncom  # its types say less than it does

EVENTS = pywintypes.IID("{0006302C-0000-0000-C000-000000000046}")
"""ApplicationEvents_11."""

OUTLOOK = pywintypes.IID("{0006F03A-0000-0000-C000-000000000046}")
"""Outlook.Application."""

LOOK_EVERY = 2000
"""Milliseconds between two looks for an Outlook."""


class Cancels(Protocol):
    """Says whether Outlook must not send an item: :meth:`.gate.Gate.cancels`."""

    def __call__(self, item: Thing, *, elsewhere: Callable[[], bool]) -> bool:
        """Say it, unless somebody else asks."""


class Handler:
    """What Outlook calls. Every answer is the whole tuple: a bare boolean is lost on the way to
    another process."""

    _public_methods_: tuple[str, ...] = ()
    _dispid_to_func_ = {61442: "item_send", 61447: "quit"}  # noqa: RUF012 - as pywin32 wants it
    _com_interfaces_ = (EVENTS,)

    def __init__(self, outlook: Thing, cancels: Cancels, gone: Callable[[], None]) -> None:
        self._outlook, self._cancels, self._gone = outlook, cancels, gone

    def item_send(self, item: Any, _cancel: bool) -> tuple[bool, bool]:
        """ItemSend."""
        try:
            with Late(item).hurried() as thing:
                cancel = self._cancels(thing, elsewhere=lambda: holds_the_shim(self._outlook))
        except Exception:  # noqa: BLE001 - whatever fails here must not let a mail go
            cancel = True
        return cancel, cancel

    def quit(self) -> None:
        """Quit."""
        self._gone()


class Sink:
    """Attached to Outlook while there is one. Used in the apartment's thread alone."""

    def __init__(self, cancels: Cancels, gone: Callable[[], None]) -> None:
        self._cancels, self._tell_gone = cancels, gone
        self._outlook: Any = None
        self._point: Any = None
        self._cookie = 0

    @property
    def attached(self) -> bool:
        """Whether Outlook asks before it sends."""
        return self._outlook is not None

    def look(self) -> None:
        """Attach where there is an Outlook; notice that one has gone."""
        if self._outlook is not None:
            try:
                self._outlook.GetIDsOfNames(0, "Session")
            except pywintypes.com_error:
                self._forget()
                self._tell_gone()
            return
        try:
            found = pythoncom.GetActiveObject(OUTLOOK)
            outlook = found.QueryInterface(pythoncom.IID_IDispatch)
            points = outlook.QueryInterface(pythoncom.IID_IConnectionPointContainer)
            point = points.FindConnectionPoint(EVENTS)
            handler = Handler(Late(outlook, IN_TURN), self._cancels, self._gone)
            self._cookie = point.Advise(win32com.server.util.wrap(handler))
        except pywintypes.com_error:
            return  # there is none, or it is just starting: next time
        self._outlook, self._point = outlook, point

    def detach(self) -> None:
        """Let go of Outlook."""
        if self._point is not None:
            with suppress(pywintypes.com_error):
                self._point.Unadvise(self._cookie)
        self._forget()

    def _gone(self) -> None:
        self._forget()
        self._tell_gone()

    def _forget(self) -> None:
        self._outlook = self._point = None
