"""Is somebody in this mail who never was with the others?

Everybody is known, the others were written to together before, and one of them never with any of
these: an address that slipped in among a team. Heavier where the mail carries what would harm.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sceau.mail.edits import RemoveRecipient
from sceau.mail.model import Mail, Recipient
from sceau.phrases import phrase
from sceau.review.context import Context
from sceau.review.findings import About, Cure, Finding, Level
from sceau.review.people import person
from sceau.review.reading.model import FileReading
from sceau.review.sensitive import is_sensitive
from sceau.review.shown import shown

ID = "unusual-companion"
LEVEL = Level.INFO

_FEWEST, _MOST = 3, 12
"""People of a mail among whom one can be out of place; more is a circular."""

_OFTEN = 2  # mails from which somebody's company says something


def check(mail: Mail, readings: Mapping[str, FileReading], context: Context) -> Iterator[Finding]:
    """Give one Finding about the one recipient who was never with the others."""
    stranger = _stranger(mail, context)
    if stranger is None:
        return
    one, others = stranger
    yield Finding(
        rule=ID,
        level=Level.WARN if is_sensitive(mail, readings) else LEVEL,
        about=(About("recipient", one.address),),
        evidence=phrase(
            "finding.unusual-companion",
            address=shown(one.name or one.address),
            other=shown(others[0].name or others[0].address),
            count=len(others),
        ),
        cures=(Cure("remove-recipient", (RemoveRecipient(one.address),)),),
        settles=f"{ID}\n{person(one.address)}\n" + " ".join(sorted(map(_key, others))),
    )


def _stranger(mail: Mail, context: Context) -> tuple[Recipient, tuple[Recipient, ...]] | None:
    memory = context.memory
    if memory is None or memory.lost:
        return None
    circle = context.circle(mail)
    people = {_key(one): one for one in mail.recipients if not circle.is_sender(one)}
    if not _FEWEST <= len(people) <= _MOST:
        return None
    company: dict[str, frozenset[str]] = {}
    for key, one in people.items():
        known = memory.known(one.address)
        if known is None or known.count < _OFTEN:
            return None
        company[key] = frozenset(known.companions) & (set(people) - {key})
    alone = [key for key in people if not company[key]]
    if len(alone) != 1:
        return None
    others = set(people) - set(alone)
    if any(company[key] != others - {key} for key in others):
        return None
    return people[alone[0]], tuple(people[key] for key in people if key in others)


def _key(one: Recipient) -> str:
    return person(one.address)
