"""Will people outside see each other's addresses?

Two or more outside people stand in To or Cc: each sees the others, and learns that they are
patients of the same place. People are counted, not domains: five patients at one provider are
five. The same address twice is one person; the sender's own is not counted; a list that cannot be
expanded counts as someone outside. Professionals by the MSSanté are no patients.
"""

from __future__ import annotations

from collections.abc import Iterator

from sceau.mail.edits import MoveToBcc, OneMailPerRecipient
from sceau.mail.model import Mail, Recipient
from sceau.phrases import phrase
from sceau.review.context import Context
from sceau.review.findings import About, Cure, Finding, Level
from sceau.review.mistyped import tails
from sceau.review.mssante import is_professional
from sceau.review.people import person

ID = "visible-recipients"
LEVEL = Level.WARN


def check(mail: Mail, context: Context) -> Iterator[Finding]:
    """Give at most one Finding, about every outside person in To or Cc."""
    circle = context.circle(mail)
    broken_off = tails(mail.recipients)
    seen: dict[str, Recipient] = {}
    for place, recipient in enumerate(mail.recipients):
        if recipient.field == "bcc" or place in broken_off or is_professional(recipient):
            continue
        if not circle.is_outside(recipient):
            continue
        seen.setdefault(person(recipient.address), recipient)
    if len(seen) < 2:
        return
    outside = tuple(seen.values())
    told = "list" if any(one.kind == "list" for one in outside) else "people"
    visible = tuple(
        dict.fromkeys(
            one.address
            for one in mail.recipients
            if one.field != "bcc" and person(one.address) in seen
        )
    )
    yield Finding(
        rule=ID,
        level=LEVEL,
        about=tuple(About("recipient", one.address) for one in outside),
        evidence=phrase(f"finding.visible-recipients.{told}", count=len(outside)),
        cures=(
            Cure("to-bcc", (MoveToBcc(visible),)),
            Cure("one-each", (OneMailPerRecipient(),)),
        ),
    )
