"""A strict stand-in for a server that speaks UTF-8 (RFC 6855, ``UTF8=ACCEPT``): a relay before a
real Dovecot, which does not offer it.

It speaks TLS on both sides, offers the extension, translates folder names, and refuses what the RFC
forbids: octets over 127 before ENABLE, ENABLE once a folder is open, modified UTF-7 after it, a
CHARSET in SEARCH after it, a header in UTF-8 appended otherwise than as ``UTF8 (~{…}``. To a client
that did not enable it, headers in UTF-8 are given with question marks, as such servers do with
their substitutes (RFC 6858). ``broken`` keeps what was refused.
"""

from __future__ import annotations

import contextlib
import re
import socket
import ssl
import threading
from collections.abc import Iterator
from typing import IO

import trustme
from imapclient import imap_utf7

_LITERAL = re.compile(rb"(~?)\{(\d+)(\+?)\}\r\n$")
_QUOTED = re.compile(rb'"((?:[^"\\]|\\.)*)"')
_SHIFTED = re.compile(rb"&[A-Za-z0-9+,]+-")
_LISTED = re.compile(rb'^(\* L(?:IST|SUB) \([^)]*\) (?:"[^"]*"|NIL) )("?)(.*?)\2\r\n$')
_MAKES_ROOM = (b"SELECT", b"EXAMINE")


class Utf8Line:
    """Listens on ``port`` for clients that trust ``authority``, before the Dovecot on
    ``upstream``. Without ``enables`` it refuses to be enabled, though it said it could."""

    def __init__(self, upstream: int, authority: trustme.CA, *, enables: bool = True) -> None:
        self.upstream = upstream
        self.enables = enables
        self.broken: list[str] = []
        self.heard: list[bytes] = []
        self.listens = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("localhost").configure_cert(self.listens)
        self.speaks = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        self.speaks.check_hostname = False
        self.speaks.verify_mode = ssl.CERT_NONE
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self._lines: list[socket.socket] = []
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listening.accept()
                threading.Thread(target=self._hold, args=(client,), daemon=True).start()

    def _hold(self, client: socket.socket) -> None:
        with contextlib.suppress(OSError, ValueError):
            server = socket.create_connection(("127.0.0.1", self.upstream))
            self._lines += [client, server]
            _Talk(
                self,
                self.listens.wrap_socket(client, server_side=True),
                self.speaks.wrap_socket(server),
            ).hold()

    def close(self) -> None:
        """Stop it."""
        self._listening.close()
        for one in self._lines:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)


class _Talk:
    """One conversation."""

    def __init__(self, line: Utf8Line, client: ssl.SSLSocket, server: ssl.SSLSocket) -> None:
        self._line = line
        self._client, self._server = client, server
        self._enabled = False
        self._opened = False
        self._raw = False  # the next line is no command
        self._gate = threading.Lock()

    def hold(self) -> None:
        """Pass on until one of the two leaves."""
        threading.Thread(target=self._answers, daemon=True).start()
        heard = self._client.makefile("rb")
        while command := heard.readline():
            self._line.heard.append(command)
            words = command.split(None, 3)
            if self._raw or len(words) < 2:
                self._raw = False
                self._server.sendall(command)
                continue
            name = words[1].upper()
            name = words[2].upper() if name == b"UID" and len(words) > 2 else name
            self._raw = name == b"AUTHENTICATE" and len(words) == 3
            self._opened |= name in _MAKES_ROOM
            wrong = self._wrong(name, command)
            if wrong:
                self._refuse(words[0], wrong)
            elif name == b"ENABLE" and b"UTF8=ACCEPT" in command.upper().split():
                self._enable(words[0])
            elif name == b"APPEND":
                self._append(words[0], command, heard)
            else:
                self._pass(self._shifted(command), heard)
        self._server.close()

    def _wrong(self, name: bytes, command: bytes) -> str:
        if not self._enabled and not command.isascii():
            return "octets over 127 before ENABLE"
        if self._enabled and any(_SHIFTED.search(one[1]) for one in _QUOTED.finditer(command)):
            return "modified UTF-7 after ENABLE"
        if self._enabled and name == b"SEARCH" and b" CHARSET " in command.upper():
            return "CHARSET after ENABLE"
        if name == b"ENABLE" and self._opened:
            return "ENABLE with a folder open"
        try:
            command.decode()
        except UnicodeDecodeError:
            return "not UTF-8"
        return ""

    def _enable(self, tag: bytes) -> None:
        if self._line.enables:
            self._enabled = True
            self._say(b"* ENABLED UTF8=ACCEPT\r\n" + tag + b" OK enabled\r\n")
        else:
            self._say(tag + b" NO not today\r\n")

    def _pass(self, command: bytes, heard: IO[bytes]) -> None:
        """Pass a command on with its literals, which the server need not ask for."""
        while literal := _LITERAL.search(command):
            content = self._literal(literal, heard)
            self._server.sendall(_LITERAL.sub(b"{%d+}\r\n" % len(content), command) + content)
            command = heard.readline()
        self._server.sendall(command)

    def _literal(self, literal: re.Match[bytes], heard: IO[bytes]) -> bytes:
        if not literal[3]:
            self._say(b"+ go on\r\n")
        return heard.read(int(literal[2]))

    def _append(self, tag: bytes, command: bytes, heard: IO[bytes]) -> None:
        literal = _LITERAL.search(command)
        assert literal, command
        content = self._literal(literal, heard)
        ending = heard.readline()
        before = command[: literal.start()]
        in_utf8 = before.endswith(b" UTF8 (") and literal[1] == b"~"
        header = content.partition(b"\r\n\r\n")[0]
        if in_utf8 != (ending == b")\r\n") or (not in_utf8 and ending != b"\r\n"):
            self._refuse(tag, "APPEND does not end as it began")
        elif in_utf8 and not self._enabled:
            self._refuse(tag, "UTF8 before ENABLE")
        elif literal[1] and not in_utf8:
            self._refuse(tag, "literal8 without UTF8")
        elif not in_utf8 and not header.isascii():
            self._refuse(tag, "a header in UTF-8 without UTF8")
        else:
            before = self._shifted(before.removesuffix(b"UTF8 ("))
            self._server.sendall(before + b"{%d+}\r\n" % len(content) + content + b"\r\n")

    def _shifted(self, command: bytes) -> bytes:
        """Give a command with its quoted strings in modified UTF-7, where they are in UTF-8."""
        if not self._enabled:
            return command
        return _QUOTED.sub(lambda one: b'"' + imap_utf7.encode(one[1].decode()) + b'"', command)

    def _refuse(self, tag: bytes, why: str) -> None:
        self._line.broken.append(why)
        self._say(tag + b" BAD " + why.encode() + b"\r\n")

    def _say(self, answer: bytes) -> None:
        with self._gate:
            self._client.sendall(answer)

    def _answers(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            said = self._server.makefile("rb")
            while line := said.readline():
                answer = self._answer(line)
                while literal := _LITERAL.search(line):
                    content = said.read(int(literal[2]))
                    line = said.readline()
                    answer += (content if self._enabled else _substitute(content)) + line
                self._say(answer)
        with contextlib.suppress(OSError):
            self._client.shutdown(socket.SHUT_RDWR)

    def _answer(self, line: bytes) -> bytes:
        if b"CAPABILITY IMAP4rev1" in line:
            return line.replace(b"CAPABILITY IMAP4rev1", b"CAPABILITY IMAP4rev1 UTF8=ACCEPT", 1)
        if self._enabled and (listed := _LISTED.match(line)):
            name = imap_utf7.decode(listed[3]).encode()
            return listed[1] + b'"' + name + b'"\r\n'
        return line


def _substitute(content: bytes) -> bytes:
    """Give a message as a client gets it that reads no UTF-8 in headers."""
    header, blank, body = content.partition(b"\r\n\r\n")
    return re.sub(rb"[\x80-\xff]", b"?", header) + blank + body


@contextlib.contextmanager
def utf8_line(upstream: int, authority: trustme.CA, *, enables: bool = True) -> Iterator[Utf8Line]:
    """Run one until the block ends."""
    line = Utf8Line(upstream, authority, enables=enables)
    try:
        yield line
    finally:
        line.close()
