"""A lane of workers of one kind: so many at once, warm ones first, dead ones replaced."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Sequence
from enum import Enum
from pathlib import Path

from sceau.workers import frames, sandbox
from sceau.workers.limits import Limits
from sceau.workers.worker import Worker, WorkerDied


class Trouble(Enum):
    """Every way a worker can fail a job."""

    TOO_SLOW = "too-slow"
    MEMORY = "memory"
    CRASHED = "crashed"
    NO_WORKER = "no-worker"


class WorkerFailed(Exception):
    """The job was not done, and why."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


class Lane:
    """At most ``count`` workers; a job waits for the first that is free."""

    def __init__(self, count: int, limits: Limits, module: str, paths: Sequence[Path]) -> None:
        self._limits = limits
        self._module = module
        self._paths = tuple(paths)
        self._places = asyncio.Semaphore(count)
        self._idle: list[tuple[Worker, asyncio.TimerHandle]] = []
        self._busy: set[Worker] = set()
        self._leaving: set[asyncio.Task[int]] = set()

    @property
    def pids(self) -> tuple[int, ...]:
        """The process numbers of the lane's workers."""
        workers = (*self._busy, *(worker for worker, _ in self._idle))
        return tuple(worker.pid for worker in workers if worker.alive)

    async def warm(self) -> None:
        """Have at least one worker ready. Raises :class:`WorkerFailed`."""
        if self._idle or self._busy:
            return
        async with self._places:
            self._give_back(await self._take())

    async def run(
        self, job: frames.Job, body: bytes, seconds: float
    ) -> tuple[frames.Answer, bytes]:
        """Have a worker do ``job`` within ``seconds`` of its beginning.

        Raises :class:`WorkerFailed`. A worker that fails, or whose answer nobody waits for any
        more, is killed.
        """
        async with self._places:
            worker = await self._take()
            try:
                async with asyncio.timeout(seconds):
                    answer, result = await worker.ask(job, body)
            except TimeoutError:
                self._discard(worker)
                raise WorkerFailed(Trouble.TOO_SLOW) from None
            except WorkerDied:
                raise WorkerFailed(await self._autopsy(worker)) from None
            except BaseException:
                self._discard(worker)
                raise
            if isinstance(answer, frames.Failed):
                self._discard(worker)
                memory = answer.why == "memory"
                raise WorkerFailed(Trouble.MEMORY if memory else Trouble.CRASHED)
            self._give_back(worker)
            return answer, result

    async def close(self) -> None:
        """End every worker, and wait until they have."""
        while self._idle:
            worker, timer = self._idle.pop()
            timer.cancel()
            self._discard(worker)
        for worker in tuple(self._busy):
            self._discard(worker)
        await asyncio.gather(*self._leaving)

    async def _take(self) -> Worker:
        while self._idle:
            worker, timer = self._idle.pop()
            timer.cancel()
            if worker.alive:
                self._busy.add(worker)
                return worker
            self._discard(worker)
        worker = await self._start()
        self._busy.add(worker)
        return worker

    async def _start(self) -> Worker:
        environment = sandbox.environment(self._paths)
        seconds = self._limits.start_seconds
        line = sandbox.command(self._module, self._paths)
        try:
            return await Worker.start(line, environment, seconds)
        except (OSError, TimeoutError, WorkerDied):
            if await asyncio.to_thread(sandbox.works):
                raise WorkerFailed(Trouble.NO_WORKER) from None
        try:
            return await Worker.start(sandbox.python("-m", self._module), environment, seconds)
        except (OSError, TimeoutError, WorkerDied):
            raise WorkerFailed(Trouble.NO_WORKER) from None

    def _give_back(self, worker: Worker) -> None:
        self._busy.discard(worker)
        loop = asyncio.get_running_loop()
        timer = loop.call_later(self._limits.idle_seconds, self._leave, worker)
        self._idle.append((worker, timer))

    def _leave(self, worker: Worker) -> None:
        self._idle = [(one, timer) for one, timer in self._idle if one is not worker]
        self._discard(worker)

    def _discard(self, worker: Worker) -> asyncio.Task[int]:
        self._busy.discard(worker)
        task = worker.kill()
        self._leaving.add(task)
        task.add_done_callback(self._leaving.discard)
        return task

    async def _autopsy(self, worker: Worker) -> Trouble:
        # killing would reap it before asyncio does, and lose what it died of
        try:
            code = await worker.ended()
        finally:
            self._discard(worker)
        if sys.platform == "win32":
            from sceau.windows.jobs import TIME_IS_UP

            return Trouble.TOO_SLOW if code == TIME_IS_UP else Trouble.CRASHED
        # bubblewrap gives 128 + the signal its child died of
        too_long = getattr(signal, "SIGXCPU", None)
        if too_long is not None and code in (-too_long, 128 + too_long):
            return Trouble.TOO_SLOW
        return Trouble.CRASHED
