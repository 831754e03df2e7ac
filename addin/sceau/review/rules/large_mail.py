"""Is the mail so large that servers send it back?

Many take no more than 25 MB, and files grow by a third on their way (RFC 2045 section 6.8). What
comes back late, or not at all, is told before.
"""

from __future__ import annotations

from collections.abc import Iterator

from sceau.mail.model import Mail
from sceau.phrases import phrase
from sceau.review.context import Context
from sceau.review.findings import About, Finding, Level

ID = "large-mail"
LEVEL = Level.INFO
THRESHOLD = 20
"""Megabytes (1,000,000 bytes) on the way from which a mail is large."""

_MEGABYTE = 1_000_000


def check(mail: Mail, context: Context) -> Iterator[Finding]:
    """Give at most one Finding, about the mail."""
    files = sum(one.size for one in (*mail.attachments, *mail.inline_images))
    size = (files * 4 // 3 + len(mail.text) + len(mail.html)) // _MEGABYTE
    if size >= context.threshold(ID, THRESHOLD) and context.leaves(mail):
        yield Finding(
            rule=ID,
            level=LEVEL,
            about=(About("mail", ID),),
            evidence=phrase("finding.large-mail", size=size),
        )
