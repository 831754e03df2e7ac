"""The account's Sent folder: exactly one copy, whoever puts it there."""

from __future__ import annotations

import time
from datetime import datetime
from typing import Literal

from sceau.errors import TryLater
from sceau.hooks.imap.jobs import Jobs
from sceau.hooks.imap.session import Session

_PATIENCE = 6.0
"""Seconds to wait for a copy the server files by itself before it is left for later."""


class ImapSent:
    """The Sent folder on the server; ``by`` says who puts the copies there."""

    def __init__(
        self, jobs: Jobs, by: Literal["auto", "sceau", "server"], *, patience: float = _PATIENCE
    ) -> None:
        self._jobs = jobs
        self._by = by
        self._patience = patience

    def file_sent(
        self, content: bytes, key: str, message_id: str = "", *, again: bool = False
    ) -> bool:
        """Put the copy into Sent (APPEND), or wait for the server's own.

        Servers change bytes of what is appended: a copy is known by its Message-ID.
        """
        with self._jobs.session() as session:
            sent = session.sent()
            if self._by_server(session):
                self._await(session, sent, message_id)
                return False
            there = self._find(session, sent, message_id) if again else []
            if not there:
                session.append(sent, content, ("\\Seen",))
            self._keep_one(session, sent, message_id)
            return not there

    def sent_since(self, message_id: str, moment: float) -> bool:
        """Whether the server filed the mail itself since ``moment``, by the server's clock. Where
        it is Sceau that files, nothing in Sent can tell."""
        with self._jobs.session() as session:
            if not self._by_server(session):
                return False
            for uid in self._find(session, session.sent(), message_id):
                found = session.client.fetch([uid], ["INTERNALDATE"]).get(uid, {})
                arrived = found.get(b"INTERNALDATE")
                if isinstance(arrived, datetime) and arrived.timestamp() >= moment:
                    return True
        return False

    def interrupt(self) -> None:
        """Wait no longer for the server: what is under way fails now."""
        self._jobs.interrupt()

    def _by_server(self, session: Session) -> bool:
        return self._by == "server" or (self._by == "auto" and session.files_sent_itself)

    def _keep_one(self, session: Session, sent: str, message_id: str) -> None:
        """Remove what is the same, byte for byte, as an earlier copy: an APPEND that was given up
        may still be carried out later, or twice."""
        first, *others = self._find(session, sent, message_id) or [0]
        if others:
            session.select(sent)
            kept = session.content(first)
            for uid in others:
                if session.content(uid) == kept:
                    session.expunge(uid)

    def _await(self, session: Session, sent: str, message_id: str) -> None:
        until = time.monotonic() + self._patience
        while not self._find(session, sent, message_id):
            if time.monotonic() > until:
                raise TryLater("imap-not-filed-yet")
            time.sleep(0.25)

    def _find(self, session: Session, sent: str, message_id: str) -> list[int]:
        session.select(sent, readonly=True)
        return session.with_message_id(message_id)
