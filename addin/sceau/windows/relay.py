"""``sceau-host`` on Windows: two threads, one a direction, between standard input and output and
the helper's pipe. Standard library only."""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import _winapi
import contextlib
import msvcrt
import os
import threading
import time
from collections.abc import Callable
from typing import NoReturn

from sceau.windows import pipe
from sceau.windows.foreground import let_others_come_forward

_PIECE = 1 << 20
_TICK = 0.1


class Relay:
    """Carries what comes on standard input to the pipe ``link``, and back.

    ``patience`` is how many seconds the helper's first answer may take after the first question,
    with those of ``starting`` besides; where it takes longer, ``silent`` is called.
    """

    def __init__(
        self, link: int, patience: float, starting: float, silent: Callable[[], None]
    ) -> None:
        self._link = link
        self._answers_within = patience + starting
        self._silent = silent
        self._ended = threading.Event()
        self._asked = 0.0
        self._heard = False

    def run(self) -> NoReturn:
        """Carry until either end is gone; end the process with 0 then, with 69 where the helper was
        silent. A thread may stand in a read for ever: it is not waited for."""
        for number in (0, 1):
            msvcrt.setmode(number, os.O_BINARY)
        for one in (self._up, self._down):
            threading.Thread(target=self._carry, args=(one,), daemon=True).start()
        while not self._ended.wait(None if self._heard else _TICK):
            if self._asked and not self._heard and self._is_silent():
                self._silent()
                os._exit(69)
        os._exit(0)

    def _is_silent(self) -> bool:
        return time.monotonic() - self._asked > self._answers_within

    def _carry(self, direction: Callable[[], None]) -> None:
        with contextlib.suppress(OSError):
            direction()
        self._ended.set()

    def _up(self) -> None:
        while piece := os.read(0, _PIECE):
            self._asked = self._asked or time.monotonic()
            # only the program the person is in may pass that on: we were started by it
            let_others_come_forward()
            while piece:
                waiting, _ = _winapi.WriteFile(self._link, piece, overlapped=True)
                written, failed = waiting.GetOverlappedResult(True)
                if failed:
                    return
                piece = piece[written:]

    def _down(self) -> None:
        while True:
            waiting, _ = _winapi.ReadFile(self._link, _PIECE, overlapped=True)
            _, failed = waiting.GetOverlappedResult(True)
            piece = waiting.getbuffer()
            if failed or not piece:
                return
            self._heard = True
            while piece:
                piece = piece[os.write(1, piece) :]


def reach_helper() -> int | None:
    """Give a handle to the helper's pipe; none where nobody of this person answers."""
    from sceau.socket_place import quick_place

    try:
        return pipe.reach(quick_place())
    except OSError:
        return None
