"""Was everything examined?

A file that was not read, or not wholly, is told: silence would say *nothing wrong*. It cannot be
turned off. ``winmail.dat`` (TNEF) and files kept elsewhere (message/external-body) hold
what nobody looked into, and say so at once; so do a text or a file in
an unknown encoding, and parts beyond what a mail can sensibly have. A file that will be
sealed is left out: nobody opens it without the password, and sealing refuses what it cannot read.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from sceau.mail.edits import RemoveAttachment, SealAttachment
from sceau.mail.model import Attachment, Mail, Protection
from sceau.phrases import Phrase, phrase
from sceau.review.context import Context
from sceau.review.findings import About, Cure, Finding, Level
from sceau.review.reading.model import FileReading, NotExamined, Opening
from sceau.review.shown import file_name

ID = "not-examined"
LEVEL = Level.WARN

_PICTURE = "reading.unread.picture"
_NOT_TAKEN_APART = frozenset({"too-deep", "too-many-parts"})


def unreadable(mail: Mail, attachment: Attachment) -> NotExamined | None:
    """Say why nothing inside ``attachment`` will be read; none where it will be."""
    if attachment.kind in ("tnef", "external"):
        return _missed(attachment, phrase(f"finding.not-examined.why.{attachment.kind}"))
    if attachment.id in mail.unread:
        return _missed(attachment, phrase("finding.not-examined.why.encoding"))
    return None


def not_waited_for(attachment: Attachment) -> NotExamined:
    """Say that the sender went on before ``attachment`` was read."""
    return _missed(attachment, phrase("finding.not-examined.why.skipped"))


def problem(attachment: Attachment, reading: FileReading) -> NotExamined | None:
    """Say what kept ``attachment`` from being wholly examined; none where nothing did."""
    if reading.problem is not None:
        return _missed(attachment, reading.problem)
    if reading.kind == "pdf" and reading.opening is Opening.UNKNOWN:
        return _missed(attachment, phrase("finding.not-examined.why.opening"))
    return None


def unread(
    mail: Mail, attachment: Attachment, reading: FileReading, context: Context
) -> NotExamined | None:
    """Say why the text of ``attachment`` was not, or not wholly, read; none where it was, and
    where no rule asks what is written in it: the mail stays inside, or is encrypted."""
    if reading.unread is None or mail.protection is Protection.ENCRYPTED:
        return None
    return _missed(attachment, reading.unread) if context.leaves(mail) else None


def of_file(mail: Mail, file: Attachment, missed: NotExamined, *, can_seal: bool) -> Finding:
    """Give the Finding for a file that was not examined."""
    told = _told(About("attachment", missed.attachment), missed.why, _cures(mail, file, can_seal))
    if missed.why.key == _PICTURE:
        return msgspec.structs.replace(told, level=Level.INFO)
    return told


def of_mail(mail: Mail) -> Iterator[Finding]:
    """Give the Findings for a text that could not be decoded, and for parts so many or so deep
    that they were not taken apart."""
    files = {one.id for one in (*mail.attachments, *mail.inline_images)}
    if not files.issuperset(mail.unread):
        yield _told(About("body"), phrase("finding.not-examined.text"))
    if not _NOT_TAKEN_APART.isdisjoint(mail.defects):
        yield _told(About("mail"), phrase("finding.not-examined.structure"))


def of_memory() -> Finding:
    """Give the Finding for a memory of correspondents that could not be read."""
    return _told(About("mail", "memory"), phrase("finding.not-examined.memory"))


def of_rule(rule: str, attachment: Attachment | None = None) -> Finding:
    """Give the Finding for a check that broke down: what it would have said is not known."""
    if attachment is None:
        about = About("mail", rule)
        told = phrase("finding.not-examined.rule.mail", rule=rule)
    else:
        about = About("attachment", attachment.id)
        told = phrase("finding.not-examined.rule.file", rule=rule, name=file_name(attachment))
    return _told(about, told)


def _told(about: About, evidence: Phrase, cures: tuple[Cure, ...] = ()) -> Finding:
    return Finding(rule=ID, level=LEVEL, about=(about,), evidence=evidence, cures=cures)


def _cures(mail: Mail, file: Attachment, can_seal: bool) -> tuple[Cure, ...]:
    if mail.protection is not Protection.NONE:
        return ()
    remove = Cure("remove-file", (RemoveAttachment(file.id),))
    return (Cure("seal", (SealAttachment(file.id),)), remove) if can_seal else (remove,)


def _missed(attachment: Attachment, why: Phrase) -> NotExamined:
    """Fill in the file's name: every reason has a place for it."""
    return NotExamined(
        attachment.id, Phrase(why.key, {**why.values, "name": file_name(attachment)})
    )
