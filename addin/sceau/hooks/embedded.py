"""The drafts of the embedded mailbox: claimed by a move, put back untouched, removed at the end."""

from __future__ import annotations

from sceau.errors import MissingInput
from sceau.outbox.mailbox import Folder, Mailbox
from sceau.outbox.records import Origin
from sceau.outbox.sources import Source, Standing
from sceau.phrases import Phrase


class EmbeddedDraft:
    """One draft of the embedded mailbox, by its key."""

    def __init__(self, mailbox: Mailbox, key: str, content: bytes = b"") -> None:
        self._mailbox = mailbox
        self._content = content
        self.key = key

    @property
    def origin(self) -> Origin:
        """The draft's key."""
        return Origin(EmbeddedDrafts.kind, self.key)

    def read(self) -> bytes:
        """Give the draft's bytes without claiming it."""
        return self._mailbox.read(Folder.DRAFTS, self.key)

    def claim(self, held: str) -> bytes:
        """Move the draft to Outbox and give its bytes.

        Raises:
            MissingInput: the draft is gone, or another claimed it first.
        """
        self._mailbox.claim_draft(self.key, held)
        self._content = self._mailbox.read(Folder.OUTBOX, held)
        return self._content

    def standing(self, held: str) -> Standing:
        """Say whether the draft in Outbox is what was claimed."""
        try:
            content = self._mailbox.read(Folder.OUTBOX, held)
        except MissingInput:
            return Standing.GONE
        return Standing.AS_SHOWN if content == self._content else Standing.CHANGED

    def restore(self, held: str, content: bytes, *, changed: bool) -> None:
        """Put ``content`` into Outbox where the draft changed or vanished there."""
        if changed or not self._mailbox.has(Folder.OUTBOX, held):
            self._mailbox.replace_claimed(held, content)

    def put_back(self, held: str, note: Phrase | None = None) -> None:
        """Move the draft back to Drafts."""
        self._mailbox.put_back(self.key, held)

    def remove(self, held: str) -> None:
        """Remove the draft."""
        self._mailbox.remove_claimed(held)


class EmbeddedDrafts:
    """The hook of the embedded mailbox."""

    kind = "embedded"

    def __init__(self, mailbox: Mailbox) -> None:
        self._mailbox = mailbox

    def drafts(self) -> list[EmbeddedDraft]:
        """Give the drafts, oldest first."""
        return [EmbeddedDraft(self._mailbox, key) for key in self._mailbox.keys(Folder.DRAFTS)]

    def reopen(self, place: str, content: bytes = b"") -> Source:
        """Give the draft whose key is ``place``."""
        return EmbeddedDraft(self._mailbox, place, content)
