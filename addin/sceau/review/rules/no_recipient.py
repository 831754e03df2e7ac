"""Is there anybody to send it to?

To, Cc and Bcc together hold nobody: the mail would go nowhere. An empty group
(``undisclosed-recipients:;``) is nobody.
"""

from __future__ import annotations

from collections.abc import Iterator

from sceau.mail.edits import AddRecipient
from sceau.mail.model import Mail, Protection
from sceau.phrases import phrase
from sceau.review.context import Context
from sceau.review.findings import About, Cure, Finding, Level

ID = "no-recipient"
LEVEL = Level.BLOCK

_CURE = Cure("add-recipient", (AddRecipient(""),), asks="address")


def check(mail: Mail, context: Context) -> Iterator[Finding]:
    """Give one Finding about the mail where it has no recipient at all. An encrypted one is
    read by those it was encrypted to, and by nobody who is added."""
    if not mail.recipients:
        yield Finding(
            rule=ID,
            level=LEVEL,
            about=(About("mail"),),
            evidence=phrase("finding.no-recipient"),
            cures=() if mail.protection is Protection.ENCRYPTED else (_CURE,),
        )
