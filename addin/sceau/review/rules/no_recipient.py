"""Is there anybody to send it to?

To, Cc and Bcc together hold nobody: the mail would go nowhere. An empty group
(``undisclosed-recipients:;``) is nobody.
"""

from __future__ import annotations

from collections.abc import Iterator

from sceau.mail.model import Mail
from sceau.phrases import phrase
from sceau.review.context import Context
from sceau.review.findings import About, Finding, Level

ID = "no-recipient"
LEVEL = Level.BLOCK


def check(mail: Mail, context: Context) -> Iterator[Finding]:
    """Give one Finding about the mail where it has no recipient at all."""
    if not mail.recipients:
        yield Finding(
            rule=ID,
            level=LEVEL,
            about=(About("mail"),),
            evidence=phrase("finding.no-recipient"),
        )
