"""The drafts of Sceau's own in a mailbox, as their way out needs them."""

from __future__ import annotations

from collections.abc import Sequence

from sceau.hooks.mailboxes.mailbox import Mailbox
from sceau.mail.submission import Outgoing
from sceau.outbox.ways_out.saved_draft import Content, Saved, SavedDraftWayOut


class DraftsOut:
    """See :class:`~sceau.outbox.ways_out.saved_draft.DraftServer`."""

    def __init__(self, mailbox: Mailbox) -> None:
        self._mailbox = mailbox

    def saved(self, operation: str) -> Sequence[Saved]:
        """Look in the work folder."""
        return self._mailbox.find("work", "operation", operation)

    def save(self, outgoing: Outgoing, operation: str) -> Saved:
        """Save it in the work folder."""
        return self._mailbox.create(
            "work", outgoing.content, outgoing.hidden, "operation", operation
        )

    def read(self, saved: Saved) -> Content:
        """Read it back."""
        return self._mailbox.content(saved.id)

    def discard(self, saved: Saved) -> None:
        """Delete it."""
        self._mailbox.delete(saved.id)

    def send(self, id: str, key: str) -> None:
        """Send it."""
        self._mailbox.send(Saved(id, key))

    def left(self, operation: str) -> bool:
        """Look in Sent, and in the server's own Outbox."""
        return any(self._mailbox.find(role, "operation", operation) for role in ("sent", "outbox"))


def way_out(mailbox: Mailbox, device: str) -> SavedDraftWayOut:
    """Give the way out through ``mailbox``."""
    return SavedDraftWayOut(DraftsOut(mailbox), lambda id: mailbox.operation(device, id))
