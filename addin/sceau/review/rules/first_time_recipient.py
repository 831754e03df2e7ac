"""Is this the first mail ever to an address outside?

Only *said* as long as nothing sensitive leaves: nearly every patient is new once. It is to be
checked where a file leaves that anyone can open, or the text speaks of health. Said of people the
memory of correspondents does not know, address books included; a circular to many new people is one
remark. Sealing the file makes it light again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sceau.mail.edits import RemoveRecipient
from sceau.mail.model import Mail, Recipient
from sceau.phrases import phrase
from sceau.review.context import Context
from sceau.review.findings import About, Cure, Finding, Level
from sceau.review.mssante import is_mssante
from sceau.review.reading.model import FileReading
from sceau.review.rules.personal_mailbox import is_professional
from sceau.review.rules.role_address import kind_of
from sceau.review.sensitive import is_sensitive
from sceau.review.shown import shown

ID = "first-time-recipient"
LEVEL = Level.INFO

MOST = 3
"""New people named one by one while nothing sensitive leaves; more are counted."""


def check(mail: Mail, readings: Mapping[str, FileReading], context: Context) -> Iterator[Finding]:
    """Give one Finding for each new recipient outside, or one for all where there are many."""
    new = strangers(mail, context)
    if not new:
        return
    heavy = is_sensitive(mail, readings)
    if heavy:  # whom another rule asks about for the same reason is not asked about twice
        new = tuple(one for one in new if not kind_of(one) and not is_professional(one))
        if not new:
            return
    told = "sensitive" if heavy else "plain"
    level = Level.WARN if heavy else LEVEL
    if len(new) > (1 if heavy else MOST):
        yield Finding(
            rule=ID,
            level=level,
            about=tuple(About("recipient", one.address) for one in new),
            evidence=phrase(f"finding.first-time-recipient.{told}-many", count=len(new)),
            cures=(_without("remove-recipients", new),),
        )
        return
    for one in new:
        yield Finding(
            rule=ID,
            level=level,
            about=(About("recipient", one.address),),
            evidence=phrase(f"finding.first-time-recipient.{told}", address=shown(one.address)),
            cures=(_without("remove-recipient", (one,)),),
        )


def _without(name: str, people: tuple[Recipient, ...]) -> Cure:
    return Cure(name, tuple(RemoveRecipient(one.address) for one in people))


def strangers(mail: Mail, context: Context) -> tuple[Recipient, ...]:
    """Give the recipients outside that were never written to, each person once. The MSSanté is left
    out: its directory is one of verified people; so is an address that looks like a known one,
    which another rule tells."""
    memory = context.memory
    if memory is None or memory.lost:
        return ()
    circle = context.circle(mail)
    new: dict[str, Recipient] = {}
    known_of = memory.known_of(circle.people)
    for one, key, here in zip(mail.recipients, circle.people, known_of, strict=True):
        if (
            here is not None
            or one.defect
            or one.kind == "list"
            or is_mssante(one)
            or not circle.is_outside(one)
        ):
            continue
        if not memory.near_to(key):
            new.setdefault(key, one)
    return tuple(new.values())
