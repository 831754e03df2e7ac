"""A strict SMTP server on a random loopback port, that keeps exactly what it accepted."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import ssl
import threading
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import trustme
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

READY = "250 2.0.0 kept"

# on every connection it says that the tests allow AUTH without TLS, which they mean to
logging.getLogger("mail.log").setLevel(logging.ERROR)


class Accepted(NamedTuple):
    """One mail the server answered 250 for (or was about to)."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes
    options: tuple[str, ...]


@dataclass
class Rules:
    """How the server behaves: replies by recipient, and the reply to DATA, MAIL or the end."""

    recipients: dict[str, str] = field(default_factory=dict)
    mail: str = ""
    data: str = ""
    size: int | None = None
    smtputf8: bool = True
    eightbit: bool = True
    users: dict[str, str] = field(default_factory=dict)
    mechanisms: tuple[str, ...] = ("LOGIN", "PLAIN")
    tls: ssl.SSLContext | None = None
    implicit_tls: bool = False


class _Handler:
    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.accepted: list[Accepted] = []
        self.commands: list[str] = []

    async def handle_EHLO(  # noqa: N802 - aiosmtpd's names
        self, server: SMTP, session: Session, envelope: Envelope, host: str, said: list[str]
    ) -> list[str]:
        session.host_name = host
        return [one for one in said if self.rules.eightbit or "8BITMIME" not in one]

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, sender: str, options: list[str]
    ) -> str:
        if self.rules.mail:
            return self.rules.mail
        envelope.mail_from = sender
        envelope.mail_options.extend(options)
        return "250 sender"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        reply = self.rules.recipients.get(address, "250 recipient")
        if reply.startswith("250"):
            envelope.rcpt_tos.append(address)
        return reply

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.rules.data:
            return self.rules.data
        content = envelope.content
        assert isinstance(content, bytes)
        self.accepted.append(
            Accepted(
                envelope.mail_from or "",
                tuple(envelope.rcpt_tos),
                content,
                tuple(envelope.mail_options),
            )
        )
        return READY


class _Heard(SMTP):
    """Keeps the commands' first words."""

    async def _call_handler_hook(self, command: str, *args: Any) -> Any:
        self.event_handler.commands.append(command)
        return await super()._call_handler_hook(command, *args)


def _quietly(*arguments: Any, **options: Any) -> _Heard:
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Requiring AUTH while not requiring TLS")
        return _Heard(*arguments, **options)


class Server:
    """A running server: ``port``, ``accepted``, ``commands``, and ``rules`` to change."""

    def __init__(self, rules: Rules, loop: asyncio.AbstractEventLoop) -> None:
        self.rules = rules
        self._handler = _Handler(rules)
        self._loop = loop
        self.port = 0

    @property
    def accepted(self) -> list[Accepted]:
        """Every mail accepted so far."""
        return list(self._handler.accepted)

    @property
    def commands(self) -> list[str]:
        """The commands heard so far."""
        return list(self._handler.commands)

    async def start(self) -> asyncio.AbstractServer:
        """Listen."""
        rules = self.rules

        def authenticate(
            _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, given: Any
        ) -> AuthResult:
            assert isinstance(given, LoginPassword)
            known = rules.users.get(given.login.decode())
            return AuthResult(success=known == given.password.decode(), handled=False)

        def protocol() -> SMTP:
            left_out = {"LOGIN", "PLAIN"} - set(rules.mechanisms)
            return _quietly(
                self._handler,
                data_size_limit=rules.size,
                enable_SMTPUTF8=rules.smtputf8,
                hostname="server.invalid",
                tls_context=None if rules.implicit_tls else rules.tls,
                auth_required=bool(rules.users),
                auth_require_tls=False,
                auth_exclude_mechanism=left_out,
                authenticator=authenticate,
                loop=self._loop,
            )

        context = rules.tls if rules.implicit_tls else None
        server = await self._loop.create_server(protocol, "127.0.0.1", 0, ssl=context)
        self.port = server.sockets[0].getsockname()[1]
        return server


@contextlib.contextmanager
def running_loop() -> Iterator[asyncio.AbstractEventLoop]:
    """Give an event loop that runs in a thread of its own."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield loop
    finally:

        async def end() -> None:
            others = [one for one in asyncio.all_tasks() if one is not asyncio.current_task()]
            for one in others:
                one.cancel()
            await asyncio.gather(*others, return_exceptions=True)

        asyncio.run_coroutine_threadsafe(end(), loop).result(5)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


@contextlib.contextmanager
def smtp_server(rules: Rules | None = None) -> Iterator[Server]:
    """Run a server until the block ends."""
    with running_loop() as loop:
        server = Server(rules or Rules(), loop)
        listening = asyncio.run_coroutine_threadsafe(server.start(), loop).result(5)
        try:
            yield server
        finally:
            loop.call_soon_threadsafe(listening.close)


@contextlib.contextmanager
def raw_server(serve: Callable[[Any], None]) -> Iterator[int]:
    """Give the port of a server that lets ``serve`` handle each connected socket in a thread."""
    import socket

    listening = socket.create_server(("127.0.0.1", 0))
    listening.settimeout(0.1)
    ended = threading.Event()

    def handle(connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            serve(connection)

    def accept() -> None:
        while not ended.is_set():
            with contextlib.suppress(TimeoutError, OSError):
                connection, _ = listening.accept()
                threading.Thread(target=handle, args=(connection,), daemon=True).start()

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield listening.getsockname()[1]
    finally:
        ended.set()
        thread.join()
        listening.close()


class Authority(NamedTuple):
    """A certificate authority of the tests: its certificate's file, and contexts it vouches for."""

    ca: trustme.CA
    file: Path

    def context(self, *names: str, **kind: Any) -> ssl.SSLContext:
        """Give a server's context for these names (``localhost`` and 127.0.0.1 if none)."""
        certificate = self.ca.issue_cert(*(names or ("localhost", "127.0.0.1")), **kind)
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        certificate.configure_cert(context)
        return context


def authority(folder: Path) -> Authority:
    """Make a certificate authority, its certificate in ``folder``."""
    ca = trustme.CA()
    file = folder / "authority.pem"
    ca.cert_pem.write_to_path(str(file))
    return Authority(ca, file)
