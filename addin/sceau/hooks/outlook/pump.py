"""Hearing COM's calls in Outlook's thread while there is nothing to do. Windows only."""

from __future__ import annotations

import sys
from collections.abc import Callable

assert sys.platform == "win32"

import pythoncom  # noqa: E402 - it is there on Windows only
import win32event  # noqa: E402


class ComPump:
    """A single-threaded apartment. ``begin`` and ``end`` are called in it; ``every`` is too, about
    once in so many milliseconds, where it is given."""

    def __init__(
        self,
        begin: Callable[[], None],
        end: Callable[[], None],
        every: tuple[int, Callable[[], None]] | None = None,
    ) -> None:
        self._begin, self._end, self._every = begin, end, every
        self._something = win32event.CreateEvent(None, False, False, None)

    def begin(self) -> None:
        """Enter the apartment."""
        pythoncom.CoInitializeEx(pythoncom.COINIT_APARTMENTTHREADED)
        self._begin()

    def wait(self) -> None:
        """Hear calls until there is something to do."""
        limit = self._every[0] if self._every else win32event.INFINITE
        told = win32event.MsgWaitForMultipleObjects(
            (self._something,), False, limit, win32event.QS_ALLINPUT
        )
        if told == win32event.WAIT_OBJECT_0 + 1:
            pythoncom.PumpWaitingMessages()
        elif told == win32event.WAIT_TIMEOUT and self._every:
            self._every[1]()

    def wake(self) -> None:
        """There is something to do."""
        win32event.SetEvent(self._something)

    def end(self) -> None:
        """Leave it."""
        self._end()
        pythoncom.CoUninitialize()
