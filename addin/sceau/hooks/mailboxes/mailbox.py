"""What such a mailbox can do, whatever is spoken with it.

A draft has an id, which changes when it is moved, and a change key, which changes with whatever is
changed. Two properties that no mail program shows stay with it all its way: ``held``, who claimed
it, and ``operation``, which transmission it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, Protocol

from sceau.outbox.ways_out.saved_draft import Content, Saved

WORK_FOLDER = "Sceau"
"""Where claimed drafts lie while they are shown, beside the other folders of the mailbox."""

Role = Literal["drafts", "sent", "outbox", "work", "marked"]
"""``marked`` is the folder into which a person moves a draft to have it sent."""

Mark = Literal["held", "operation"]


@dataclass(frozen=True)
class Listed:
    """A draft as a listing shows it. ``held`` is who claimed it, or empty; ``created`` and
    ``modified`` are the server's times (seconds since the epoch)."""

    id: str
    key: str
    held: str
    categories: tuple[str, ...]
    created: float
    modified: float

    def __repr__(self) -> str:
        return "Listed(…)"


class Changes(NamedTuple):
    """What a synchronisation tells: the drafts that are new or changed, and where to go on."""

    drafts: Sequence[Listed]
    state: str


class Mailbox(Protocol):
    """One mailbox. Every method but ``close`` may wait for the server, and raises ``Gone``,
    ``Conflict``, ``NotDone`` and ``NotKnown`` (:mod:`sceau.outbox.ways_out.saved_draft`)."""

    @property
    def host(self) -> str:
        """The server's name, for sentences."""
        ...

    def operation(self, device: str, message_id: str) -> str:
        """Give the name of a transmission, under which it is found again."""
        ...

    def folder(self, role: Role) -> object:
        """Find a folder; those of Sceau are made where they are missing."""
        ...

    def find(self, role: Role, mark: Mark, value: str) -> list[Saved]:
        """Give what lies in a folder under this mark."""
        ...

    def changes(self, role: Role, state: str) -> Changes:
        """Give what is new or changed in a folder since ``state``: all, where it is empty."""
        ...

    def listed(self, id: str) -> Listed:
        """Give one draft as a listing shows it."""
        ...

    def content(self, id: str) -> Content:
        """Give one draft whole."""
        ...

    def create(
        self, role: Role, mime: bytes, hidden: tuple[str, ...], mark: Mark, value: str
    ) -> Saved:
        """Save a draft under a mark; ``hidden`` are its Bcc."""
        ...

    def mark(self, saved: Saved, held: str, categories: tuple[str, ...] | None = None) -> Saved:
        """Write who claimed a draft (nobody, where empty) and its categories where given, unless
        it was changed meanwhile."""
        ...

    def move(self, id: str, role: Role) -> Saved:
        """Move a draft; of several who do at once exactly one succeeds."""
        ...

    def delete(self, id: str) -> None:
        """Delete a draft for good."""
        ...

    def send(self, saved: Saved) -> None:
        """Send a draft, if its key still is the current one. Asked once."""
        ...

    def stream(self, role: Role) -> Iterator[None]:
        """Wake whoever asks at each change of a folder; ends after a while, raises where it is
        lost or there is no such thing (``NotDone``)."""
        ...

    def close(self) -> None:
        """Let the connections go; the mailbox may be used again."""
        ...
