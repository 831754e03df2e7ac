"""Will people outside see each other's addresses?

Two or more outside people stand in To or Cc: each sees the others, and learns that they are
patients of the same place. People are counted, not domains: five patients at one provider are
five. The same address twice is one person; the sender's own is not counted; a list that cannot be
expanded counts as someone outside. Professionals by the MSSanté are no patients. Where the text
speaks of health, one mail for each is proposed first; for several patients it must be cured.
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
from sceau.review.people import PUBLIC_PROVIDERS
from sceau.review.sensitive import speaks_of_health

ID = "visible-recipients"
LEVEL = Level.WARN

MOST_PATIENTS = 3
"""Private mailboxes that see each other, from which a text about health may not go: parents of one
child are two."""


def check(mail: Mail, context: Context) -> Iterator[Finding]:
    """Give at most one Finding, about every outside person in To or Cc."""
    circle = context.circle(mail)
    broken_off = tails(mail.recipients)
    seen: dict[str, Recipient] = {}
    for place, recipient in enumerate(mail.recipients):
        if recipient.field == "bcc" or place in broken_off or not circle.is_outside(recipient):
            continue
        if not is_professional(recipient):
            seen.setdefault(circle.people[place], recipient)
    if len(seen) < 2:
        return
    outside = tuple(seen.values())
    told = "list" if any(one.kind == "list" for one in outside) else "people"
    health = told == "people" and speaks_of_health(mail)
    patients = sum(key.rpartition("@")[2] in PUBLIC_PROVIDERS for key in seen)
    visible = tuple(
        dict.fromkeys(
            one.address
            for one, key in zip(mail.recipients, circle.people, strict=True)
            if one.field != "bcc" and key in seen
        )
    )
    to_bcc = Cure("to-bcc", (MoveToBcc(visible),))
    one_each = Cure("one-each", (OneMailPerRecipient(),))
    yield Finding(
        rule=ID,
        level=Level.BLOCK if health and patients >= MOST_PATIENTS else LEVEL,
        about=tuple(About("recipient", one.address) for one in outside),
        evidence=phrase(
            f"finding.visible-recipients.{'health' if health else told}", count=len(outside)
        ),
        cures=(one_each, to_bcc) if health else (to_bcc, one_each),
    )
