"""The one thread in which Outlook's objects live. They belong to the thread that got them (COM's
single-threaded apartment); everything else asks it to do something and waits."""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable
from typing import Any, Protocol, TypeVar

T = TypeVar("T")


class Pump(Protocol):
    """What the thread does while nobody asks it for something: hearing Outlook's calls."""

    def begin(self) -> None:
        """The thread starts."""

    def wait(self) -> None:
        """Hear calls until there is something to do, or :meth:`wake` is called."""

    def wake(self) -> None:
        """There is something to do; called from another thread."""

    def end(self) -> None:
        """The thread ends."""


class Apartment:
    """The thread; ``pump`` is what it does in between."""

    def __init__(self, pump: Pump) -> None:
        self._pump = pump
        self._jobs: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._ready = threading.Event()
        self._hindered: Exception | None = None
        self._thread = threading.Thread(target=self._run, name="outlook", daemon=True)

    def start(self) -> None:
        """Start the thread, and wait until it can be asked. Raises what hinders it."""
        self._thread.start()
        self._ready.wait()
        if self._hindered is not None:
            raise self._hindered

    async def do(self, work: Callable[[], T]) -> T:
        """Have the thread do ``work``; give what it gives, or raise what it raises.

        A wait that is cancelled does not undo what the thread has begun.
        """
        loop = asyncio.get_running_loop()
        done: asyncio.Future[T] = loop.create_future()

        def job() -> None:
            try:
                result = work()
            except BaseException as told:  # noqa: BLE001 - it is raised where it was asked for
                loop.call_soon_threadsafe(_tell, done, None, told)
            else:
                loop.call_soon_threadsafe(_tell, done, result, None)

        self._jobs.put(job)
        self._pump.wake()
        return await done

    def stop(self) -> None:
        """Let the thread end what it does, and go."""
        self._jobs.put(None)
        self._pump.wake()
        self._thread.join()

    def _run(self) -> None:
        try:
            self._pump.begin()
        except Exception as hindered:  # noqa: BLE001 - it is raised where it was started
            self._hindered = hindered
            return
        finally:
            self._ready.set()
        try:
            while True:
                self._pump.wait()
                while not self._jobs.empty():
                    job = self._jobs.get()
                    if job is None:
                        return
                    job()
        finally:
            self._pump.end()


def _tell(done: asyncio.Future[Any], result: Any, told: BaseException | None) -> None:
    if done.done():
        return
    if told is None:
        done.set_result(result)
    else:
        done.set_exception(told)
