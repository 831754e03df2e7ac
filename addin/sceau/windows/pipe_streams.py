"""The named pipe as asyncio's streams, on both ends.

asyncio serves pipes itself (``ProactorEventLoop.start_serving_pipe``), but open to every program
of the machine: the two private methods it does that with are used here on pipes of our own.
``tests/windows/test_pipe.py`` holds that they are still there.
"""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import asyncio
import contextlib
from asyncio.windows_utils import PipeHandle
from collections.abc import Awaitable, Callable
from typing import Any

from sceau.windows import pipe

Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


class PipeServer:
    """Answers at the pipe ``name``, one ``talk`` a client, until :meth:`close`."""

    def __init__(self, name: str, talk: Talk) -> None:
        self._name = name
        self._talk = talk
        self._loop: Any = asyncio.get_running_loop()
        self._waiting = PipeHandle(pipe.make(name, first=True))
        self._task = self._loop.create_task(self._accept())

    async def _accept(self) -> None:
        while True:
            free = self._waiting
            try:
                await self._loop._proactor.accept_pipe(free)
            except OSError:  # the client was gone before it was let in
                free.close()
                self._waiting = PipeHandle(pipe.make(self._name, first=False))
                continue
            # made before the client is served: without an instance the name would be free
            self._waiting = PipeHandle(pipe.make(self._name, first=False))
            reader = asyncio.StreamReader(loop=self._loop)
            protocol = asyncio.StreamReaderProtocol(reader, self._talk, loop=self._loop)
            self._loop._make_duplex_pipe_transport(free, protocol)

    def close(self) -> None:
        """Take no further clients; those there are go on."""
        self._task.cancel()
        with contextlib.suppress(OSError):
            self._waiting.close()


async def connect(name: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """Connect to the pipe. Raises ``OSError`` as :func:`sceau.windows.pipe.reach` does."""
    loop: Any = asyncio.get_running_loop()
    until = loop.time() + pipe.PATIENCE
    while (found := pipe.reach_now(name)) is None:
        if loop.time() > until:
            raise TimeoutError("the pipe is busy")
        await asyncio.sleep(pipe.TICK)
    handle = PipeHandle(found)
    reader = asyncio.StreamReader(loop=loop)
    protocol = asyncio.StreamReaderProtocol(reader, loop=loop)
    transport = loop._make_duplex_pipe_transport(handle, protocol)
    return reader, asyncio.StreamWriter(transport, protocol, reader, loop)
