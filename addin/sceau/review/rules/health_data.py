"""Does somebody's health leave in clear?

Asked of the subject, the text, every file and its name, of a mail that leaves the establishment by
another way than the MSSanté. Two reasons are told apart: the health of a person, which is to be
cured, and health in general, which is only said (data concerning health: GDPR article 4 (15), and
9). What a reply quotes came from the other side. The words that show it are given as evidence.

A medical picture (DICOM) is somebody's by what it is. A file that asks for a password, or will be
sealed, is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sceau.mail.edits import (
    Edit,
    RemoveAttachment,
    RenameAttachment,
    ReplaceSubject,
    SealAttachment,
    SealBody,
)
from sceau.mail.model import Attachment, Mail, Protection
from sceau.phrases import Phrase, phrase
from sceau.review.context import Context
from sceau.review.findings import About, Cure, Finding, Level
from sceau.review.health.known import known_health
from sceau.review.health.model import Health, named_illness
from sceau.review.own_words import own_words
from sceau.review.reading.model import FileReading, Opening
from sceau.review.said import PREFIX, neutral_name, neutral_subject
from sceau.review.shown import file_name, shown
from sceau.seal.formats import format_for

ID = "health-data"
LEVEL = Level.WARN


def check(mail: Mail, readings: Mapping[str, FileReading], context: Context) -> Iterator[Finding]:
    """Give at most one Finding for the subject, the text, each file's name and each file."""
    if mail.protection is Protection.ENCRYPTED or not context.leaves(mail):
        return
    can_change = mail.protection is Protection.NONE
    found = known_health(PREFIX.sub("", mail.subject, count=1))
    if found is not None and found.concerns == "person":
        yield _finding(
            About("subject", "subject"),
            phrase("finding.health-data.subject", words=quoted(found)),
            ("neutral-subject", ReplaceSubject(neutral_subject(mail.subject, context)))
            if can_change
            else None,
        )
    found = known_health(own_words(mail.text) if mail.relation == "reply" else mail.text)
    if found is not None:
        yield _finding(
            About("body", "body"),
            phrase(f"finding.health-data.body-{found.concerns}", words=quoted(found)),
            ("seal-body", SealBody()) if can_change else None,
            general=found.concerns == "nobody",
        )
    for one in mail.attachments:
        yield from _of_name(mail, one, context)
        reading = readings.get(one.id)
        if reading is not None and not one.sealed:
            yield from _of_file(mail, one, reading)


def is_of_a_person(reading: FileReading) -> bool:
    """Whether this file, which opens without a password, holds somebody's health."""
    if reading.opening is Opening.PASSWORD:
        return False
    return reading.kind == "dicom" or (
        reading.health is not None and reading.health.concerns == "person"
    )


def quoted(found: Health) -> str:
    """Give the words that show it, as they stand in a sentence in any language."""
    return ", ".join(shown(word) for word in found.words)


def _of_name(mail: Mail, one: Attachment, context: Context) -> Iterator[Finding]:
    """Tell an illness in a file's name, which stays readable when the file is sealed."""
    stem, dot, _ = one.name.rpartition(".")
    word = named_illness((stem if dot else one.name).replace("_", " ").replace("-", " "))
    if word:
        yield _finding(
            About("mail", f"name-{one.id}"),
            phrase("finding.health-data.name", name=file_name(one), words=shown(word)),
            ("neutral-name", RenameAttachment(one.id, neutral_name(one.name, context)))
            if _can_change(mail)
            else None,
        )


def _of_file(mail: Mail, one: Attachment, reading: FileReading) -> Iterator[Finding]:
    about, name = About("attachment", one.id), file_name(one)
    remove = ("remove-file", RemoveAttachment(one.id)) if _can_change(mail) else None
    if is_of_a_person(reading):
        found = reading.health
        told = (
            phrase("finding.health-data.medical-picture", name=name)
            if found is None
            else phrase(
                "finding.health-data.file-person-nir"
                if any(one.kind == "nir" for one in reading.identifiers)
                else "finding.health-data.file-person",
                name=name,
                words=quoted(found),
            )
        )
        seal = ("seal", SealAttachment(one.id)) if can_seal(mail, one, reading) else None
        yield _finding(about, told, seal, remove)
    elif reading.health is not None and reading.opening is not Opening.PASSWORD:
        words = quoted(reading.health)
        told = phrase("finding.health-data.file-nobody", name=name, words=words)
        yield _finding(about, told, general=True)


def _can_change(mail: Mail) -> bool:
    return mail.protection is Protection.NONE


def can_seal(mail: Mail, one: Attachment, reading: FileReading) -> bool:
    """Whether this file can be sealed in this mail."""
    return (
        _can_change(mail)
        and one.kind == "file"
        and not reading.damaged
        and reading.problem is None
        and format_for(reading.kind) is not None
    )


def _finding(
    about: About, evidence: Phrase, *cures: tuple[str, Edit] | None, general: bool = False
) -> Finding:
    return Finding(
        rule=ID,
        level=Level.INFO if general else LEVEL,
        about=(about,),
        evidence=evidence,
        cures=() if general else tuple(Cure(one[0], (one[1],)) for one in cures if one is not None),
    )
