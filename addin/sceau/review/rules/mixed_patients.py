"""Do papers of two patients leave in one mail?

Two files about two people, or one file with several: a list, or pages of another's in the same
scan. People of one family name are not told apart. To somebody in their own mailbox it is to be
checked; to a professional it is said.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping

from sceau.mail.edits import RemoveAttachment
from sceau.mail.model import Attachment, Mail, Protection
from sceau.phrases import phrase
from sceau.review.common_names import GIVEN_NAMES
from sceau.review.context import Context
from sceau.review.findings import About, Cure, Finding, Level
from sceau.review.identity import Identity, Kinship
from sceau.review.individuals import individuals
from sceau.review.people import person
from sceau.review.persons import Person, persons
from sceau.review.reading.model import FileReading
from sceau.review.shown import file_name

ID = "mixed-patients"
LEVEL = Level.WARN


def check(mail: Mail, readings: Mapping[str, FileReading], context: Context) -> Iterator[Finding]:
    """Give one Finding for each file about several people, and one for the first two files that are
    about different ones."""
    if mail.protection is Protection.ENCRYPTED or not context.leaves(mail):
        return
    if not any(one.text for one in readings.values()):
        return
    level = LEVEL if individuals(mail, context) else Level.INFO
    alone: list[tuple[Attachment, Person]] = []
    for one in mail.attachments:
        text = readings[one.id].text if one.id in readings else ""
        about = [each for each in persons(text) if each.sure > 1 and len(each.words) > 1]
        several = _apart(about)
        if len(several) > 1:
            yield _one_file(mail, one, several, level)
        elif about:
            alone.append((one, about[0]))
    for (first, who), (second, other) in itertools.combinations(alone, 2):
        if len(_apart([who, other])) > 1:
            yield _two_files(mail, (first, who), (second, other), level, context)
            return


def _apart(about: list[Person]) -> list[Person]:
    """Give those of whom no two share a family name."""
    apart: list[Person] = []
    for one in about:
        if not any(_family(one) & _family(other) for other in apart):
            apart.append(one)
    return apart


def _family(one: Person) -> set[str]:
    return {word for word in one.words if len(word) > 2 and word not in GIVEN_NAMES} or set(
        one.words
    )


def _one_file(mail: Mail, file: Attachment, several: list[Person], level: Level) -> Finding:
    return Finding(
        rule=ID,
        level=level,
        about=(About("attachment", file.id),),
        evidence=phrase(
            "finding.mixed-patients.one-file",
            name=file_name(file),
            count=len(several),
            first=several[0].written,
            second=several[1].written,
        ),
        cures=(Cure("remove-file", (RemoveAttachment(file.id),)),),
        settles=_settles(mail, several),
    )


def _two_files(
    mail: Mail,
    first: tuple[Attachment, Person],
    second: tuple[Attachment, Person],
    level: Level,
    context: Context,
) -> Finding:
    out = second
    for one in individuals(mail, context):
        if Identity(one, context.memory).to(second[1]) is Kinship.SAME:
            out = first
    return Finding(
        rule=ID,
        level=level,
        about=(About("attachment", first[0].id), About("attachment", second[0].id)),
        evidence=phrase(
            "finding.mixed-patients.two-files",
            name=file_name(first[0]),
            first=first[1].written,
            other=file_name(second[0]),
            second=second[1].written,
        ),
        cures=(Cure("remove-other-file", (RemoveAttachment(out[0].id),)),),
        settles=_settles(mail, [first[1], second[1]]),
    )


def _settles(mail: Mail, people: list[Person]) -> str:
    names = sorted(" ".join(one.words) for one in people)
    to = sorted({person(one.address) for one in mail.recipients})
    return "\n".join((ID, *to, *names))
