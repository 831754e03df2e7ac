"""A proxy that stands before an IMAP server and spoils the conversation at one command."""

from __future__ import annotations

import asyncio
import contextlib
import random
import re
from dataclasses import dataclass
from typing import Literal

from support.listening import Listening, Spoilt

Kind = Literal[
    "none",
    "cut-before",  # the command never reaches the server
    "cut-in-line",  # half of it does
    "cut-after",  # the server carries it out, its answer never arrives
    "cut-in-reply",  # half of the answer arrives
    "stall-before",  # silence, the command does not reach the server
    "stall-after",  # the server carries it out, silence
    "delay",  # the answer comes late, but comes
    "refuse",  # NO, as a server in trouble says
    "repeat",  # the command reaches the server twice, and both answers arrive
    "repeat-reply",  # the answer arrives twice
]
KINDS: tuple[Kind, ...] = (
    *("cut-before", "cut-in-line", "cut-after", "cut-in-reply"),
    *("stall-before", "stall-after", "delay", "refuse", "repeat", "repeat-reply"),
)
_LITERAL = re.compile(rb"\{(\d+)(\+?)\}\r\n$")
_DELAY = 0.05  # seconds, well under the client's patience
_PATIENCE = 2.0  # seconds for the answer nobody will see


@dataclass(frozen=True)
class ImapFault:
    """What goes wrong at the ``number``-th command (from 0) of all conversations together."""

    kind: Kind = "none"
    number: int = -1


NO_IMAP_FAULT = ImapFault()


def random_imap_fault(chance: random.Random, commands: int) -> ImapFault:
    """Give a fault at one of ``commands`` commands, chosen by ``chance``."""
    return ImapFault(chance.choice(KINDS), chance.randrange(commands))


class ImapProxy(Listening):
    """Passes IMAP conversations on to ``upstream``."""

    def __init__(self, upstream: int, fault: ImapFault) -> None:
        super().__init__(upstream)
        self.fault = fault
        self.commands = 0

    def here(self) -> Kind:
        """Count one command more, and give what is to happen to it."""
        number = self.commands
        self.commands += 1
        if number != self.fault.number or self.struck:
            return "none"
        self.struck = True
        return self.fault.kind

    async def pass_on(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        up_reader: asyncio.StreamReader,
        up_writer: asyncio.StreamWriter,
    ) -> None:
        """Hold one conversation, command by command."""
        talk = _Talk(self, reader, writer, up_reader, up_writer)
        try:
            await talk.hold()
        finally:
            await talk.end()


class _Talk:
    """One conversation, passed on command by command; answers as they come."""

    def __init__(
        self,
        proxy: ImapProxy,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        up_reader: asyncio.StreamReader,
        up_writer: asyncio.StreamWriter,
    ) -> None:
        self._proxy = proxy
        self._reader, self._writer = reader, writer
        self._up_reader, self._up_writer = up_reader, up_writer
        self._kind: Kind = "none"
        self._tag = b""
        self._answered = asyncio.Event()
        self._pump = asyncio.create_task(self._answers())

    async def hold(self) -> None:
        while line := await self._reader.readline():
            kind = self._proxy.here()
            self._tag = line.split(b" ")[0]
            self._answered.clear()
            if kind in ("cut-before", "stall-before"):
                await self._leave(kind)
            if kind == "cut-in-line":
                self._up_writer.write(line[: len(line) // 2])
                await self._up_writer.drain()
                raise Spoilt
            if kind == "refuse":
                self._writer.write(self._tag + b" NO [UNAVAILABLE] not now\r\n")
                continue
            if kind == "delay":
                await asyncio.sleep(_DELAY)
                kind = "none"
            self._kind = kind if not _LITERAL.search(line) else "none"
            whole = await self._pass_on(line, kind)
            if kind == "repeat":
                self._up_writer.write(whole)
                await self._up_writer.drain()
            elif kind not in ("none", "repeat-reply"):
                await self._unheard()
                await self._leave(kind)

    async def _pass_on(self, line: bytes, kind: Kind) -> bytes:
        """Pass a command on with its literals (RFC 9051 section 4.3); give all of it."""
        whole = line
        self._up_writer.write(line)
        while literal := _LITERAL.search(line):
            await self._up_writer.drain()
            content = await self._reader.readexactly(int(literal[1]))
            line = await self._reader.readline()
            self._kind = kind if not _LITERAL.search(line) else "none"
            self._up_writer.write(content + line)
            whole += content + line
        await self._up_writer.drain()
        return whole

    async def _answers(self) -> None:
        """Pass answers on; of a command that is spoilt, nothing or half a line."""
        heard = b""
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            while line := await self._up_reader.readline():
                last = line.split(b" ")[0] == self._tag
                if self._kind in ("none", "repeat"):
                    self._say(line)
                elif self._kind == "repeat-reply":
                    heard += line
                    if last:
                        self._say(heard + heard)
                        self._kind = "none"
                elif self._kind == "cut-in-reply":
                    self._say(line[: len(line) // 2])
                    self._kind = "cut-after"
                if last:
                    self._answered.set()
        self._answered.set()
        self._writer.close()

    def _say(self, answer: bytes) -> None:
        if not self._writer.is_closing():
            self._writer.write(answer)

    async def _unheard(self) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_PATIENCE):
                await self._answered.wait()

    async def _leave(self, kind: Kind) -> None:
        if kind.startswith("stall"):
            await self._reader.read()  # until the client gives up and closes
        raise Spoilt

    async def end(self) -> None:
        """Let the server end what it began."""
        self._writer.close()
        try:
            for _ in range(30):
                if not self._tag or self._answered.is_set():
                    break
                await asyncio.sleep(0.01)
        finally:
            self._pump.cancel()
            self._up_writer.close()
        await asyncio.gather(self._pump, return_exceptions=True)
        with contextlib.suppress(OSError):
            await self._up_writer.wait_closed()
