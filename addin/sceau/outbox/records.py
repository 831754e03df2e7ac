"""What the outbox writes down about a held mail. All of it but :class:`Entry` and the plain fields
of :class:`Row` and :class:`LegRow` is encrypted at rest."""

from __future__ import annotations

from typing import Literal

import msgspec

from sceau.outbox.states import Leg, State
from sceau.verdict import Verdict

Moment = Literal["begin", "done"]
"""Whether a journal entry was written before the effect of its step, or after."""


class Origin(msgspec.Struct, frozen=True):
    """Where a mail came from: the ``kind`` of source, and what that source needs to find it."""

    kind: str
    place: str

    def __repr__(self) -> str:
        return f"Origin(kind={self.kind!r})"


class Details(msgspec.Struct, frozen=True):
    """What is known of a held mail beside its bytes. ``account`` is the one it is to leave by;
    ``passwords`` open its sealed files."""

    origin: Origin
    account: str = ""
    verdict: Verdict | None = None
    passwords: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return "Details(…)"


class Envelope(msgspec.Struct, frozen=True):
    """The SMTP envelope of one transmission and what its content needs of a server."""

    sender: str
    recipients: tuple[str, ...]
    message_id: str
    needs_8bitmime: bool
    needs_smtputf8: bool
    long_lines: bool
    hidden: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return "Envelope(…)"


class LegRow(msgspec.Struct, frozen=True):
    """One transmission as written down: its ``number`` (from 0), where it is, how often it was
    begun, when it was last begun (seconds since the epoch), and how many people it is for."""

    number: int
    leg: Leg
    attempts: int
    begun: float
    recipients: int
    message_hash: str


class Row(msgspec.Struct, frozen=True):
    """One held mail as written down. ``ended`` is set once nothing remains to be done for it and
    its contents are erased. ``created`` and ``changed`` are seconds since the epoch."""

    id: str
    state: State
    ended: bool
    created: float
    changed: float
    legs: tuple[LegRow, ...]

    @property
    def left(self) -> int:
        """How many transmissions certainly left."""
        return sum(one.leg in (Leg.SUBMITTED, Leg.FILED) for one in self.legs)


class Entry(msgspec.Struct, frozen=True):
    """One line of the journal of steps: no content, no name. ``transmission`` is -1 for a step of
    the whole mail."""

    held: str
    at: float
    step: str
    moment: Moment
    transmission: int
