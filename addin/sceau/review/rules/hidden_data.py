"""Does a file carry what its reader was not meant to get?

Tracked changes and comments, hidden sheets, rows and slides, notes, files attached to a PDF, the
place a photo was taken: to be looked at. Names of authors and of the camera: said, no more. Asked
only where someone outside receives the mail. A picture that is sealed leaves all of this behind by
itself; other files carry it along inside.
"""

from __future__ import annotations

from collections.abc import Iterator

from sceau.mail.edits import CleanAttachment, RemoveAttachment
from sceau.mail.model import Attachment, Mail, Protection
from sceau.phrases import phrase
from sceau.review.context import Context
from sceau.review.findings import About, Cure, Finding, Level
from sceau.review.reading.model import FileReading
from sceau.review.shown import file_name

ID = "hidden-data"
LEVEL = Level.WARN

_SAID = frozenset(("author", "camera"))
_CALCULATED = frozenset(("hidden-sheets", "hidden-rows"))
"""What formulas look at: those that are seen keep their values in its place."""

_PICTURES = frozenset(("jpeg", "png", "gif", "tiff", "bmp", "webp", "heic"))


def check(
    mail: Mail, attachment: Attachment, reading: FileReading, context: Context
) -> Iterator[Finding]:
    """Give at most one Finding: what weighs most, and how many kinds of hidden data there are."""
    if not reading.hidden or attachment.cleaned or mail.protection is Protection.ENCRYPTED:
        return
    if (attachment.sealed and reading.kind in _PICTURES) or not context.leaves(mail):
        return
    heaviest = reading.hidden[0]
    yield Finding(
        rule=ID,
        level=Level.INFO if set(reading.hidden) <= _SAID else LEVEL,
        about=(About("attachment", attachment.id),),
        evidence=phrase(
            f"finding.hidden-data.{heaviest}",
            name=file_name(attachment),
            count=len(reading.hidden),
        ),
        cures=_cures(attachment, reading) if mail.protection is Protection.NONE else (),
    )


def _cures(attachment: Attachment, reading: FileReading) -> tuple[Cure, ...]:
    if not reading.removable:
        return (Cure("remove-file", (RemoveAttachment(attachment.id),)),)
    named = "clean-values" if _CALCULATED & set(reading.hidden) else "clean"
    return (Cure(named, (CleanAttachment(attachment.id),)),)


def must_show(mail: Mail, attachment: Attachment, reading: FileReading, context: Context) -> bool:
    """Never: what there is to show is a Finding."""
    return False
