"""Was somebody put into a conversation they had no part in?

An answer quotes what was said before; whoever is added reads it all. Known from the mail that is
answered, where the client tells who wrote and got it, and from the mails this user sent in the same
conversation. Somebody whose address the quoted text names took part.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sceau.mail.edits import RemoveRecipient
from sceau.mail.model import Mail
from sceau.phrases import phrase
from sceau.review.context import Context
from sceau.review.findings import About, Cure, Finding, Level
from sceau.review.people import person
from sceau.review.reading.model import FileReading
from sceau.review.sensitive import is_sensitive
from sceau.review.shown import shown

ID = "added-recipient"
LEVEL = Level.INFO


def check(mail: Mail, readings: Mapping[str, FileReading], context: Context) -> Iterator[Finding]:
    """Give one Finding for each recipient outside who was not in the conversation."""
    if mail.relation != "reply":
        return
    memory = context.memory
    known = None
    if memory is not None and not memory.lost:
        known = memory.thread(*mail.references, mail.in_reply_to)
    taking_part = {person(one) for one in mail.original} | set(known.people if known else ())
    if not taking_part:
        return
    circle = context.circle(mail)
    quoted = mail.text.lower()
    told = taking_part
    for one in mail.recipients:
        key = person(one.address)
        if key in told or not circle.is_outside(one) or one.address.lower() in quoted:
            continue
        told.add(key)
        yield Finding(
            rule=ID,
            level=Level.WARN if is_sensitive(mail, readings) else LEVEL,
            about=(About("recipient", one.address),),
            evidence=phrase("finding.added-recipient", address=shown(one.address)),
            cures=(Cure("remove-recipient", (RemoveRecipient(one.address),)),),
        )
