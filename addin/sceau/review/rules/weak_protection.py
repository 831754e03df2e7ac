"""Is a file's protection one that hardly holds?

It asks for a password, and does not keep its content: an archive in which only some files are
encrypted, or with ZipCrypto, whose key is found from a few known bytes; a PDF encrypted as before
2008 (RC4), with a key of 128 bits that is quickly guessed at (revision 4), or as one version did by
mistake (revision 5). Asked only where someone outside receives the mail.
"""

from __future__ import annotations

from collections.abc import Iterator

from sceau.mail.edits import RemoveAttachment
from sceau.mail.model import Attachment, Mail, Protection
from sceau.phrases import phrase
from sceau.review.context import Context
from sceau.review.findings import About, Cure, Finding, Level
from sceau.review.reading.model import FileReading
from sceau.review.shown import file_name

ID = "weak-protection"
LEVEL = Level.WARN


def check(
    mail: Mail, attachment: Attachment, reading: FileReading, context: Context
) -> Iterator[Finding]:
    """Give one Finding where ``attachment`` leaves with a protection that is none."""
    if not reading.weakness or attachment.sealed or mail.protection is Protection.ENCRYPTED:
        return
    if context.leaves(mail):
        yield Finding(
            rule=ID,
            level=LEVEL,
            about=(About("attachment", attachment.id),),
            evidence=phrase(
                f"finding.weak-protection.{reading.weakness}", name=file_name(attachment)
            ),
            cures=(Cure("remove-file", (RemoveAttachment(attachment.id),)),)
            if mail.protection is Protection.NONE
            else (),
        )


def must_show(mail: Mail, attachment: Attachment, reading: FileReading, context: Context) -> bool:
    """Never: what there is to show is a Finding."""
    return False
