"""A proxy that stands before an EWS or a Graph server, over TLS on both sides, and spoils the
conversation at one request."""

from __future__ import annotations

import asyncio
import random
import re
import ssl
from dataclasses import dataclass
from typing import Literal

import trustme

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
]
KINDS: tuple[Kind, ...] = (
    *("cut-before", "cut-in-request", "cut-after", "cut-in-reply", "stall-before"),
    *("stall-after", "delay", "refuse", "repeat", "repeat-reply"),
)
_DELAY = 0.05  # seconds, well under the client's patience
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


@dataclass(frozen=True)
class HttpFault:
    """What goes wrong at the ``number``-th request (from 0) of all conversations together."""

    kind: Kind = "none"
    number: int = -1


NO_HTTP_FAULT = HttpFault()


def random_http_fault(chance: random.Random, requests: int) -> HttpFault:
    """Give a fault at one of ``requests`` requests, chosen by ``chance``."""
    return HttpFault(chance.choice(KINDS), chance.randrange(requests))


class HttpProxy(Listening):
    """Passes requests on to ``upstream``; ``authority`` vouches for it as ``localhost``. Not for
    answers without an end of their own (streams)."""

    def __init__(self, upstream: int, fault: HttpFault, authority: trustme.CA) -> None:
        super().__init__(upstream)
        self.fault = fault
        self.requests = 0
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
            while request := await _message(reader):
                kind = self._here()
                if kind in ("cut-before", "stall-before"):
                    await _leave(kind, reader)
                if kind == "refuse":
                    writer.write(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n")
                    continue
                if kind == "cut-in-request":
                    up_writer.write(request[: len(request) // 2])
                    await up_writer.drain()
                    raise Spoilt
                answer = await self._asked(request, up_reader, up_writer)
                if kind == "repeat":
                    answer = await self._asked(request, up_reader, up_writer)
                await self._answer(kind, answer, reader, writer)
        finally:
            up_writer.close()

    def _here(self) -> Kind:
        number = self.requests
        self.requests += 1
        if number != self.fault.number or self.struck:
            return "none"
        self.struck = True
        return self.fault.kind

    async def _asked(
        self, request: bytes, up_reader: asyncio.StreamReader, up_writer: asyncio.StreamWriter
    ) -> bytes:
        self._under_way += 1
        try:
            up_writer.write(request)
            await up_writer.drain()
            return await _message(up_reader)
        finally:
            self._under_way -= 1

    async def _answer(
        self, kind: Kind, answer: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        if kind in ("cut-after", "stall-after"):
            await _leave(kind, reader)
        if kind == "cut-in-reply":
            writer.write(answer[: len(answer) // 2])
            await writer.drain()
            raise Spoilt
        if kind == "delay":
            await asyncio.sleep(_DELAY)
        writer.write(answer + answer if kind == "repeat-reply" else answer)
        await writer.drain()


async def _message(reader: asyncio.StreamReader) -> bytes:
    """Give a request or an answer whole (RFC 9112 section 6.2), nothing where the other left."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return b""
    length = _LENGTH.search(head)
    return head + (await reader.readexactly(int(length[1])) if length else b"")


async def _leave(kind: Kind, reader: asyncio.StreamReader) -> None:
    if kind.startswith("stall"):
        await reader.read()  # until the client gives up and closes
    raise Spoilt
