"""Was the less usual of two people with the same name chosen?

A client fills in an address from a few letters: of two *Marie Durand*, or of *Paul* and *Pierre
Martin*, it proposes one, and not always the right one. Told where the user knows another of that
name much better. Once confirmed for an address, it is not asked again.
"""

from __future__ import annotations

from collections.abc import Container, Iterator

from sceau.mail.edits import RemoveRecipient, ReplaceRecipient
from sceau.mail.model import Mail, Recipient
from sceau.phrases import phrase
from sceau.review.context import Context
from sceau.review.findings import About, Cure, Finding, Level
from sceau.review.memory import Known, Memory
from sceau.review.names import local_words, name_words, same_person
from sceau.review.people import person
from sceau.review.rules.role_address import ROLES
from sceau.review.shown import shown

ID = "homonym"
LEVEL = Level.WARN

USUAL = 3
"""Mails from which somebody is usual."""

TIMES = 3
"""How many times more often than the one chosen."""

_MOST = 20  # recipients up to which people of one family name are compared as well


def check(mail: Mail, context: Context) -> Iterator[Finding]:
    """Give one Finding for each recipient who has a more usual namesake; it proposes that one."""
    memory = context.memory
    if memory is None or memory.lost:
        return
    circle = context.circle(mail)
    chosen: dict[str, tuple[Recipient, Known | None]] = {
        key: (one, here)
        for one, key, here in zip(
            mail.recipients, circle.people, memory.known_of(circle.people), strict=True
        )
        if not one.defect
    }
    like = len(chosen) <= _MOST
    for key, (one, here) in chosen.items():
        if one.kind == "list" or key == circle.sender:
            continue
        words = words_of(one, here)
        if not ROLES.isdisjoint(words) or (here is None and memory.near_to(key)):
            continue  # a look-alike of a known address is another rule's
        usual = _usual(memory, here, words, chosen, like=like)
        if usual is not None:
            yield _finding(one, words, usual, memory)


def words_of(one: Recipient, known: Known | None) -> tuple[str, ...]:
    """Give the words of a recipient's name: as written, as ``known``, else those of the address."""
    if one.name and (words := name_words(one.name)):
        return words
    if known is not None:
        for name in reversed(known.names):
            if words := name_words(name):
                return words
    return local_words(one.address)


def _usual(
    memory: Memory,
    here: Known | None,
    words: tuple[str, ...],
    chosen: Container[str],
    *,
    like: bool,
) -> Known | None:
    count = here.count if here else 0
    near = memory.namesakes(words) if like else memory.named(words)
    for other in near:  # the most usual first
        if other.count < USUAL or other.count < TIMES * max(count, 1):
            return None
        if other.key not in chosen and _is_namesake(words, other, like=like and count <= 1):
            return other
    return None


def _is_namesake(words: tuple[str, ...], other: Known, *, like: bool) -> bool:
    names = [name_words(name) for name in other.names] or [local_words(other.address)]
    return any(
        same_person(words, each) or (like and is_like(words, each)) for each in names if each
    )


def is_like(words: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two names share a word and the first letter of the rest: *Paul* and *Pierre
    Martin*."""
    if len(words) != 2 or len(other) != 2:
        return False
    shared = {one for one in words if len(one) > 2} & set(other)
    if len(shared) != 1:
        return False
    (rest,) = set(words) - shared or {""}
    (others,) = set(other) - shared or {""}
    return rest[:1] == others[:1]


def _finding(one: Recipient, words: tuple[str, ...], usual: Known, memory: Memory) -> Finding:
    known = memory.known(one.address)
    name = usual.names[-1] if usual.names else ""
    same = any(same_person(words, name_words(each)) for each in usual.names) or not usual.names
    return Finding(
        rule=ID,
        level=LEVEL if same else Level.INFO,
        about=(About("recipient", one.address),),
        evidence=phrase(
            f"finding.homonym.{'same' if same else 'like'}",
            name=shown(name or usual.address),
            usual=shown(usual.address),
            count=usual.count,
            address=shown(one.address),
            times=known.count if known else 0,
        ),
        cures=(
            Cure(
                "replace-usual",
                (ReplaceRecipient(address=one.address, by=usual.address, name=name),),
            ),
            Cure("remove-recipient", (RemoveRecipient(one.address),)),
        ),
        settles=f"{ID}\n{person(one.address)}",
    )
