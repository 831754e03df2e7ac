"""Does an answer go to everybody, somebody outside among them?

*Reply to all* is one key away from *reply*. Said of an answer to many; to be checked where it
carries what would harm. Where several people outside see each other, another rule asks already.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sceau.mail.edits import RemoveRecipient
from sceau.mail.model import Mail, Protection
from sceau.phrases import phrase
from sceau.review.context import Context
from sceau.review.findings import About, Cure, Finding, Level
from sceau.review.people import person
from sceau.review.reading.model import FileReading
from sceau.review.sensitive import is_sensitive

ID = "reply-all"
LEVEL = Level.INFO
THRESHOLD = 5
"""People from which an answer is one to many."""

_FEWEST = 3


def check(mail: Mail, readings: Mapping[str, FileReading], context: Context) -> Iterator[Finding]:
    """Give at most one Finding, about the mail."""
    if mail.relation != "reply":
        return
    circle = context.circle(mail)
    people = {person(one.address): one for one in mail.recipients if not circle.is_sender(one)}
    outside = sum(circle.is_outside(one) for one in people.values())
    visible = sum(circle.is_outside(one) and one.field != "bcc" for one in people.values())
    if not outside or visible > 1 or len(people) < _FEWEST:
        return
    heavy = is_sensitive(mail, readings)
    if heavy or len(people) >= context.threshold(ID, THRESHOLD):
        yield Finding(
            rule=ID,
            level=Level.WARN if heavy else LEVEL,
            about=(About("mail", ID),),
            evidence=phrase("finding.reply-all", count=len(people), outside=outside),
            cures=_cures(mail),
        )


def _cures(mail: Mail) -> tuple[Cure, ...]:
    """Clients put whoever wrote the mail that is answered first in To."""
    first = next((one.address for one in mail.recipients if one.field == "to"), "")
    others = dict.fromkeys(one.address for one in mail.recipients if one.address != first)
    if not first or mail.protection is Protection.ENCRYPTED or not others:
        return ()
    return (Cure("first-only", tuple(map(RemoveRecipient, others))),)
