"""IMAP hooks that are wrong on purpose, each in one way the harness must count."""

from __future__ import annotations

from sceau.hooks.imap.draft import ImapDraft
from sceau.hooks.imap.hook import ImapDrafts
from sceau.hooks.imap.sent import ImapSent
from sceau.hooks.imap.session import Session
from sceau.outbox.sources import Source, Standing


class _Unclaimed(ImapDraft):
    """Takes the draft without a word to others."""

    def claim(self, held: str) -> bytes:
        with self._jobs.session() as session:
            session.select(self._at.folder)
            self._content = session.content(self._at.uid)
        return self._content

    def standing(self, held: str) -> Standing:
        return Standing.AS_SHOWN

    def remove(self, held: str) -> None:
        with self._jobs.session() as session:
            session.select(self._at.folder)
            session.remove(self._at.uid)


class ClaimsNothing(ImapDrafts):
    """Lets two helpers send one draft."""

    def drafts(self) -> list[Source]:
        return [
            _Unclaimed(self.account, self._jobs, self._marking, one._at)  # type: ignore[attr-defined]
            for one in super().drafts()
        ]


class _Again(ImapSent):
    """Never looks whether a copy is there."""

    def file_sent(
        self, content: bytes, key: str, message_id: str = "", *, again: bool = False
    ) -> bool:
        return super().file_sent(content, key, message_id)

    def _keep_one(self, session: Session, sent: str, message_id: str) -> None:
        """Nor afterwards."""


class FilesAgain(ImapDrafts):
    """Leaves two copies in Sent after a crash."""

    def __init__(self, *values: object, **named: object) -> None:
        super().__init__(*values, **named)  # type: ignore[arg-type]
        self.sent = _Again(self._jobs, "sceau")
