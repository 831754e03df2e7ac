"""Does the password of a protected file travel in the same mail?

Whoever reads the mail then opens the file. It is found by trying what stands in the subject, the
text and the files' names on the file itself (:mod:`sceau.review.candidates`), so that it is a fact
and not a guess; for a file that will be sealed here the password is known, and looked for whatever
was put between its letters.
"""

from __future__ import annotations

from collections.abc import Iterator

from sceau.mail.model import Attachment, Mail
from sceau.phrases import phrase
from sceau.review.candidates import Place, candidates, stands_in
from sceau.review.context import Context
from sceau.review.findings import About, Cure, Finding, Level
from sceau.review.reading.model import FileReading
from sceau.review.shown import file_name
from sceau.review.taking_out import password_out

ID = "password-in-mail"
LEVEL = Level.BLOCK


def check(
    mail: Mail, attachment: Attachment, reading: FileReading, context: Context
) -> Iterator[Finding]:
    """Give one Finding where ``mail`` holds what opens ``attachment``; it says where, and never
    repeats it."""
    place = _place(mail, attachment, reading, context)
    if place is not None:
        yield Finding(
            rule=ID,
            level=LEVEL,
            about=(About("attachment", attachment.id),),
            evidence=phrase(f"finding.password-in-mail.{place}", name=file_name(attachment)),
            cures=_cures(mail, attachment, reading, context),
        )


def must_show(mail: Mail, attachment: Attachment, reading: FileReading, context: Context) -> bool:
    """Never: what there is to show is a Finding."""
    return False


def _cures(
    mail: Mail, attachment: Attachment, reading: FileReading, context: Context
) -> tuple[Cure, ...]:
    password = context.password if attachment.sealed else reading.opened_by or ""
    out = password_out(
        mail, password, context, lambda left: _place(left, attachment, reading, context) is None
    )
    return (Cure("password-out", out),) if out else ()


def _place(
    mail: Mail, attachment: Attachment, reading: FileReading, context: Context
) -> Place | None:
    if attachment.sealed:
        return stands_in(context.password, mail)
    if not reading.opened_by:
        return None
    written = (one.place for one in candidates(mail) if one.text == reading.opened_by)
    return next(written, None)
