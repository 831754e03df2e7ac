"""The memory of correspondents as rules read it: plain data, and quick ways to look into it.

Whoever keeps it (:mod:`sceau.memory`) puts records in; a rule only asks. A person is named by
:func:`sceau.review.people.person`; days are counted from 1970-01-01.
"""

from __future__ import annotations

import contextlib
import gc
from collections import defaultdict
from collections.abc import Iterable, Iterator

import msgspec

from sceau.review.names import local_words, name_words
from sceau.review.near import SHORTEST, add_near_before, add_near_of, halves, is_near
from sceau.review.people import person

MOST_COMPANIONS = 64
"""Persons remembered beside one; those of a circular are no company."""


MOST_NAMESAKES = 200
"""People of one name beyond whom the name tells nobody from anybody."""


class Bound(msgspec.Struct, frozen=True):
    """Somebody whose papers were confirmed for a correspondent: the words of the name, and the
    birth date (ISO 8601) where it was read."""

    words: tuple[str, ...]
    born: str = ""


class Known(msgspec.Struct, frozen=True, kw_only=True, tag="known", tag_field="is"):
    """A correspondent. ``count`` is how many mails went there (0: from an address book alone),
    ``last`` the day of the last, ``companions`` the persons written to together with them,
    ``about`` those whose papers they are confirmed to get."""

    address: str
    names: tuple[str, ...] = ()
    count: int = 0
    last: int = 0
    companions: tuple[str, ...] = ()
    about: tuple[Bound, ...] = ()

    @property
    def key(self) -> str:
        """The person."""
        return person(self.address)


class Settled(msgspec.Struct, frozen=True, kw_only=True, tag="settled", tag_field="is"):
    """Something confirmed once and not to be asked again: the ``key`` of a Finding."""

    key: str
    last: int = 0


class SentFile(msgspec.Struct, frozen=True, kw_only=True, tag="file", tag_field="is"):
    """A file that left, by the SHA-256 (hex) of its content, and the persons it went to."""

    digest: str
    people: tuple[str, ...]
    last: int = 0

    @property
    def key(self) -> str:
        """The digest."""
        return self.digest


class Thread(msgspec.Struct, frozen=True, kw_only=True, tag="thread", tag_field="is"):
    """A conversation: a Message-ID that this user sent, and everybody who was in it."""

    message: str
    people: tuple[str, ...]
    last: int = 0

    @property
    def key(self) -> str:
        """The Message-ID."""
        return self.message


class Given(msgspec.Struct, frozen=True, kw_only=True, tag="given", tag_field="is"):
    """A password given to ``people``, as a slow hash (:mod:`sceau.review.given`); ``length`` counts
    its letters and digits, ``digits`` says whether it has some."""

    hashed: bytes
    length: int
    digits: bool
    people: tuple[str, ...]
    last: int = 0

    @property
    def key(self) -> str:
        """The hash."""
        return self.hashed.hex()

    def __repr__(self) -> str:
        return "Given()"


Record = Known | Settled | SentFile | Thread | Given


@contextlib.contextmanager
def not_collected() -> Iterator[None]:
    """Keep the collector of garbage from going through all records again and again while they are
    read, and ever after: they live as long as the process."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if collects:
            gc.enable()


class Memory:
    """What is known of this user's correspondents. ``lost`` says that it could not be read.

    The ways to look for names and near addresses are laid when one is first asked for, or by
    :meth:`make_ready`: half of what it takes to read 20,000 correspondents, and nothing that is
    learnt needs them.
    """

    def __init__(
        self, records: Iterable[Record] = (), *, salt: bytes = b"", lost: bool = False
    ) -> None:
        self.salt = salt
        self.lost = lost
        self._known: dict[str, Known] = {}
        self._settled: dict[str, Settled] = {}
        self._files: dict[str, SentFile] = {}
        self._threads: dict[str, Thread] = {}
        self._given: dict[str, Given] = {}
        self._asked: tuple[tuple[str, ...], tuple[Known | None, ...]] = ((), ())
        self._near: dict[str, tuple[Known, ...]] = {}
        self._named: dict[tuple[str, ...], tuple[Known, ...]] = {}
        self._halves: defaultdict[str, dict[str, set[str]]] = defaultdict(dict)
        self._pairs: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        self._words: defaultdict[str, set[str]] = defaultdict(set)
        self._ready = False
        for one in records:
            self.put(one)

    def make_ready(self) -> None:
        """Lay the ways to look for names and near addresses now."""
        if not self._ready:
            self._ready = True
            with not_collected():
                for one in self._known.values():
                    self._place(one, None)

    # -- putting in ------------------------------------------------------------------------

    def put(self, record: Record) -> None:
        """Put a record in the place of the one of the same key."""
        self._asked = ((), ())
        self._near.clear()
        self._named.clear()
        match record:
            case Known():
                self._put_known(record)
            case Settled():
                self._settled[record.key] = record
            case SentFile():
                self._files[record.key] = record
            case Thread():
                self._threads[record.key] = record
            case Given():
                self._given[record.key] = record

    def _put_known(self, one: Known) -> None:
        key = one.key
        before = self._known.get(key)
        self._known[key] = one
        if self._ready:
            self._place(one, before)

    def _place(self, one: Known, before: Known | None) -> None:
        key = one.key
        if before is None:
            local, _, domain = key.rpartition("@")
            there = self._halves[domain]
            for half in halves(local):
                if half in there:
                    there[half].add(local)
                else:
                    there[half] = {local}
        if before is None or before.names != one.names:
            if before is not None:
                self._drop_names(before)
            several = _names(one)
            for pair in _pairs(several):
                self._pairs[pair].add(key)
            for word in _words(several):
                self._words[word].add(key)

    def _drop_names(self, one: Known) -> None:
        several = _names(one)
        for pair in _pairs(several):
            self._pairs[pair].discard(one.key)
        for word in _words(several):
            self._words[word].discard(one.key)

    def drop(self, record: Record) -> None:
        """Take a record out."""
        self._asked = ((), ())
        self._near.clear()
        self._named.clear()
        match record:
            case Known():
                if self._known.pop(record.key, None) is not None and self._ready:
                    local, _, domain = record.key.rpartition("@")
                    for half in halves(local):
                        self._halves[domain][half].discard(local)
                    self._drop_names(record)
            case Settled():
                self._settled.pop(record.key, None)
            case SentFile():
                self._files.pop(record.key, None)
            case Thread():
                self._threads.pop(record.key, None)
            case Given():
                self._given.pop(record.key, None)

    # -- asking ----------------------------------------------------------------------------

    def __len__(self) -> int:
        return len(self._known)

    def __iter__(self) -> Iterator[Known]:
        return iter(self._known.values())

    def records(self) -> Iterator[Record]:
        """Give everything that is in it."""
        for part in (self._known, self._settled, self._files, self._threads, self._given):
            yield from part.values()

    def known(self, address: str) -> Known | None:
        """Give the correspondent at ``address``."""
        return self._known.get(person(address))

    def known_of(self, people: tuple[str, ...]) -> tuple[Known | None, ...]:
        """Give the correspondent who is each of these persons (:func:`sceau.review.people.person`);
        asked again of the same tuple, by rule after rule, it is known."""
        asked, known = self._asked
        if asked is not people:
            get = self._known.get
            known = tuple([get(one) for one in people])
            self._asked = (people, known)
        return known

    def written_to(self, address: str) -> bool:
        """Whether this user knows ``address``: wrote there, or has it in an address book."""
        return person(address) in self._known

    def is_settled(self, key: str) -> bool:
        """Whether a Finding of this key was confirmed before."""
        return bool(key) and key in self._settled

    def sent_to(self, digest: str) -> tuple[str, ...]:
        """Give the persons a file with this content went to."""
        found = self._files.get(digest)
        return found.people if found else ()

    def file(self, digest: str) -> SentFile | None:
        """Give what is known of the file with this content."""
        return self._files.get(digest)

    def thread(self, *messages: str) -> Thread | None:
        """Give the conversation one of these Message-IDs belongs to; the last named first."""
        found = (self._threads.get(one) for one in reversed(messages) if one)
        return next((one for one in found if one is not None), None)

    def given(self, hashed: bytes) -> Given | None:
        """Give what is known of the password with this hash."""
        return self._given.get(hashed.hex())

    def given_to(self, people: Iterable[str]) -> tuple[Given, ...]:
        """Give the passwords that one of these persons was given."""
        asked = frozenset(people)
        return tuple(one for one in self._given.values() if not asked.isdisjoint(one.people))

    def near(self, address: str) -> tuple[Known, ...]:
        """Give the correspondents whose address differs from ``address`` by one slip in front of
        the ``@``, those written to most often first.

        One slip leaves one half of the name as it was, so that only few have to be compared.
        """
        return self.near_to(person(address))

    def near_to(self, key: str) -> tuple[Known, ...]:
        """Give what :meth:`near` gives for an address of this person."""
        near = self._near.get(key)
        if near is None:
            self.make_ready()
            near = self._near[key] = self._look_near(key)
        return near

    def _look_near(self, key: str) -> tuple[Known, ...]:
        local, _, domain = key.rpartition("@")
        size = len(local)
        there = self._halves.get(domain)
        if there is None or size < SHORTEST - 1:
            return ()
        found: set[str] = set()
        for length in (size - 1, size, size + 1):
            half = length // 2
            if others := there.get(chr(length) + local[:half]):
                add_near_of(found, others, local, half)
            if others := there.get(local[half - length :] + chr(length)):
                add_near_before(found, others, local, length - half)
        # letters swapped across the middle leave neither half
        half = size // 2
        swapped = local[: half - 1] + local[half] + local[half - 1] + local[half + 1 :]
        if swapped != local and f"{swapped}@{domain}" in self._known and is_near(swapped, local):
            found.add(swapped)
        if not found:
            return ()
        return self._most_often_first(f"{one}@{domain}" for one in found)

    def _most_often_first(self, keys: Iterable[str]) -> tuple[Known, ...]:
        found = [(-self._known[key].count, key) for key in keys]
        return tuple([self._known[key] for _, key in sorted(found)])

    def named(self, words: Iterable[str]) -> tuple[Known, ...]:
        """Give the correspondents whose name has two of these words side by side in any order,
        those written to most often first."""
        wanted = words if type(words) is tuple else tuple(words)
        known = self._named.get(wanted)
        if known is None:
            self.make_ready()
            known = self._named[wanted] = self._look_named(tuple(dict.fromkeys(wanted)))
        return known

    def _look_named(self, wanted: tuple[str, ...]) -> tuple[Known, ...]:
        if len(wanted) < 2:
            return ()
        found: set[str] = set()
        for place, one in enumerate(wanted):
            for other in wanted[place + 1 :]:
                found |= self._pairs.get(_pair(one, other), _NOBODY)
        return self._most_often_first(found) if found else ()

    def namesakes(self, words: Iterable[str]) -> tuple[Known, ...]:
        """Give the correspondents whose name has one of these words, initials left out, those
        written to most often first; none for a word too many people share."""
        self.make_ready()
        found: set[str] = set()
        for one in words:
            same = self._words.get(one, set())
            if len(same) <= MOST_NAMESAKES:
                found |= same
        return self._most_often_first(found)

    def has_pair(self, one: str, other: str) -> bool:
        """Whether some correspondent's name has both words."""
        self.make_ready()
        return bool(self._pairs.get(_pair(one, other)))


_Names = set[tuple[str, ...]]


def _names(one: Known) -> _Names:
    """Give the words of each name and of the address."""
    return {*map(name_words, one.names), local_words(one.address)}


def _pairs(several: _Names) -> Iterator[tuple[str, str]]:
    for words in several:
        long = [word for word in words if len(word) > 1][:5]
        for place, word in enumerate(long):
            for other in long[place + 1 :]:
                yield _pair(word, other)


def _words(several: _Names) -> frozenset[str]:
    return frozenset(word for words in several for word in words if len(word) > 2)


def _pair(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)


_NOBODY: frozenset[str] = frozenset()
