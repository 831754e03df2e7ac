"""A proxy that stands before an SMTP server and spoils the conversation at one line."""

from __future__ import annotations

import asyncio
import contextlib
import random
from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "none",
    "cut-before",  # the line never reaches the server
    "cut-after",  # the server gets the line, its answer never arrives
    "cut-in-reply",  # half of the answer arrives
    "cut-in-line",  # half of the line reaches the server
    "reset",  # as cut-before, by RST
    "stall-before",  # silence, the line does not reach the server
    "stall-after",  # the server gets the line, silence
    "delay",  # the answer comes late, but comes
    "refuse-4",
    "refuse-5",
]
KINDS: tuple[Kind, ...] = (
    "cut-before",
    "cut-after",
    "cut-in-reply",
    "cut-in-line",
    "reset",
    "stall-before",
    "stall-after",
    "delay",
    "refuse-4",
    "refuse-5",
)
LINES = ("greeting", "EHLO", "AUTH", "MAIL", "RCPT", "DATA", "content", "dot")
"""Where a conversation can be spoilt; ``content`` is the mail without its final dot."""

_DELAY = 0.05  # seconds, well under the client's patience


@dataclass(frozen=True)
class Fault:
    """What goes wrong, at which line of the conversation, in which connection (from 0)."""

    kind: Kind = "none"
    line: str = ""
    connection: int = 0


NO_FAULT = Fault()


def random_fault(chance: random.Random, connections: int) -> Fault:
    """Give a fault, chosen by ``chance``."""
    return Fault(chance.choice(KINDS), chance.choice(LINES), chance.randrange(connections))


class _Spoilt(Exception):
    """The conversation ends here."""


class Proxy:
    """Listens on a port of its own and passes conversations on to ``upstream``."""

    def __init__(self, upstream: int, fault: Fault) -> None:
        self._upstream = upstream
        self._fault = fault
        self._connections = 0
        self._open: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None
        self.port = 0
        self.struck = False

    async def start(self) -> None:
        """Listen."""
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def settle(self) -> None:
        """Wait until no conversation is open: what the server has then is what it will have."""
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
        number = self._connections
        self._connections += 1
        fault = self._fault if number == self._fault.connection else NO_FAULT
        try:
            up_reader, up_writer = await asyncio.open_connection("127.0.0.1", self._upstream)
            talk = _Talk(self, fault, reader, writer, up_reader, up_writer)
            try:
                await talk.hold()
            finally:
                await talk.end()
        except (OSError, asyncio.IncompleteReadError, _Spoilt):
            writer.close()
        finally:
            self._open.discard(task)


class _Talk:
    """One conversation passed on line by line."""

    def __init__(
        self,
        proxy: Proxy,
        fault: Fault,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        up_reader: asyncio.StreamReader,
        up_writer: asyncio.StreamWriter,
    ) -> None:
        self._proxy = proxy
        self._fault = fault
        self._reader, self._writer = reader, writer
        self._up_reader, self._up_writer = up_reader, up_writer
        self._awaits_answer = False

    async def hold(self) -> None:
        await self._pass("greeting", b"")
        while line := await self._reader.readline():
            name = line.split(b" ")[0].strip().decode("ascii", "replace").upper()
            if await self._pass(name, line) == b"354":
                await self._mail()

    async def end(self) -> None:
        """Let the server end what it began: it may have a whole mail and be about to keep it."""
        self._writer.close()
        with contextlib.suppress(OSError):
            if self._awaits_answer:
                await asyncio.wait_for(asyncio.shield(self._answer()), 2)
        self._up_writer.close()
        with contextlib.suppress(OSError):
            await self._up_writer.wait_closed()

    async def _mail(self) -> None:
        """Pass on the content of a mail, and apart from it the dot that ends it."""
        content = bytearray()
        while not content.endswith(b"\r\n.\r\n"):
            line = await self._reader.readline()
            if not line:
                raise _Spoilt
            content += line
        content = content[:-3]
        if self._here("content"):
            await self._strike_content(bytes(content))
        self._up_writer.write(content)
        await self._up_writer.drain()
        await self._pass("dot", b".\r\n")

    def _here(self, name: str) -> bool:
        if self._fault.kind == "none" or self._fault.line != name or self._proxy.struck:
            return False
        self._proxy.struck = True
        return True

    async def _strike_content(self, content: bytes) -> None:
        kind = self._fault.kind
        if kind == "delay":
            await asyncio.sleep(_DELAY)
            return
        if kind.endswith("after") or kind.endswith("line"):
            self._up_writer.write(content[: len(content) // 2])
            await self._up_writer.drain()
        await self._leave(kind)

    async def _pass(self, name: str, line: bytes) -> bytes:
        """Pass a line on and its answer back; give the answer's code."""
        kind = self._fault.kind if self._here(name) else "none"
        if kind in ("cut-before", "reset", "stall-before", "refuse-4", "refuse-5"):
            await self._leave(kind)
        if kind == "cut-in-line":
            self._up_writer.write(line[: len(line) // 2])
            await self._up_writer.drain()
            await self._leave(kind)
        self._up_writer.write(line)
        await self._up_writer.drain()
        self._awaits_answer = True
        answer = await self._answer()
        if kind == "cut-in-reply":
            self._writer.write(answer[:2])
            await self._writer.drain()
            await self._leave(kind)
        if kind in ("cut-after", "stall-after"):
            await self._leave(kind)
        if kind == "delay":
            await asyncio.sleep(_DELAY)
        self._writer.write(answer)
        await self._writer.drain()
        return answer[:3]

    async def _answer(self) -> bytes:
        answer = b""
        while True:
            line = await self._up_reader.readline()
            if not line:
                raise _Spoilt
            answer += line
            if line[3:4] != b"-":
                self._awaits_answer = False
                return answer

    async def _leave(self, kind: Kind) -> None:
        if kind.startswith("refuse"):
            code = b"451 4.3.0" if kind == "refuse-4" else b"554 5.7.1"
            self._writer.write(code + b" not now\r\n")
            await self._writer.drain()
        elif kind.startswith("stall"):
            # until the client gives up and closes
            await self._reader.read()
        elif kind == "reset":
            self._writer.transport.abort()
        raise _Spoilt
