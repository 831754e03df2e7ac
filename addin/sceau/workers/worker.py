"""One worker as the helper sees it: a process asked one thing at a time."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Sequence

import msgspec

from sceau.workers import frames

_AT_ONCE = 2**20
_BURIAL_SECONDS = 2
_NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0) if sys.platform == "win32" else 0


class WorkerDied(Exception):
    """The process ended before it answered, or answered what is no answer."""


class Worker:
    """A running worker process."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self._burial: asyncio.Task[int] | None = None
        self.limits: tuple[str, ...] = ()

    @classmethod
    async def start(
        cls, command: Sequence[str], environment: dict[str, str], seconds: float
    ) -> Worker:
        """Start a worker and wait until it is ready.

        Raises ``OSError``, ``TimeoutError`` or :class:`WorkerDied`; no process is left then.
        """
        starting = asyncio.ensure_future(
            asyncio.create_subprocess_exec(
                *command,
                stdin=PIPE,
                stdout=PIPE,
                stderr=DEVNULL,
                env=environment,
                limit=4 * _AT_ONCE,
                creationflags=_NO_WINDOW,
                # an interrupt at the terminal is for the helper, which ends its workers itself
                start_new_session=sys.platform != "win32",
            )
        )
        try:
            process = await asyncio.shield(starting)
        except asyncio.CancelledError:
            # given up by itself, asyncio would end bubblewrap and leave what it starts
            await asyncio.shield(cls(await starting).kill())
            raise
        if sys.platform == "win32":
            from sceau.windows.jobs import end_with_us

            end_with_us(process.pid)
        worker = cls(process)
        try:
            async with asyncio.timeout(seconds):
                answer, _ = await worker.ask(frames.Ping(), b"")
            if not isinstance(answer, frames.Ready):
                raise WorkerDied
        except BaseException:
            await asyncio.shield(worker.kill())
            raise
        worker.limits = answer.limits
        return worker

    @property
    def pid(self) -> int:
        """The number of the process started (bubblewrap's, where there is one)."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether the process has not ended, as far as is known."""
        return self._process.returncode is None

    async def ask(self, job: frames.Job, body: bytes) -> tuple[frames.Answer, bytes]:
        """Have one job done. Raises :class:`WorkerDied`.

        A worker whose ``ask`` did not come back with an answer must be killed.
        """
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            await self._send(self._process.stdin, job, body)
            return await self._receive(self._process.stdout)
        except (OSError, EOFError, ValueError, msgspec.DecodeError):
            raise WorkerDied from None

    @staticmethod
    async def _send(pipe: asyncio.StreamWriter, job: frames.Job, body: bytes) -> None:
        pipe.write(frames.start_of(job, body))
        view = memoryview(body)
        for at in range(0, len(view), _AT_ONCE):
            pipe.write(view[at : at + _AT_ONCE])
            await pipe.drain()
        await pipe.drain()

    @staticmethod
    async def _receive(pipe: asyncio.StreamReader) -> tuple[frames.Answer, bytes]:
        header, body = frames.lengths_of(await pipe.readexactly(frames.LENGTHS.size))
        answer = frames.answer_of(await pipe.readexactly(header))
        return answer, await pipe.readexactly(body)

    async def ended(self) -> int | None:
        """Give the exit code of a process that has stopped answering; none where it goes on."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_BURIAL_SECONDS):
                return await self._process.wait()
        return None

    def kill(self) -> asyncio.Task[int]:
        """End the process at once. The task given is done when it has ended, with its exit code,
        and its pipes are closed."""
        if self._burial is None:
            self._end()
            self._burial = asyncio.get_running_loop().create_task(self._bury())
        return self._burial

    def _end(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            if sys.platform == "win32":
                self._process.kill()
            elif self._process.returncode is None:
                # not Popen's own: it reaps what has just ended, and asyncio then finds it gone
                # the whole group: what bubblewrap has only just started does not yet die with it
                os.killpg(self._process.pid, signal.SIGKILL)

    async def _bury(self) -> int:
        if self._process.stdin is not None:
            self._process.stdin.close()
        code = await self._process.wait()
        # what was still in the pipes; they close only once they are read to their end
        with contextlib.suppress(TimeoutError, OSError):
            async with asyncio.timeout(_BURIAL_SECONDS):
                await self._process.communicate()
        return code
