"""A proxy that stands before an EWS or a Graph server, over TLS on both sides, and spoils the
conversation at one request, or at one line of it or of its answer."""

from __future__ import annotations

import asyncio
import random
import ssl
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Literal, cast

import trustme

from support.http_message import in_chunks, lines_of_head, pieces, whole
from support.listening import Listening, Spoilt

Kind = Literal[
    "none",
    "cut-before",  # the request never reaches the server
    "cut-in-request",  # half of it does
    "cut-after",  # the server carries it out, its answer never arrives
    "cut-in-reply",  # half of the answer arrives
    "stall-before",  # silence, the request does not reach the server
    "stall-after",  # the server carries it out, silence
    "delay",  # the answer comes late, but comes
    "refuse",  # 502, as a proxy says that reaches no server
    "repeat",  # the server gets it twice, and the second answer is given: a proxy that tried again
    "repeat-reply",  # the answer arrives twice, the second where that of the next is expected
    # what follows happens at one line, or one piece of the body
    "cut-line",
    "reset-line",  # as cut-line, by RST
    "stall-line",
    "delay-line",
    "repeat-line",
]
KINDS: tuple[Kind, ...] = (
    *("cut-before", "cut-in-request", "cut-after", "cut-in-reply", "stall-before"),
    *("stall-after", "delay", "refuse", "repeat", "repeat-reply"),
)
LINE_KINDS: tuple[Kind, ...] = (
    *("cut-line", "reset-line", "stall-line", "delay-line", "repeat-line"),
)
Side = Literal["request", "answer"]
SIDES: tuple[Side, ...] = ("request", "answer")
STREAM = -2
_MANY = 1000  # more than a message has lines
_DELAY = 0.05  # seconds, well under the client's patience


@dataclass(frozen=True)
class HttpFault:
    """What goes wrong at the ``number``-th request (from 0) of all conversations together, or at
    the first answer that is a stream (:data:`STREAM`).

    At a line it is that of the request or of its answer (``side``), the ``line``-th from 0, again
    from the first where there are fewer; ``part`` of it still gets across before it is cut.
    ``chunked``: the proxy passes every answer on in chunks, whose length nobody is told before.
    """

    kind: Kind = "none"
    number: int = -1
    side: Side = "answer"
    line: int = 0
    part: float = 0.0
    chunked: bool = False


NO_HTTP_FAULT = HttpFault()


def random_http_fault(chance: random.Random, requests: int) -> HttpFault:
    """Give a fault at one of ``requests`` requests, chosen by ``chance``; half are at a line."""
    number, chunked = chance.randrange(requests), chance.random() < 0.5
    if chance.random() < 0.5:
        return HttpFault(chance.choice(KINDS), number, chunked=chunked)
    kind, side = chance.choice(LINE_KINDS), chance.choice(SIDES)
    return HttpFault(kind, number, side, chance.randrange(_MANY), chance.random(), chunked)


class HttpProxy(Listening):
    """Passes requests on to ``upstream``; ``authority`` vouches for it as ``localhost``. Answers
    without an end of their own (streams) are passed on as they come, and spoilt at lines only.

    ``seen`` is how many lines each request and each answer had.
    """

    def __init__(self, upstream: int, fault: HttpFault, authority: trustme.CA) -> None:
        super().__init__(upstream)
        self.fault = fault
        self.requests = 0
        self.seen: list[tuple[Side, int, int]] = []
        self._under_way = 0
        self.listens = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("localhost").configure_cert(self.listens)
        self.speaks = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        self.speaks.check_hostname = False
        self.speaks.verify_mode = ssl.CERT_NONE

    async def settle(self) -> None:
        """Wait for what the server is doing, then end every conversation."""
        for _ in range(500):
            if not self._under_way:
                break
            await asyncio.sleep(0.01)
        await super().settle()

    async def pass_on(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        up_reader: asyncio.StreamReader,
        up_writer: asyncio.StreamWriter,
    ) -> None:
        """Pass requests on, one by one."""
        try:
            while request := await whole(reader):
                await _Exchange(self, self._next(), reader, writer, up_reader, up_writer).hold(
                    request
                )
        finally:
            up_writer.close()

    def _next(self) -> int:
        self.requests += 1
        return self.requests - 1

    def note(self, number: int, side: Side, message: Sequence[bytes]) -> None:
        """Note how many lines there were."""
        self.seen.append((side, number, len(message)))

    def busy(self, more: int) -> None:
        """Count what the server is doing."""
        self._under_way += more


class _Exchange:
    """One request and its answer."""

    def __init__(
        self,
        proxy: HttpProxy,
        number: int,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        up_reader: asyncio.StreamReader,
        up_writer: asyncio.StreamWriter,
    ) -> None:
        self._proxy = proxy
        self._number = number
        self._fault = NO_HTTP_FAULT
        if number == proxy.fault.number and not proxy.struck:
            self._fault = proxy.fault
        self._reader, self._writer = reader, writer
        self._up_reader, self._up_writer = up_reader, up_writer

    async def hold(self, request: Sequence[bytes]) -> None:
        kind = self._fault.kind
        self._proxy.note(self._number, "request", request)
        if kind in KINDS:
            self._proxy.struck = True
        if kind in ("cut-before", "stall-before"):
            await self._leave(self._reader)
        if kind == "refuse":
            self._writer.write(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n")
            return
        if kind == "cut-in-request":
            sent = b"".join(request)
            self._up_writer.write(sent[: len(sent) // 2])
            await self._up_writer.drain()
            raise Spoilt
        self._proxy.busy(1)
        try:
            await self._write("request", request, self._up_writer)
            answer = await self._answer()
            if kind == "repeat":
                await self._write("request", request, self._up_writer)
                answer = await self._answer()
        finally:
            self._proxy.busy(-1)
        await self._give(answer)

    async def _answer(self) -> list[bytes] | AsyncIterator[bytes]:
        """Give the answer: whole, but one in chunks with its head alone, the rest as it comes."""
        coming = pieces(self._up_reader)
        answer = []
        async for piece in coming:
            answer.append(piece)
            if piece.lower() == b"transfer-encoding: chunked\r\n":
                return _after(answer, coming)
        if not answer:
            raise Spoilt
        return answer

    async def _give(self, coming: list[bytes] | AsyncIterator[bytes]) -> None:
        kind = self._fault.kind
        if not isinstance(coming, list):
            await self._write_as_it_comes(coming)
            return
        answer = in_chunks(coming) if self._proxy.fault.chunked else coming
        self._proxy.note(self._number, "answer", answer)
        if kind in ("cut-after", "stall-after"):
            await self._leave(self._reader)
        if kind == "cut-in-reply":
            given = b"".join(answer)
            self._writer.write(given[: len(given) // 2])
            await self._writer.drain()
            raise Spoilt
        if kind == "delay":
            await asyncio.sleep(_DELAY)
        for _ in range(2 if kind == "repeat-reply" else 1):
            await self._write("answer", answer, self._writer)

    async def _write(
        self, side: Side, message: Sequence[bytes], writer: asyncio.StreamWriter
    ) -> None:
        """Write a message, and spoil it where it is this one's turn."""
        at = -1
        if self._fault.kind in LINE_KINDS and self._fault.side == side:
            # content said twice is other content, whatever carries it: only lines of an answer are
            lines = len(message)
            if self._fault.kind == "repeat-line" and side == "answer":
                lines = lines_of_head(message)
            at = self._fault.line % lines
        for number, piece in enumerate(message):
            if number == at:
                await self._strike(piece, writer)
            if writer.is_closing():
                raise Spoilt  # the other left
            writer.write(piece)
        await writer.drain()

    async def _write_as_it_comes(self, answer: AsyncIterator[bytes]) -> None:
        number = 0
        if self._proxy.fault.number == STREAM and not self._proxy.struck:
            self._fault = self._proxy.fault
        strikes = self._fault.kind in LINE_KINDS and self._fault.side == "answer"
        async for piece in answer:
            if strikes and number == self._fault.line:
                await self._strike(piece, self._writer)
            number += 1
            self._writer.write(piece)
            await self._writer.drain()

    async def _strike(self, piece: bytes, writer: asyncio.StreamWriter) -> None:
        """Spoil a line that is about to be written."""
        self._proxy.struck = True
        kind = self._fault.kind
        if kind == "delay-line":
            await writer.drain()
            await asyncio.sleep(_DELAY)
        elif kind == "repeat-line":
            writer.write(piece)
        else:
            writer.write(piece[: int(len(piece) * self._fault.part)])
            await writer.drain()
            if kind == "reset-line":
                cast(asyncio.Transport, writer.transport).abort()
            await self._leave(self._reader)

    async def _leave(self, reader: asyncio.StreamReader) -> None:
        if self._fault.kind.startswith("stall"):
            await reader.read()  # until the client gives up and closes
        raise Spoilt


async def _after(first: Sequence[bytes], rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    for piece in first:
        yield piece
    async for piece in rest:
        yield piece
