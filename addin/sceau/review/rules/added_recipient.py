"""Was somebody put into a conversation they had no part in?

An answer quotes what was said before; whoever is added reads it all. Known from the mails this user
sent in the same conversation. Somebody whose address the quoted text names took part.
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
    memory = context.memory
    if memory is None or memory.lost or mail.relation != "reply":
        return
    thread = memory.thread(*mail.references, mail.in_reply_to)
    if thread is None:
        return
    circle = context.circle(mail)
    quoted = mail.text.lower()
    told: set[str] = set(thread.people)
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
