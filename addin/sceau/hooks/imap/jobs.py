"""The one connection by which an account's jobs are done, one after the other."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator

from sceau.errors import MissingInput
from sceau.hooks.imap.connect import Server, close, connect
from sceau.hooks.imap.faults import told
from sceau.hooks.imap.session import Session

_IDLE = 20.0
"""Seconds after which a connection that waits is not trusted any more."""


class Jobs:
    """Gives a session to one job at a time. A session in which anything failed is thrown away."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._lock = threading.Lock()
        self._session: Session | None = None

    @contextlib.contextmanager
    def session(self) -> Iterator[Session]:
        """Give a session; raises SceauError for whatever goes wrong in it (see :mod:`.faults`)."""
        with self._lock:
            session = self._take()
            try:
                with told(self._server.host):
                    yield session
            except MissingInput:
                self._keep(session)  # the server answered: there was nothing to find
                raise
            except BaseException:
                close(session.client)
                raise
            self._keep(session)

    def close(self) -> None:
        """Let the connection go."""
        with self._lock:
            if self._session is not None:
                close(self._session.client)
                self._session = None

    def _keep(self, session: Session) -> None:
        session.used = time.monotonic()
        self._session = session

    def _take(self) -> Session:
        session, self._session = self._session, None
        if session is not None:
            if time.monotonic() - session.used < _IDLE:
                return session
            close(session.client)
        client = connect(self._server)
        with told(self._server.host):
            return Session(client)
