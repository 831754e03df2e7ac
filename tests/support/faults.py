"""A proxy that stands before an SMTP server and spoils the conversation at one line."""

from __future__ import annotations

import asyncio
import contextlib
import random
from dataclasses import dataclass
from typing import Literal

from support.listening import Listening, Spoilt

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
    "repeat",  # the line reaches the server twice, and both answers arrive
    "repeat-reply",  # the answer arrives twice: every later one is taken for the one before
]
KINDS: tuple[Kind, ...] = (
    *("cut-before", "cut-after", "cut-in-reply", "cut-in-line", "reset"),
    *("stall-before", "stall-after", "delay", "refuse-4", "refuse-5"),
    *("repeat", "repeat-reply"),
)
LINES = ("greeting", "EHLO", "AUTH", "MAIL", "RCPT", "DATA", "content", "dot")
"""Where a conversation can be spoilt; ``content`` is the mail without its final dot."""
_ONCE: dict[Kind, tuple[str, ...]] = {
    # said twice, each of these would be text of the mail: that is no repetition but another mail
    "repeat": ("greeting", "DATA", "content"),
    "repeat-reply": ("content",),  # it has no answer of its own
}

_DELAY = 0.05  # seconds, well under the client's patience


@dataclass(frozen=True)
class Fault:
    """What goes wrong, at which line of the conversation, in which connection (from 0)."""

    kind: Kind = "none"
    line: str = ""
    connection: int = 0


NO_FAULT = Fault()


def lines_of(kind: Kind) -> tuple[str, ...]:
    """Give the lines at which this can go wrong."""
    return tuple(line for line in LINES if line not in _ONCE.get(kind, ()))


def random_fault(chance: random.Random, connections: int) -> Fault:
    """Give a fault, chosen by ``chance``."""
    kind = chance.choice(KINDS)
    return Fault(kind, chance.choice(lines_of(kind)), chance.randrange(connections))


class Proxy(Listening):
    """Passes SMTP conversations on to ``upstream``."""

    def __init__(self, upstream: int, fault: Fault) -> None:
        super().__init__(upstream)
        self._fault = fault
        self._connections = 0

    async def pass_on(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        up_reader: asyncio.StreamReader,
        up_writer: asyncio.StreamWriter,
    ) -> None:
        """Hold one conversation, line by line."""
        number = self._connections
        self._connections += 1
        fault = self._fault if number == self._fault.connection else NO_FAULT
        talk = _Talk(self, fault, reader, writer, up_reader, up_writer)
        try:
            await talk.hold()
        finally:
            await talk.end()


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
                raise Spoilt
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
        if kind == "repeat":
            self._up_writer.write(line)
            self._awaits_answer = True
            answer += await self._answer()
        if kind == "repeat-reply":
            answer += answer
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
                raise Spoilt
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
        raise Spoilt
