"""What every way out is: the contract between the outbox and the modules that submit."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Literal, NamedTuple, Protocol

from sceau.mail.submission import Outgoing
from sceau.outbox.ways_out.answer import Submission


class Step(NamedTuple):
    """A point on the way of a mail, told while it is passed.

    ``name`` is a step of the outbox (``claim``, ``confirm``, ``edit``, ``submit``, ``file``,
    ``remove``, ``keep``) or of a way out (``smtp-connect`` to ``smtp-reply``,
    ``draft-save`` to ``draft-look``). ``moment``:
    ``journal`` (about to be written down), ``before`` (written down, about to be done), ``after``
    (done, not yet written down), ``done`` (written down as done). ``transmission`` is its number,
    or -1 for a step of the whole mail. ``done`` of ``total`` bytes where it says how far it is.
    """

    name: str
    moment: Literal["journal", "before", "after", "done"]
    transmission: int = -1
    done: int = 0
    total: int = 0


OnStep = Callable[[Step], None]


class Evidence(StrEnum):
    """What a way out knows of a transmission whose end was not written down: it ``left``, it did
    ``not-left``, or ``unknown``."""

    LEFT = "left"
    NOT_LEFT = "not-left"
    UNKNOWN = "unknown"


class Sent(Protocol):
    """Where the copies of what left by an account are kept."""

    def file_sent(
        self, content: bytes, key: str, message_id: str = "", *, again: bool = False
    ) -> bool:
        """Keep a copy of what left, exactly one; give whether it was put there by this call.

        ``key`` is this transmission's own. ``again`` where it was tried before and nobody knows
        how that ended. A server that keeps the copy itself is waited for: TryLater until it is
        there. Raises SceauError where it cannot be done now; it is called again later.
        """
        ...

    def sent_since(self, message_id: str, moment: float) -> bool:
        """Whether the mail with this Message-ID certainly left at ``moment`` (seconds since the
        epoch) or later, as its copy shows that another than Sceau put there."""
        ...


class WayOut(Protocol):
    """One way out."""

    @property
    def sent(self) -> Sent | None:
        """Where its copies go; none for the embedded mailbox's Sent folder."""
        ...

    @property
    def goes_out(self) -> bool:
        """Whether a mail submitted here goes beyond this machine's embedded mailbox."""
        ...

    async def submit(self, outgoing: Outgoing, on_step: OnStep) -> Submission:
        """Submit one transmission, once, and say what came of it.

        Never raises for what a server or the network does: that is in the Submission. Cancelling
        the task before the mail's end was transmitted stops it and raises CancelledError: then
        nothing left. Later the cancellation is not heeded, and the result is given.
        ``on_step`` may be called from another thread.
        """
        ...

    async def evidence(self, outgoing: Outgoing, begun: float) -> Evidence:
        """Say what is known of a transmission that was begun at ``begun`` (seconds since the
        epoch) and whose end was not written down."""
        ...
