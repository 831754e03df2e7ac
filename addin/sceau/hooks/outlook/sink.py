"""Outlook's events from another process, where no shim may be installed. Windows only.

It attaches to an Outlook that runs, through the table of running objects, and never starts one. A
handler out of Outlook's process is slower, and Outlook may ask the user about programs that read
addresses (where Windows knows no virus scanner).
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from sceau.hooks.outlook.objects import Thing

assert sys.platform == "win32"

import pythoncom as _pythoncom  # noqa: E402 - it is there on Windows only
import pywintypes  # noqa: E402
import win32com.server.util  # noqa: E402

from sceau.hooks.outlook.late import Late  # noqa: E402

pythoncom: Any = _pythoncom  # its types say less than it does

EVENTS = pywintypes.IID("{0006302C-0000-0000-C000-000000000046}")
"""ApplicationEvents_11."""

OUTLOOK = pywintypes.IID("{0006F03A-0000-0000-C000-000000000046}")
"""Outlook.Application."""

LOOK_EVERY = 2000
"""Milliseconds between two looks for an Outlook."""


class Handler:
    """What Outlook calls. Every answer is the whole tuple: a bare boolean is lost on the way to
    another process."""

    _public_methods_: tuple[str, ...] = ()
    _dispid_to_func_ = {61442: "item_send", 61447: "quit"}  # noqa: RUF012 - as pywin32 wants it
    _com_interfaces_ = (EVENTS,)

    def __init__(self, cancels: Callable[[Thing], bool], gone: Callable[[], None]) -> None:
        self._cancels, self._gone = cancels, gone

    def item_send(self, item: Any, _cancel: bool) -> tuple[bool, bool]:
        """ItemSend."""
        try:
            cancel = self._cancels(Late(item))
        except Exception:  # noqa: BLE001 - whatever fails here must not let a mail go
            cancel = True
        return cancel, cancel

    def quit(self) -> None:
        """Quit."""
        self._gone()


class Sink:
    """Attached to Outlook while there is one. Used in the apartment's thread alone.

    ``aside`` says whether the shim asks, so that one click is not asked about twice. Outlook loads
    it only when it starts: from an Outlook it is attached to, the sink never lets go for it.
    """

    def __init__(
        self,
        cancels: Callable[[Thing], bool],
        gone: Callable[[], None],
        *,
        aside: Callable[[], bool],
    ) -> None:
        self._cancels, self._tell_gone, self._aside = cancels, gone, aside
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
            if self._aside():
                return
            outlook = found.QueryInterface(pythoncom.IID_IDispatch)
            points = outlook.QueryInterface(pythoncom.IID_IConnectionPointContainer)
            point = points.FindConnectionPoint(EVENTS)
            handler = win32com.server.util.wrap(Handler(self._cancels, self._gone))
            self._cookie = point.Advise(handler)
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
