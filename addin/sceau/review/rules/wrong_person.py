"""Is a file, or the message, about somebody else than the one it goes to?

Asked of people outside in their own mailboxes; a professional gets papers about others all day.
First: does the text name the recipient? Then: whom is it about, or which other correspondent does
it name? Parents, guardians and spouses are right to get such papers: it is asked with the names,
and what was confirmed once for an address is not asked again. Only said, and not asked, are a
shared family name, and an address that has nothing of the name but may be a nickname.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping

from sceau.mail.edits import RemoveAttachment, RemoveRecipient, ReplaceRecipient
from sceau.mail.model import Attachment, Mail, Recipient
from sceau.phrases import Phrase, phrase
from sceau.review.context import Context
from sceau.review.findings import About, Cure, Finding, Level
from sceau.review.identifiers import identifiers
from sceau.review.identity import Identity, Kinship, words_of_text
from sceau.review.individuals import individuals
from sceau.review.memory import Known, Memory
from sceau.review.mssante import is_patient
from sceau.review.names import is_professional_name, name_words, same_person
from sceau.review.own_words import own_words
from sceau.review.people import PUBLIC_PROVIDERS, ascii_domain, person
from sceau.review.persons import Person, greeted, persons
from sceau.review.reading.model import FileReading
from sceau.review.settling import pair_key
from sceau.review.shown import file_name, shown

ID = "wrong-person"
LEVEL = Level.WARN


def check(mail: Mail, readings: Mapping[str, FileReading], context: Context) -> Iterator[Finding]:
    """Give at most one Finding for each file, and one for the greeting."""
    memory = context.memory if context.memory is not None and not context.memory.lost else None
    texts = {one.id: readings[one.id].text for one in mail.attachments if one.id in readings}
    greeting = greeted(own_words(mail.text))
    if greeting is None and not texts:
        return
    people = individuals(mail, context)
    for one in mail.attachments:
        text = texts.get(one.id, "")
        found = (*_of_number(mail, one, text), *_of_file(mail, one, text, people, memory))
        digest = readings[one.id].digest if one.id in readings else ""
        yield from found or _sent_before(mail, one, (text, digest), people, memory)
    if greeting is not None:
        yield from _of_greeting(mail, greeting, people, memory)


def _of_file(
    mail: Mail, file: Attachment, text: str, people: tuple[Recipient, ...], memory: Memory | None
) -> Iterator[Finding]:
    if not people or not text.strip():
        return
    who = [(one, Identity(one, memory)) for one in people]
    alone = len(people) == 1
    about = persons(text)
    subject = about[0] if about else None
    if subject is not None:
        kinships = [(one, identity.to(subject)) for one, identity in who]
        if any(kinship is Kinship.SAME for _, kinship in kinships):
            return
        namesake = next((one for one, kin in kinships if kin is Kinship.NAMESAKE), None)
        if namesake is not None:
            yield _finding(mail, file, namesake, subject, None, "born", alone=alone)
            return
    words = words_of_text(text[:_LONGEST])
    if any(identity.is_in(words) for _, identity in who):
        return
    if subject is None:
        contact = _contact_in(words, people, memory)
        if contact is not None:
            name = contact.names[-1] if contact.names else contact.address
            named = Person(name_words(name), shown(name))
            yield _finding(mail, file, people[0], named, contact, "known", alone=alone)
        return
    related = next((one for one, kin in kinships if kin is Kinship.FAMILY), None)
    known = _known_as(subject, people, memory)
    if known is not None:
        yield _finding(mail, file, related or people[0], subject, known, "known", alone=alone)
    elif related is not None:
        yield _finding(mail, file, related, subject, None, "family", alone=alone)
    else:
        other = next((one for one, kin in kinships if kin is Kinship.OTHER), None)
        unlike = next((one for one, kin in kinships if kin is Kinship.UNLIKE), None)
        if other is not None:
            yield _finding(mail, file, other, subject, None, "other", alone=alone)
        elif unlike is not None:
            yield _finding(mail, file, unlike, subject, None, "unlike", alone=alone)


_LONGEST = 60_000


def _sent_before(
    mail: Mail,
    file: Attachment,
    content: tuple[str, str],
    people: tuple[Recipient, ...],
    memory: Memory | None,
) -> Iterator[Finding]:
    """The same file went to one or two others before, and to none of these: said, where it is about
    somebody or could not be read. What went to many is a leaflet."""
    text, digest = content
    if memory is None or not people or not digest:
        return
    before = memory.sent_to(digest)
    if not 0 < len(before) <= _FEW or {person(one.address) for one in mail.recipients} & set(
        before
    ):
        return
    about = persons(text)
    who = [Identity(one, memory) for one in people]
    if text.strip() and not about:
        return
    if about and any(identity.to(about[0]) is Kinship.SAME for identity in who):
        return
    known = memory.known(before[-1])
    called = known.names[-1] if known is not None and known.names else before[-1]
    yield Finding(
        rule=ID,
        level=Level.INFO,
        about=(About("attachment", file.id),),
        evidence=phrase("finding.wrong-person.sent", name=file_name(file), who=shown(called)),
        cures=(Cure("remove-file", (RemoveAttachment(file.id),)),),
    )


_FEW = 2


def _contact_in(
    words: list[str], people: tuple[Recipient, ...], memory: Memory | None
) -> Known | None:
    """Give the correspondent whom the text names, where they have a mailbox of their own."""
    if memory is None:
        return None
    for place, (one, other) in enumerate(itertools.pairwise(words)):
        if len(one) < 2 or len(other) < 2 or not memory.has_pair(one, other):
            continue
        if place and words[place - 1] in ("dr", "docteur", "pr", "professeur", "doctor"):
            continue
        for known in memory.named((one, other)):
            if _may_be_meant(known, people) and any(
                same_person((one, other), name_words(name)) for name in known.names
            ):
                return known
    return None


def _known_as(
    subject: Person, people: tuple[Recipient, ...], memory: Memory | None
) -> Known | None:
    if memory is None or len(subject.words) < 2:
        return None
    for known in memory.named(subject.words):
        if _may_be_meant(known, people) and any(
            same_person(subject.words, name_words(name)) for name in known.names
        ):
            return known
    return None


def _may_be_meant(known: Known, people: tuple[Recipient, ...]) -> bool:
    if known.key in {person(one.address) for one in people}:
        return False
    if any(map(is_professional_name, known.names)):
        return False
    return ascii_domain(known.address.rpartition("@")[2]) in PUBLIC_PROVIDERS


def _of_number(mail: Mail, file: Attachment, text: str) -> Iterator[Finding]:
    """A patient's address of the MSSanté is their number: the file's must be the same."""
    patients = {
        one.address.partition("@")[0][:13].upper(): one
        for one in mail.recipients
        if is_patient(one)
    }
    if not patients:
        return
    numbers = {one.digits.upper() for one in identifiers(text) if one.kind == "nir"}
    if numbers and numbers.isdisjoint(patients):
        yield Finding(
            rule=ID,
            level=LEVEL,
            about=(About("attachment", file.id),),
            evidence=phrase("finding.wrong-person.number", name=file_name(file)),
            cures=(Cure("remove-file", (RemoveAttachment(file.id),)),),
        )


def _of_greeting(
    mail: Mail, named: Person, people: tuple[Recipient, ...], memory: Memory | None
) -> Iterator[Finding]:
    if not people:
        return
    there = [Identity(one, memory) for one in mail.recipients]
    kinships = [identity.to(named) for identity in there]
    if all(kinship is Kinship.OTHER for kinship in kinships):
        one = people[0]
        known = _known_as(named, people, memory)
        yield Finding(
            rule=ID,
            level=LEVEL,
            about=(About("body", "greeting"),),
            evidence=phrase(
                "finding.wrong-person.greeting", who=named.written, recipient=_called(one)
            ),
            cures=_cures_of_recipient(mail, one, known, alone=len(people) == 1)
            or (Cure("remove-recipient", tuple(RemoveRecipient(each.address) for each in people)),),
            settles=pair_key(one.address, named.words),
        )


def _finding(
    mail: Mail,
    file: Attachment,
    one: Recipient,
    subject: Person,
    known: Known | None,
    told: str,
    *,
    alone: bool,
) -> Finding:
    cures = (
        Cure("remove-file", (RemoveAttachment(file.id),)),
        *_cures_of_recipient(mail, one, known, alone=alone),
    )
    return Finding(
        rule=ID,
        level=Level.INFO if told in ("family", "unlike") else LEVEL,
        about=(About("attachment", file.id),),
        evidence=_evidence(file, one, subject, known, told),
        cures=cures if known is None else (*cures[1:2], cures[0], *cures[2:]),
        settles=pair_key(one.address, subject.words, subject.born),
    )


def _evidence(
    file: Attachment, one: Recipient, subject: Person, known: Known | None, told: str
) -> Phrase:
    return phrase(
        f"finding.wrong-person.{told}",
        name=file_name(file),
        who=subject.written,
        recipient=_called(one),
        known=shown(known.address) if known else "",
        born="/".join(reversed(subject.born.split("-"))),
    )


def _cures_of_recipient(
    mail: Mail, one: Recipient, known: Known | None, *, alone: bool
) -> tuple[Cure, ...]:
    """``alone`` says that nobody else in the mail is in the same case."""
    cures: list[Cure] = []
    if known is not None:
        name = known.names[-1] if known.names else ""
        cures.append(Cure("replace-meant", (ReplaceRecipient(one.address, known.address, name),)))
    others = {person(each.address) for each in mail.recipients} - {person(one.address)}
    if others and alone:
        cures.append(Cure("remove-recipient", (RemoveRecipient(one.address),)))
    return tuple(cures)


def _called(one: Recipient) -> str:
    return shown(one.name) if name_words(one.name) else shown(one.address)
