"""What came of a held mail, as the window and the terminal show it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from sceau.outbox.states import State
from sceau.outbox.ways_out.answer import Submission
from sceau.outbox.ways_out.way import Step
from sceau.phrases import Phrase, phrase

_LAST_WORD = frozenset(
    {"smtp-dot", "smtp-wait", "smtp-reply", "draft-send", "draft-look", "file", "remove"}
)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """Where a mail is now, and what to say of it.

    ``state``: ``removed`` (it left, all is done), ``submitted`` or ``filed`` (it left, what comes
    after did not succeed yet and is taken up again), ``refused`` (a person chooses: again, or
    keep), ``unsure`` (a person must say whether it left), ``kept``. ``left`` is true where it left
    for everybody; ``left_to`` and ``not_left_to`` are the addresses, for when it left for some
    only. ``sentence`` says what happened, ``standing`` where that leaves the mail (not left, left
    for some, not known), ``next`` the way out, and ``evidence`` quotes the server. ``passwords``
    open the sealed files of a mail that left.
    """

    state: State
    sentence: Phrase
    standing: Phrase | None = None
    next: Phrase | None = None
    evidence: Phrase | None = None
    left: bool = False
    left_to: tuple[str, ...] = field(default=(), repr=False)
    not_left_to: tuple[str, ...] = field(default=(), repr=False)
    passwords: tuple[str, ...] = field(default=(), repr=False)
    submission: Submission | None = None

    def __repr__(self) -> str:
        return f"Outcome(state={self.state.value!r}, left={self.left})"


@dataclass(frozen=True)
class Progress:
    """What is being waited for: ``done`` of ``total`` bytes where it is known, and whether it can
    still be cancelled."""

    what: Phrase
    done: int = 0
    total: int = 0
    can_cancel: bool = True


OnProgress = Callable[[Progress], None]


def progress_of(step: Step) -> Progress | None:
    """Say what a step means to the person who waits, or nothing where it does not show."""
    if step.moment != "before" or step.name not in _SHOWN:
        return None
    what = phrase(f"outbox.progress.{_SHOWN[step.name]}")
    return Progress(what, step.done, step.total, step.name not in _LAST_WORD)


_SHOWN = {
    "smtp-connect": "connecting",
    "smtp-starttls": "securing",
    "smtp-auth": "logging-in",
    "smtp-mail": "addressing",
    "smtp-rcpt": "addressing",
    "smtp-data": "sending",
    "smtp-content": "sending",
    "smtp-dot": "waiting",
    "smtp-wait": "waiting",
    "draft-save": "sending",
    "draft-compare": "sending",
    "draft-send": "waiting",
    "draft-look": "waiting",
    "file": "filing",
}
