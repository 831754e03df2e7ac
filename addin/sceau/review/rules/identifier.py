"""Does a number that names one person leave in clear?

A number of social security (NIR, which is the health identifier INS), that of another country, a
patient's number in an establishment (IPP) or a bank account (IBAN) in the text, the subject or a
file's name of a mail that leaves the establishment; all but the account in its files as well. Found
by structure and key, or beside its name, so that telephone numbers and references are not taken for
one. The establishment's own account, given to be paid on, is no secret; in a reply what is quoted
came from the other side. Numbers of professionals and establishments (RPPS, FINESS) are public;
telephone numbers and dates of birth are in every mail.

Of a file that the rule of health data tells, that one says this too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import msgspec

from sceau.mail.edits import (
    Edit,
    RemoveAttachment,
    RenameAttachment,
    ReplaceSubject,
    SealAttachment,
    SealBody,
)
from sceau.mail.model import Attachment, Mail, Protection
from sceau.phrases import phrase
from sceau.review.context import Context
from sceau.review.findings import About, Cure, Finding, Level
from sceau.review.identifiers import Identifier, identifiers
from sceau.review.labelled_numbers import LabelledKind, labelled_numbers
from sceau.review.own_words import folded, own_words
from sceau.review.reading.model import FileReading, Opening
from sceau.review.rules import health_data
from sceau.review.said import neutral_name, neutral_subject
from sceau.review.shown import file_name

ID = "identifier"
LEVEL = Level.WARN

LABELLED: tuple[LabelledKind, ...] = ("abroad", "ipp")
"""The kinds that only their name beside them tells, and that are told here."""

_TO_BE_PAID = re.compile(
    r"\b(?:notre|nos)\b|\b(?:virement|reglement|regler|paiement|payer|adhesion|cotisation|don"
    r"|dons|payment|pay|transfer|our)\b"
)
_TO_BE_PAID_WITHIN = 160


class _Told(msgspec.Struct, frozen=True):
    kind: str
    count: int
    start: str = ""
    about: About = About("mail")


def check(mail: Mail, readings: Mapping[str, FileReading], context: Context) -> Iterator[Finding]:
    """Give at most one Finding for each kind of number in subject, text and names, about the first
    place it stands in, and one for each file; the number itself is never repeated."""
    if mail.protection is Protection.ENCRYPTED or not context.leaves(mail):
        return
    first: dict[str, _Told] = {}
    places: dict[str, list[About]] = {}
    for about, text in _texts(mail):
        for told in _numbers(text):
            kind = told.kind.removesuffix("-unsure")
            first.setdefault(kind, msgspec.structs.replace(told, about=about))
            places.setdefault(kind, []).append(about)
    for kind, told in first.items():
        yield _finding(told, _cures(mail, places[kind], context))
    for one in mail.attachments:
        reading = readings.get(one.id)
        if reading is not None and tells(mail, one, reading, context):
            yield _of_file(mail, one, reading)


def kind_in(reading: FileReading) -> str:
    """Name the heaviest kind of number of a person in a file: ``nir``, ``nir-unsure``, ``abroad``,
    ``ipp``; empty where there is none."""
    kinds = {one.kind for one in reading.identifiers} | {one.kind for one in reading.labelled}
    return next((kind for kind in ("nir", "nir-unsure", *LABELLED) if kind in kinds), "")


def tells(mail: Mail, one: Attachment, reading: FileReading, context: Context) -> bool:
    """Whether this rule has something to say of this file."""
    if one.sealed or reading.opening is Opening.PASSWORD or not kind_in(reading):
        return False
    return not (health_data.is_of_a_person(reading) and context.asks(health_data.ID))


def _of_file(mail: Mail, one: Attachment, reading: FileReading) -> Finding:
    seal = Cure("seal", (SealAttachment(one.id),))
    remove = Cure("remove-file", (RemoveAttachment(one.id),))
    can_seal = health_data.can_seal(mail, one, reading)
    return Finding(
        rule=ID,
        level=LEVEL,
        about=(About("attachment", one.id),),
        evidence=phrase(f"finding.identifier.{kind_in(reading)}-file", name=file_name(one)),
        cures=((seal,) if can_seal else (remove,)) if mail.protection is Protection.NONE else (),
    )


def _texts(mail: Mail) -> Iterator[tuple[About, str]]:
    yield About("subject"), mail.subject
    yield About("body"), own_words(mail.text) if mail.relation == "reply" else mail.text
    for one in mail.attachments:
        yield About("attachment", one.id), one.name.rpartition(".")[0].replace("_", " ")


def _numbers(text: str) -> Iterator[_Told]:
    """Give each kind of number in ``text``, with how many there are and how the first begins."""
    found = [one for one in identifiers(text) if not _is_to_be_paid_on(one, text)]
    for kind in ("nir", "nir-unsure", "iban"):
        numbers = [one for one in found if one.kind == kind]
        if numbers:
            yield _Told(kind, len(numbers), numbers[0].masked)
    beside = list(labelled_numbers(text))
    for kind in LABELLED:
        count = sum(one.kind == kind for one in beside)
        if count:
            yield _Told(kind, count)


def _is_to_be_paid_on(one: Identifier, text: str) -> bool:
    if one.kind != "iban":
        return False
    before = folded(text[max(0, one.start - _TO_BE_PAID_WITHIN) : one.start])
    return _TO_BE_PAID.search(before) is not None


def _cures(mail: Mail, places: list[About], context: Context) -> tuple[Cure, ...]:
    """Give the way out of all places together: a sealed letter, a subject and names that say
    nothing."""
    if mail.protection is not Protection.NONE:
        return ()
    ways = [_way(mail, place, context) for place in dict.fromkeys(places)]
    names = {name for name, _ in ways}
    named = names.pop() if len(names) == 1 else "protect-all"
    return (Cure(named, tuple(edit for _, edit in ways)),)


def _way(mail: Mail, place: About, context: Context) -> tuple[str, Edit]:
    if place.kind == "body":
        return "seal-body", SealBody()
    if place.kind == "subject":
        return "neutral-subject", ReplaceSubject(neutral_subject(mail.subject, context))
    name = next(one.name for one in mail.attachments if one.id == place.id)
    return "neutral-name", RenameAttachment(place.id, neutral_name(name, context))


def _finding(told: _Told, cures: tuple[Cure, ...]) -> Finding:
    about, kind = told.about, told.kind
    return Finding(
        rule=ID,
        level=LEVEL,
        about=(about if about.id else About(about.kind, kind),),
        cures=cures,
        evidence=phrase(
            f"finding.identifier.{kind}-{about.kind}", count=told.count, start=told.start
        ),
    )
