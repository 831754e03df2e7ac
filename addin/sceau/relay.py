"""``sceau-host`` on Linux and macOS: between standard input and output and the helper's socket, in
one thread. Standard library only."""

from __future__ import annotations

import sys

assert sys.platform != "win32"

import os
import select
import time

# The half of ``socket`` that is written in C: the other half takes 6 of the 15 ms to load.
from _socket import AF_UNIX, SOCK_STREAM, socket

TYPE_CHECKING = False  # as typing has it, which takes 5 ms to load
if TYPE_CHECKING:
    from collections.abc import Callable

_PIECE = 1 << 20


def reach_helper() -> socket | None:
    """Give a connection to the helper; none where nobody answers."""
    link = socket(AF_UNIX, SOCK_STREAM)
    try:
        link.connect(_place())
    except OSError:
        link.close()
        return None
    return link


def _place() -> str:
    from sceau.socket_place import quick_place

    place = quick_place()
    if place:
        return place
    from sceau.link import socket_path

    return str(socket_path())


class Relay:
    """Two directions, each with what was read and could not be written yet.

    ``patience`` is how many seconds a reader may take for the last bytes, and the helper for its
    first answer, with those of ``starting`` besides; where that takes longer, ``silent`` is called.
    """

    def __init__(
        self, link: socket, patience: float, starting: float, silent: Callable[[], None]
    ) -> None:
        self._patience = patience
        self._answers_within = patience + starting
        self._silent = silent
        self._socket = link  # held, or it would be closed
        self._link = link.fileno()
        self._up = b""
        self._down = b""
        self._asked = 0.0
        self._heard = False
        for number in (0, 1, self._link):
            os.set_blocking(number, False)

    def run(self) -> int:
        """Carry until either end is gone; 0 then, 69 where the helper was silent."""
        while True:
            readable, writable = self._wait()
            if not readable and not writable and self._is_silent():
                self._silent()
                return 69
            if 1 in writable:
                self._down = _write(1, self._down)
            if self._link in writable:
                self._up = _write(self._link, self._up)
            if self._link in readable:
                piece = _read(self._link)
                if piece == b"":
                    return self._finish(1, self._down)
                self._heard = self._heard or piece is not None
                self._down = piece or b""
            if 0 in readable:
                piece = _read(0)
                if piece == b"":
                    return self._finish(self._link, self._up)
                self._asked = self._asked or time.monotonic()
                self._up = piece or b""

    def _wait(self) -> tuple[list[int], list[int]]:
        """Wait for what can be done: a direction is read from only once it is written out."""
        reading = [one for one, held in ((0, self._up), (self._link, self._down)) if not held]
        writing = [one for one, held in ((self._link, self._up), (1, self._down)) if held]
        patience = None if self._heard or not self._asked else self._patience / 10
        readable, writable, _ = select.select(reading, writing, [], patience)
        return readable, writable

    def _is_silent(self) -> bool:
        return bool(self._asked) and time.monotonic() - self._asked > self._answers_within

    def _finish(self, to: int, held: bytes) -> int:
        """Write out what the end that is still there has coming, for as long as it takes it."""
        until = time.monotonic() + self._patience
        while held and (left := until - time.monotonic()) > 0:
            if select.select([], [to], [], left)[1]:
                held = _write(to, held)
        return 0


def _read(source: int) -> bytes | None:
    """Give what is there: nothing at all (``b""``) at the end, none where it is not ready."""
    try:
        return os.read(source, _PIECE)
    except BlockingIOError:
        return None
    except OSError:
        return b""


def _write(to: int, held: bytes) -> bytes:
    """Write what fits and give the rest; what nobody reads any more is dropped."""
    try:
        return held[os.write(to, held) :]
    except BlockingIOError:
        return held
    except OSError:
        return b""
