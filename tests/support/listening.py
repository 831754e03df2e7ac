"""What the proxies that spoil conversations share: each listens, and passes on what it hears."""

from __future__ import annotations

import asyncio
import ssl
from abc import ABC, abstractmethod

LARGEST_LINE = 2**24
"""In bytes: a FETCH or a SOAP envelope comes as one line."""


class Spoilt(Exception):
    """The conversation ends here."""


class Listening(ABC):
    """Listens on a loopback port of its own and passes conversations on to the port ``upstream``.

    ``struck`` says whether the fault it was made for has happened. ``listens`` and ``speaks`` are
    its TLS to the client and to the server, where there is any.
    """

    listens: ssl.SSLContext | None = None
    speaks: ssl.SSLContext | None = None

    def __init__(self, upstream: int) -> None:
        self._upstream = upstream
        self._open: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None
        self.port = 0
        self.struck = False

    @abstractmethod
    async def pass_on(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        up_reader: asyncio.StreamReader,
        up_writer: asyncio.StreamWriter,
    ) -> None:
        """Hold one conversation to its end; raises :class:`Spoilt` where that comes too soon."""

    async def start(self) -> None:
        """Listen."""
        self._server = await asyncio.start_server(
            self._accept, "127.0.0.1", 0, limit=LARGEST_LINE, ssl=self.listens
        )
        self.port = self._server.sockets[0].getsockname()[1]

    async def settle(self) -> None:
        """End every conversation, each once the server did what it was asked: what the server has
        then is what it will have."""
        for one in list(self._open):
            one.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)

    async def close(self) -> None:
        """Stop listening and end every conversation."""
        assert self._server is not None
        self._server.close()
        await self.settle()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._open.add(task)
        try:
            up_reader, up_writer = await asyncio.open_connection(
                "127.0.0.1", self._upstream, limit=LARGEST_LINE, ssl=self.speaks
            )
            await self.pass_on(reader, writer, up_reader, up_writer)
        except (OSError, asyncio.IncompleteReadError, Spoilt):
            pass
        finally:
            writer.close()
            self._open.discard(task)
