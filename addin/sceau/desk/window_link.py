"""The helper's end of one window process: starting it, its frames, and knowing that it is lost."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Literal

import msgspec

from sceau.desk import frames
from sceau.errors import ServiceRefused

COMMAND = (sys.executable, "-P", "-m", "sceau.desk.window_process")

Reason = Literal[
    "window-lost",
    "window-frozen",
    "window-no-screen",
    "window-no-web-view",
    "window-not-started",
]

_NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0) if sys.platform == "win32" else 0
_LONGEST_LINE = 1 << 20
_PING_SECONDS = 0.5


class WindowLost(ServiceRefused):
    """The window could not open, ended by itself, or no longer answers: the verdict is *keep*."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)


class WindowLink:
    """One window process. ``heard`` gets each frame of a session; ``lost`` is told once.

    ``patience`` is how long, in seconds, the page may leave pings unanswered; ``start_patience``
    how long the process may take to be ready.
    """

    def __init__(
        self,
        *,
        command: Sequence[str] = COMMAND,
        environment: Mapping[str, str] | None = None,
        patience: float = 8.0,
        start_patience: float = 30.0,
    ) -> None:
        self._command = tuple(command)
        self._environment = _environment(environment)
        self._unanswered_at_most = max(2, round(patience / _PING_SECONDS))
        self._start_patience = start_patience
        self._process: asyncio.subprocess.Process | None = None
        self._reader: asyncio.Task[None] | None = None
        self._pinger: asyncio.Task[None] | None = None
        self._ready: asyncio.Future[None] | None = None
        self._closing: asyncio.Task[None] | None = None
        self._answered = self._asked = 0
        self.problem: WindowLost | None = None
        self.heard: Callable[[frames.FromWindow], None] | None = None
        self.lost: Callable[[WindowLost], None] | None = None

    @property
    def pid(self) -> int | None:
        """The process's id, once it was started."""
        return self._process.pid if self._process else None

    @property
    def usable(self) -> bool:
        """Whether it is running and was not lost."""
        return self.problem is None and self._process is not None

    async def open(self) -> None:
        """Start the process, and wait until its page is loaded in the hidden window.

        Raises :class:`WindowLost` where that fails or takes too long.
        """
        self._ready = asyncio.get_running_loop().create_future()
        try:
            self._process = await asyncio.create_subprocess_exec(
                *self._command,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
                env=self._environment,
                start_new_session=sys.platform != "win32",
                creationflags=_NO_WINDOW,
                limit=_LONGEST_LINE,
            )
        except OSError:
            self._lose("window-not-started")
        else:
            if sys.platform == "win32":
                from sceau.windows.jobs import end_with_us

                end_with_us(self._process.pid)
            self._reader = asyncio.create_task(self._read(self._process))
        try:
            async with asyncio.timeout(self._start_patience):
                await self._ready
        except TimeoutError:
            self._lose("window-not-started")
            raise self.problem or WindowLost("window-not-started") from None
        except asyncio.CancelledError:
            await self.close()
            raise

    def send(self, frame: frames.ToWindow) -> None:
        """Send ``frame``; to a lost process it goes nowhere."""
        if self._process is not None and self._process.stdin is not None and self.usable:
            self._process.stdin.write(frames.line(frame))

    def watch(self, on: bool) -> None:
        """Ask, or stop asking, the page for signs of life."""
        if self._pinger is not None:
            self._pinger.cancel()
            self._pinger = None
        if on:
            self._pinger = asyncio.create_task(self._ping())

    async def close(self) -> None:
        """End the process: by the end of its input, by force where that is not enough."""
        # In a task that is being cancelled, Python 3.11 lets no time limit be heard.
        if self._closing is None:
            self._closing = asyncio.create_task(self._close())
        await asyncio.shield(self._closing)

    async def _close(self) -> None:
        self.watch(False)
        process = self._process
        if process is None:
            return
        if process.stdin is not None:
            process.stdin.close()
        try:
            async with asyncio.timeout(3):
                await process.wait()
        except TimeoutError:
            self._kill()
            await process.wait()
        if self._reader is not None:
            self._reader.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._reader

    async def _read(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout is not None
        try:
            while text := await process.stdout.readline():
                self._take(frames.read_from_window.decode(text))
        except (msgspec.DecodeError, ValueError, OSError):
            self._lose("window-lost")
        else:
            early = self._ready is not None and not self._ready.done()
            self._lose("window-not-started" if early else "window-lost")

    def _take(self, frame: frames.FromWindow) -> None:
        match frame:
            case frames.Ready(protocol=frames.PROTOCOL):
                if self._ready is not None and not self._ready.done():
                    self._ready.set_result(None)
            case frames.Ready():
                self._lose("window-not-started")
            case frames.Failed(reason="no-screen"):
                self._lose("window-no-screen")
            case frames.Failed(reason="no-web-view"):
                self._lose("window-no-web-view")
            case frames.Failed():
                self._lose("window-not-started")
            case frames.Pong(number=number):
                self._answered = max(self._answered, number)
            case _:
                if self.heard is not None:
                    self.heard(frame)

    async def _ping(self) -> None:
        # Counted, not timed: after the machine slept, nothing is overdue.
        self._answered = self._asked
        while self._asked - self._answered < self._unanswered_at_most:
            self._asked += 1
            self.send(frames.Ping(self._asked))
            await asyncio.sleep(_PING_SECONDS)
        self._lose("window-frozen")

    def _lose(self, reason: Reason) -> None:
        if self.problem is not None:
            return
        self.problem = WindowLost(reason)
        if reason == "window-frozen":
            self._kill()
        if self._ready is not None and not self._ready.done():
            self._ready.set_exception(self.problem)
        if self.lost is not None:
            self.lost(self.problem)

    def _kill(self) -> None:
        # The whole session: a page's process that stands still would not see its parent go.
        if self._process is not None and self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                if sys.platform == "win32":
                    self._process.kill()
                else:
                    os.killpg(self._process.pid, signal.SIGKILL)


def _environment(given: Mapping[str, str] | None) -> dict[str, str]:
    """Give the environment of the process, in which this very package is found."""
    environment = dict(os.environ if given is None else given)
    package = str(Path(__file__).resolve().parents[2])
    others = environment.get("PYTHONPATH")
    environment["PYTHONPATH"] = os.pathsep.join((package, others)) if others else package
    return environment
