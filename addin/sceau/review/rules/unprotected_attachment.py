"""Does a file leave the establishment that anyone can open?

A PDF that opens without a password goes to someone outside. An owner password alone asks nothing
of the reader (ISO 32000-2, 7.6.4): the file is open. What counts is the content, whatever the
name. Asked only where someone outside receives the mail, in Bcc too. Files of other kinds are not
claimed to be unprotected, but the sender sees them before they leave. Where the file holds
somebody's health or number, the rules of health data and of numbers say it, with what they found.
In a mail that is encrypted (S/MIME, OpenPGP) the files are protected with it.
"""

from __future__ import annotations

from collections.abc import Iterator

from sceau.mail.edits import RemoveAttachment, SealAttachment
from sceau.mail.model import Attachment, Mail, Protection
from sceau.phrases import phrase
from sceau.review.context import Context
from sceau.review.findings import About, Cure, Finding, Level
from sceau.review.reading.model import FileReading, Opening
from sceau.review.rules import health_data, identifier
from sceau.review.shown import file_name

ID = "unprotected-attachment"
LEVEL = Level.WARN


def check(
    mail: Mail, attachment: Attachment, reading: FileReading, context: Context
) -> Iterator[Finding]:
    """Give one Finding where ``attachment`` is a PDF that leaves open."""
    if reading.kind != "pdf" or reading.opening not in (Opening.ANYONE, Opening.OWNER_ONLY):
        return
    if not _leaves_clear(mail, attachment, context):
        return
    if health_data.is_of_a_person(reading) and context.asks(health_data.ID):
        return
    if identifier.tells(mail, attachment, reading, context) and context.asks(identifier.ID):
        return
    hindrance = _hindrance(mail, reading)
    if hindrance:
        told = hindrance
    elif reading.signed:
        told = "signed"
    elif reading.opening is Opening.OWNER_ONLY:
        told = "owner-only"
    elif not attachment.name.lower().rstrip().endswith(".pdf"):
        told = "other-name"
    else:
        told = "open"
    yield Finding(
        rule=ID,
        level=LEVEL,
        about=(About("attachment", attachment.id),),
        evidence=phrase(f"finding.unprotected-attachment.{told}", name=file_name(attachment)),
        cures=_cures(attachment, hindrance),
    )


def must_show(mail: Mail, attachment: Attachment, reading: FileReading, context: Context) -> bool:
    """Whether ``attachment`` leaves without a password being known to protect it."""
    return reading.opening is not Opening.PASSWORD and _leaves_clear(mail, attachment, context)


def _leaves_clear(mail: Mail, attachment: Attachment, context: Context) -> bool:
    return (
        not attachment.sealed
        and mail.protection is not Protection.ENCRYPTED
        and context.leaves(mail)
    )


def _cures(attachment: Attachment, hindrance: str) -> tuple[Cure, ...]:
    if hindrance == "signed-mail":
        return ()
    if hindrance:
        return (Cure("remove-file", (RemoveAttachment(attachment.id),)),)
    return (Cure("seal", (SealAttachment(attachment.id),)),)


def _hindrance(mail: Mail, reading: FileReading) -> str:
    """Say why it cannot be sealed in this mail; empty where it can."""
    if mail.protection is Protection.SIGNED:
        return "signed-mail"
    if reading.damaged or reading.problem is not None:
        return "damaged"
    return ""
