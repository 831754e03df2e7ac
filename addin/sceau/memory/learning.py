"""What is learnt from a mail that was confirmed and has left."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from msgspec.structs import replace

from sceau.mail.model import Mail, Recipient
from sceau.review.memory import (
    MOST_COMPANIONS,
    Bound,
    Given,
    Known,
    Memory,
    Record,
    SentFile,
    Settled,
    Thread,
)
from sceau.review.people import person
from sceau.review.reading.model import FileReading
from sceau.review.settling import bound_of

T = TypeVar("T")

MOST_NAMES = 6
"""Display names kept for one correspondent, the latest last."""

_MOST_BOUND = 12
_MOST_COMPANY = 12  # people of a mail who are company for each other: more is a circular
_MOST_FILE_PEOPLE = 50


def learnt(
    memory: Memory,
    mail: Mail,
    *,
    readings: Mapping[str, FileReading],
    settled: Iterable[str] = (),
    messages: Iterable[str] = (),
    given: Given | None = None,
    day: int,
) -> Iterator[Record]:
    """Give the records that ``mail``, as it left on ``day``, changes or adds.

    ``settled`` are the keys of the Findings that were let stand, ``messages`` the Message-IDs it
    left under, ``given`` the password its files were sealed with.
    """
    people = _people(mail)
    settled = tuple(settled)
    bound = _bound(settled)
    company = tuple(people) if len(people) <= _MOST_COMPANY else ()
    for key, one in people.items():
        yield _known(memory, key, one, company, bound.get(key, ()), day)
    yield from (Settled(key=one, last=day) for one in settled if bound_of(one) is None)
    yield from _files(memory, mail, tuple(people), readings, day)
    yield from _threads(memory, mail, tuple(people), messages, day)
    if given is not None:
        earlier = memory.given(given.hashed)
        everybody = (*(earlier.people if earlier else ()), *people)
        yield replace(given, people=_latest(everybody, _MOST_FILE_PEOPLE), last=day)


def _people(mail: Mail) -> dict[str, Recipient]:
    found: dict[str, Recipient] = {}
    for one in mail.recipients:
        if not one.defect and one.kind != "list" and "@" in one.address:
            found.setdefault(person(one.address), one)
    return found


def _known(
    memory: Memory,
    key: str,
    one: Recipient,
    company: tuple[str, ...],
    bound: tuple[Bound, ...],
    day: int,
) -> Known:
    before = memory.known(one.address) or Known(address=one.address)
    companions = (*before.companions, *(other for other in company if other != key))
    about = (*before.about, *bound)
    return replace(
        before,
        names=with_name(before.names, one.name),
        count=before.count + 1,
        last=max(day, before.last),
        companions=_latest(companions, MOST_COMPANIONS),
        about=_latest(about, _MOST_BOUND),
    )


def with_name(names: tuple[str, ...], name: str) -> tuple[str, ...]:
    """Give ``names`` with ``name`` as the latest; an address is no name."""
    plain = " ".join(name.split())[:120]
    return _latest((*names, plain), MOST_NAMES) if plain and "@" not in plain else names


def _latest(every: tuple[T, ...], most: int) -> tuple[T, ...]:
    """Give each once, where it stands last, the last ``most``."""
    return tuple(reversed(dict.fromkeys(reversed(every))))[-most:]


def _bound(settled: Iterable[str]) -> dict[str, tuple[Bound, ...]]:
    found: dict[str, tuple[Bound, ...]] = {}
    for key in settled:
        parts = bound_of(key)
        if parts is not None:
            address, bound = parts
            found[address] = (*found.get(address, ()), bound)
    return found


def _files(
    memory: Memory,
    mail: Mail,
    people: tuple[str, ...],
    readings: Mapping[str, FileReading],
    day: int,
) -> Iterator[SentFile]:
    for one in mail.attachments:
        digest = readings[one.id].digest if one.id in readings else ""
        if digest:
            before = memory.sent_to(digest)
            yield SentFile(
                digest=digest, people=_latest((*before, *people), _MOST_FILE_PEOPLE), last=day
            )


def _threads(
    memory: Memory, mail: Mail, people: tuple[str, ...], messages: Iterable[str], day: int
) -> Iterator[Thread]:
    earlier = memory.thread(*mail.references, mail.in_reply_to)
    everybody = _latest((*(earlier.people if earlier else ()), *people), _MOST_FILE_PEOPLE)
    for message in dict.fromkeys((*messages, mail.in_reply_to)):
        if message:
            yield Thread(message=message, people=everybody, last=day)
