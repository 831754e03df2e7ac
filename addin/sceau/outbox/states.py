"""The states of a held mail, and the ways from one to another.

::

    claimed ─▶ confirmed ─▶ edited ─▶ submitting ─▶ submitted ─▶ filed ─▶ removed

    submitting ─▶ refused ─▶ submitting           it did not leave; a person says: again
    submitting ─▶ unsure ─▶ submitted, edited     a person says: it left, or: send it again
    submitting ─▶ edited                          taken up again, part of it still to be sent
    claimed, confirmed, edited, refused, unsure ─▶ kept

``removed`` and ``kept`` are the two ends. Each transmission of a mail (one, or one per recipient)
walks its own part of the way: :class:`Leg`.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from sceau.errors import SceauError


class State(StrEnum):
    """Where a held mail is.

    ``claimed``: its bytes are ours, nobody else sends it. ``confirmed``: the sender's verdict on
    exactly these bytes is written down. ``edited``: the final bytes are on disk. ``submitting``: a
    transmission was begun and its end is not written down. ``submitted``: the server took every
    transmission. ``filed``: a copy of each is in Sent. ``removed``: the draft is gone, and the
    contents with it. ``kept``: it will not be sent, and goes back to where it came from.
    ``refused``: it certainly did not leave, and a person chooses: again, or keep. ``unsure``: it
    may have left, and only a person can say.
    """

    CLAIMED = "claimed"
    CONFIRMED = "confirmed"
    EDITED = "edited"
    SUBMITTING = "submitting"
    SUBMITTED = "submitted"
    FILED = "filed"
    REMOVED = "removed"
    KEPT = "kept"
    REFUSED = "refused"
    UNSURE = "unsure"


class Leg(StrEnum):
    """Where one transmission is: ``ready`` (certainly not sent), ``submitting``, ``unsure``,
    ``submitted`` (the server took it), ``filed`` (its copy is in Sent)."""

    READY = "ready"
    SUBMITTING = "submitting"
    UNSURE = "unsure"
    SUBMITTED = "submitted"
    FILED = "filed"


ENDS = frozenset({State.REMOVED, State.KEPT})

ASKING = frozenset({State.REFUSED, State.UNSURE})
"""The states in which a person has to choose."""

WAYS: Mapping[State, frozenset[State]] = {
    State.CLAIMED: frozenset({State.CONFIRMED, State.KEPT}),
    State.CONFIRMED: frozenset({State.EDITED, State.KEPT}),
    State.EDITED: frozenset({State.SUBMITTING, State.KEPT}),
    State.SUBMITTING: frozenset(
        {State.SUBMITTING, State.SUBMITTED, State.REFUSED, State.UNSURE, State.EDITED}
    ),
    State.REFUSED: frozenset({State.SUBMITTING, State.KEPT}),
    State.UNSURE: frozenset({State.SUBMITTED, State.EDITED, State.KEPT}),
    State.SUBMITTED: frozenset({State.FILED}),
    State.FILED: frozenset({State.REMOVED}),
    State.REMOVED: frozenset(),
    State.KEPT: frozenset(),
}

LEGS: Mapping[Leg, frozenset[Leg]] = {
    Leg.READY: frozenset({Leg.SUBMITTING}),
    Leg.SUBMITTING: frozenset({Leg.SUBMITTED, Leg.READY, Leg.UNSURE}),
    Leg.UNSURE: frozenset({Leg.SUBMITTED, Leg.READY}),
    Leg.SUBMITTED: frozenset({Leg.FILED}),
    Leg.FILED: frozenset(),
}


class WrongStep(SceauError):
    """A step was asked for that this state does not allow: a fault of the program, never sent."""

    def __init__(self) -> None:
        super().__init__("outbox-wrong-step")


def check(before: State, after: State) -> None:
    """Let a mail go from ``before`` to ``after``.

    Raises:
        WrongStep: there is no such way.
    """
    if after not in WAYS[before]:
        raise WrongStep


def check_leg(before: Leg, after: Leg) -> None:
    """Let a transmission go from ``before`` to ``after``.

    Raises:
        WrongStep: there is no such way.
    """
    if after not in LEGS[before]:
        raise WrongStep
