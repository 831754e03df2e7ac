"""What became of a mail."""

from __future__ import annotations

from typing import Literal

import msgspec

from sceau.aftercare.journal.entry import Event
from sceau.errors import BLOCKED, DONE, SceauError, ServiceRefused, TryLater
from sceau.mail.edits import Edit
from sceau.outbox.outcome import Outcome
from sceau.outbox.states import State
from sceau.phrases import Phrase

Ending = Literal["sent", "kept", "refused", "unsure"]

_EXIT_CODES: dict[Ending, int] = {
    "sent": DONE,
    "kept": BLOCKED,
    "refused": ServiceRefused.exit_code,
    "unsure": TryLater.exit_code,
}


EVENTS: dict[Ending, Event] = {
    "sent": "left",
    "kept": "kept",
    "refused": "refused",
    "unsure": "unknown",
}
"""What the journal says of an ending."""


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a mail, for whoever asked to send it.

    ``ending`` is ``sent`` (every recipient's server took it, or it was filed in the embedded Sent
    folder), ``kept`` (the person, or an error, kept it), ``refused`` (the server did) or
    ``unsure``. ``sentence`` and ``next`` say it and the way out, ``details`` the rest: for whom it
    left already, what the server said. ``password`` opens the files named in
    ``sealed``; it is for the person alone, never for a log. ``open`` names the Findings that were
    neither cured nor acknowledged. ``held`` is the number by which the outbox knows the mail.
    """

    ending: Ending
    sentence: Phrase
    next: Phrase | None = None
    details: tuple[Phrase, ...] = ()
    held: str = ""
    mails: int = 0
    edits: tuple[Edit, ...] = ()
    sealed: tuple[str, ...] = ()
    password: str = ""
    open: tuple[str, ...] = ()
    failure: int = 0

    @property
    def exit_code(self) -> int:
        """The exit code of a command that reports this."""
        return self.failure or _EXIT_CODES[self.ending]


def failed(error: SceauError, held: str, *, kept: bool) -> Report:
    """Report that ``error`` stopped the mail, which was ``kept`` or may have left."""
    return Report(
        ending="kept" if kept else "unsure",
        sentence=error.sentence,
        held=held,
        failure=error.exit_code,
    )


def report_of(
    outcome: Outcome,
    *,
    held: str,
    mails: int,
    edits: tuple[Edit, ...] = (),
    sealed: tuple[str, ...] = (),
    password: str = "",
) -> Report:
    """Report what came of a mail in the outbox; the password only where it left."""
    if outcome.left:
        ending: Ending = "sent"
    elif outcome.state is State.UNSURE:
        ending = "unsure"
    else:
        ending = "kept" if outcome.state is State.KEPT else "refused"
    return Report(
        ending=ending,
        sentence=outcome.sentence,
        next=outcome.next,
        details=tuple(filter(None, (outcome.standing, outcome.evidence))),
        held=held,
        mails=mails,
        edits=edits,
        sealed=sealed,
        password=password if ending in ("sent", "unsure") or outcome.left_to else "",
    )
