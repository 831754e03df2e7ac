"""Is a professional written to at a private mailbox?

A doctor's address at a provider for everybody is read at home, by the family, and kept where no
contract covers health data. Told of people with a professional title, and of those known at a
professional address too; that one is proposed. Heavier where the mail carries what would harm.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sceau.mail.edits import RemoveRecipient, ReplaceRecipient
from sceau.mail.model import Mail, Recipient
from sceau.phrases import phrase
from sceau.review.context import Context
from sceau.review.findings import About, Cure, Finding, Level
from sceau.review.memory import Known, Memory
from sceau.review.names import is_professional_name, name_words, same_person
from sceau.review.people import PUBLIC_PROVIDERS, ascii_domain, person
from sceau.review.reading.model import FileReading
from sceau.review.rules.homonym import words_of
from sceau.review.sensitive import is_sensitive
from sceau.review.shown import shown

ID = "personal-mailbox"
LEVEL = Level.INFO


def check(mail: Mail, readings: Mapping[str, FileReading], context: Context) -> Iterator[Finding]:
    """Give one Finding for each professional at a private mailbox."""
    circle = context.circle(mail)
    memory = context.memory or Memory()
    told: set[str] = set()
    known_of = memory.known_of(circle.people)
    for one, key, here in zip(mail.recipients, circle.people, known_of, strict=True):
        if one.defect or one.kind == "list" or key in told or key == circle.sender:
            continue
        if ascii_domain(one.domain) not in PUBLIC_PROVIDERS:
            continue
        other = _at_work(words_of(one, here), memory)
        if other is None and not is_titled(one):
            continue
        told.add(key)
        yield _finding(one, other, heavy=is_sensitive(mail, readings))


def is_professional(one: Recipient) -> bool:
    """Whether the name or the address says so, at a provider for everybody."""
    return ascii_domain(one.domain) in PUBLIC_PROVIDERS and is_titled(one)


def is_titled(one: Recipient) -> bool:
    """Whether the name or the address has the title of a professional."""
    local = one.address.rpartition("@")[0].lower()
    return is_professional_name(one.name) or local.startswith(("dr.", "docteur.", "dr-", "dr_"))


def _at_work(words: tuple[str, ...], memory: Memory) -> Known | None:
    if len(words) < 2:
        return None
    for other in memory.named(words):
        if other.key.rpartition("@")[2] in PUBLIC_PROVIDERS:
            continue
        if any(same_person(words, name_words(name)) for name in other.names):
            return other
    return None


def _finding(one: Recipient, other: Known | None, *, heavy: bool) -> Finding:
    cures = [Cure("remove-recipient", (RemoveRecipient(one.address),))]
    if other is not None:
        name = other.names[-1] if other.names else one.name
        replace = ReplaceRecipient(address=one.address, by=other.address, name=name)
        cures.insert(0, Cure("replace-professional", (replace,)))
    return Finding(
        rule=ID,
        level=Level.WARN if heavy else LEVEL,
        about=(About("recipient", one.address),),
        evidence=phrase(
            f"finding.personal-mailbox.{'known' if other else 'title'}",
            address=shown(one.address),
            other=shown(other.address) if other else "",
        ),
        cures=tuple(cures),
        settles=f"{ID}\n{person(one.address)}",
    )
