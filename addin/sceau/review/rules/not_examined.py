"""Was everything examined?

A file that was not read, or not wholly, is told: silence would say *nothing wrong*. It cannot be
turned off. Attached messages, ``winmail.dat`` (TNEF) and files kept elsewhere
(message/external-body) hold what nobody looked into, and say so at once. A file that will be
sealed is left out: nobody opens it without the password, and sealing refuses what it cannot read.
"""

from __future__ import annotations

from sceau.mail.model import Attachment
from sceau.phrases import Phrase, phrase
from sceau.review.findings import About, Finding, Level
from sceau.review.reading.model import FileReading, NotExamined, Opening
from sceau.review.shown import file_name

ID = "not-examined"
LEVEL = Level.WARN


def unreadable_kind(attachment: Attachment) -> NotExamined | None:
    """Say why nothing inside ``attachment`` will be read; none where it will be."""
    if attachment.kind == "file":
        return None
    return NotExamined(attachment.id, phrase(f"finding.not-examined.why.{attachment.kind}"))


def not_waited_for(attachment: Attachment) -> NotExamined:
    """Say that the sender went on before ``attachment`` was read."""
    return NotExamined(attachment.id, phrase("finding.not-examined.why.skipped"))


def problem(attachment: Attachment, reading: FileReading) -> NotExamined | None:
    """Say what kept ``attachment`` from being wholly examined; none where nothing did."""
    if reading.problem is not None:
        return NotExamined(attachment.id, reading.problem)
    if reading.kind == "pdf" and reading.opening is Opening.UNKNOWN:
        return NotExamined(attachment.id, phrase("finding.not-examined.why.opening"))
    return None


def of_file(attachment: Attachment, missed: NotExamined) -> Finding:
    """Give the Finding for a file that was not examined; its reason is a sentence of its own,
    which follows."""
    return Finding(
        rule=ID,
        level=LEVEL,
        about=(About("attachment", attachment.id),),
        evidence=_because(missed.why, file_name(attachment)),
    )


def of_rule(rule: str, attachment: Attachment | None = None) -> Finding:
    """Give the Finding for a check that broke down: what it would have said is not known."""
    about = About("mail", rule) if attachment is None else About("attachment", attachment.id)
    name = "" if attachment is None else file_name(attachment)
    told = "mail" if attachment is None else "file"
    return Finding(
        rule=ID,
        level=LEVEL,
        about=(about,),
        evidence=phrase(f"finding.not-examined.rule.{told}", rule=rule, name=name),
    )


def _because(why: Phrase, name: str) -> Phrase:
    return Phrase(why.key, {**why.values, "name": name})
