"""Is the mail so large that servers send it back?

Many take no more than 25 MB, and files grow by a third on their way (RFC 2045 section 6.8). What
comes back late, or not at all, is told before.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from sceau.mail.edits import RemoveAttachment
from sceau.mail.model import Mail, Protection
from sceau.phrases import phrase
from sceau.review.context import Context
from sceau.review.findings import About, Cure, Finding, Level

ID = "large-mail"
LEVEL = Level.INFO
THRESHOLD = 20
"""Megabytes (1,000,000 bytes) on the way from which a mail is large."""

_MEGABYTE = 1_000_000


def check(mail: Mail, context: Context) -> Iterator[Finding]:
    """Give at most one Finding, about the mail."""
    limit = context.threshold(ID, THRESHOLD)
    size = _size(mail)
    if size >= limit and context.leaves(mail):
        yield Finding(
            rule=ID,
            level=LEVEL,
            about=(About("mail", ID),),
            evidence=phrase("finding.large-mail", size=size),
            cures=_cures(mail, limit),
        )


def _size(mail: Mail, out: Collection[str] = ()) -> int:
    """Give the megabytes of the mail on its way, without the files ``out``."""
    files = sum(one.size for one in (*mail.attachments, *mail.inline_images) if one.id not in out)
    return (files * 4 // 3 + len(mail.text) + len(mail.html)) // _MEGABYTE


def _cures(mail: Mail, limit: int) -> tuple[Cure, ...]:
    """Leave out the largest files, as few as can be; none where that does not suffice."""
    if mail.protection is not Protection.NONE:
        return ()
    out: list[str] = []
    for one in sorted(mail.attachments, key=lambda file: -file.size):
        out.append(one.id)
        if _size(mail, out) < limit:
            name = "remove-largest" if len(out) == 1 else "remove-largest-files"
            return (Cure(name, tuple(map(RemoveAttachment, out))),)
    return ()
