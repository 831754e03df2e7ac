"""The one connection by which an account's jobs are done, one after the other."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator

from imapclient import IMAPClient

from sceau.errors import MissingInput, TryLater
from sceau.hooks.imap.connect import Server, close, connect
from sceau.hooks.imap.faults import told
from sceau.hooks.imap.session import Session

_IDLE = 20.0
"""Seconds after which a connection that waits is not trusted any more."""
_NOT_NOW = 5.0
"""Seconds after an interruption for which the server is not tried: it did not answer."""
_LOOK = 0.05  # seconds between two looks whether one was interrupted


class Jobs:
    """Gives a session to one job at a time. A session in which anything failed is thrown away."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._lock = threading.Lock()
        self._session: Session | None = None
        self._using: Session | None = None
        self._interrupted = float("-inf")

    @contextlib.contextmanager
    def session(self) -> Iterator[Session]:
        """Give a session; raises SceauError for whatever goes wrong in it (see :mod:`.faults`)."""
        self._stand_in_line()
        try:
            session = self._using = self._take()
            try:
                with told(self._server.host):
                    self._go_on()
                    yield session
            except MissingInput:
                self._keep(session)  # the server answered: there was nothing to find
                raise
            except BaseException:
                close(session.client)
                raise
            self._keep(session)
        finally:
            self._using = None
            self._lock.release()

    def interrupt(self) -> None:
        """Let the job that waits for the server fail now, as if the connection were lost, and
        those of the next moments at once; from another thread."""
        self._interrupted = time.monotonic()
        session = self._using
        if session is not None:
            with contextlib.suppress(OSError, AttributeError):
                # not SSLSocket's own method, which takes the TLS layer away from a reader
                socket.socket.shutdown(session.client.socket(), socket.SHUT_RDWR)

    def close(self) -> None:
        """Let the connection go."""
        with self._lock:
            if self._session is not None:
                close(self._session.client)
                self._session = None

    def _stand_in_line(self) -> None:
        while not self._lock.acquire(timeout=_LOOK):
            self._go_on()

    def _go_on(self) -> None:
        if time.monotonic() - self._interrupted < _NOT_NOW:
            raise TryLater("imap-silent", host=self._server.host)

    def _keep(self, session: Session) -> None:
        session.used = time.monotonic()
        self._session = session

    def _take(self) -> Session:
        session, self._session = self._session, None
        if session is not None:
            if time.monotonic() - session.used < _IDLE:
                return session
            close(session.client)
        self._go_on()
        client = _Connecting(self._server).wait(self._go_on)
        with told(self._server.host):
            return Session(client)


class _Connecting:
    """Connects in a thread of its own, which is left to itself where nobody waits any more: a
    connection that is being made cannot be cut."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._over = threading.Event()
        self._gate = threading.Lock()
        self._left = False
        self._client: IMAPClient | None = None
        self._problem: BaseException | None = None
        threading.Thread(target=self._run, daemon=True, name="imap-connect").start()

    def wait(self, go_on: Callable[[], None]) -> IMAPClient:
        """Give the connection, or raise what hindered it, or what ``go_on`` raises meanwhile."""
        try:
            while not self._over.wait(_LOOK):
                go_on()
        except BaseException:
            with self._gate:
                self._left = True
                made = self._client
            if made is not None:
                close(made)
            raise
        if self._problem is not None:
            raise self._problem
        assert self._client is not None
        return self._client

    def _run(self) -> None:
        try:
            client = connect(self._server)
        except BaseException as problem:  # noqa: BLE001 - raised where it is waited for
            self._problem = problem
        else:
            with self._gate:
                left, self._client = self._left, client
            if left:
                close(client)
        self._over.set()
