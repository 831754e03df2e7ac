"""A request or an answer of HTTP/1.1 (RFC 9112) in pieces as they come: each line of its head, then
its body by chunks, or by quarters where it has a length."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Sequence
from http.server import BaseHTTPRequestHandler
from io import BufferedIOBase
from typing import cast

QUARTERS = 4
END_OF_HEAD = b"\r\n"
_LENGTH = re.compile(rb"content-length: *(\d+)\r\n", re.IGNORECASE)
_CHUNKED = re.compile(rb"transfer-encoding: *chunked\r\n", re.IGNORECASE)


async def pieces(reader: asyncio.StreamReader) -> AsyncIterator[bytes]:
    """Give the pieces of a message; none where the other left before it began.

    Raises IncompleteReadError where the other left in the middle.
    """
    length, chunked, line = 0, False, b""
    while line != END_OF_HEAD:
        line = await reader.readline()
        if not line.endswith(b"\n"):
            if line or length or chunked:
                raise asyncio.IncompleteReadError(line, None)
            return
        if found := _LENGTH.fullmatch(line):
            length = int(found[1])
        chunked = chunked or bool(_CHUNKED.fullmatch(line))
        yield line
    size = -1
    while chunked and size:
        line = await reader.readuntil(b"\r\n")
        size = int(line, 16)
        yield line + await reader.readexactly(size + 2)
    each = -(-length // QUARTERS)
    while not chunked and length:
        yield await reader.readexactly(min(each, length))
        length -= min(each, length)


async def whole(reader: asyncio.StreamReader) -> list[bytes]:
    """Give a message with all its pieces."""
    return [piece async for piece in pieces(reader)]


def lines_of_head(message: Sequence[bytes]) -> int:
    """How many of the pieces are its head, the empty line among them."""
    return list(message).index(END_OF_HEAD) + 1


def in_chunks(message: Sequence[bytes]) -> list[bytes]:
    """Give the same message, its body in chunks and without a length, as proxies may pass it on
    (RFC 9112 section 7.1); one without a body as it is."""
    head = lines_of_head(message)
    if head == len(message) or any(_CHUNKED.fullmatch(line) for line in message[:head]):
        return list(message)
    lines = [line for line in message[: head - 1] if not _LENGTH.fullmatch(line)]
    body = [f"{len(piece):x}\r\n".encode() + piece + b"\r\n" for piece in message[head:]]
    return [*lines, b"Transfer-Encoding: chunked\r\n", END_OF_HEAD, *body, b"0\r\n\r\n"]


class WholeRequests(BaseHTTPRequestHandler):
    """Heeds no request that was cut: Python's own handler takes the end of a connection for the end
    of a head or a body, and would carry out what no other server does (RFC 9112 section 8)."""

    def setup(self) -> None:
        """Note each line that is read."""
        super().setup()
        self._lines = _Noting(cast(BufferedIOBase, self.rfile))
        self.rfile = self._lines  # type: ignore[assignment]

    def parse_request(self) -> bool:
        """Read a head; refuse one that does not come to its end."""
        parsed = super().parse_request()
        if parsed and self._lines.last not in (b"\r\n", b"\n"):
            self.close_connection = True
            return False
        return parsed

    def body(self) -> bytes | None:
        """Give the body, or none where the connection ended before it did."""
        length = int(self.headers.get("Content-Length", "0"))
        body = self.rfile.read(length)
        if len(body) == length:
            return body
        self.close_connection = True
        return None


class _Noting:
    def __init__(self, file: BufferedIOBase) -> None:
        self._file = file
        self.last = b""

    def readline(self, size: int = -1) -> bytes:
        self.last = self._file.readline(size)
        return self.last

    def read(self, size: int = -1) -> bytes:
        return self._file.read(size)

    def close(self) -> None:
        self._file.close()

    @property
    def closed(self) -> bool:
        return self._file.closed

    def flush(self) -> None:
        """Nothing is written here."""
