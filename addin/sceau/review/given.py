"""Is a password that was given before written in a later mail to the same person?

What was given is kept as a slow hash alone (scrypt, RFC 7914) with a salt of the user's: it cannot
be looked for, only tried. Tried are the pieces of the mail that have its number of letters and
digits, whatever was put between them; that leaves a handful, and most mails none.
"""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Iterable, Iterator

import msgspec

from sceau.mail.letters import letters, unaccented
from sceau.mail.model import Mail
from sceau.review.candidates import Place, stands_in
from sceau.review.memory import Given, Memory
from sceau.review.people import person

FIRST = 0.1
"""Seconds of trying before the window; the rest goes on behind it."""

LONGEST = 10.0
"""Seconds of trying in all."""

_COST, _BLOCK = 2**13, 8  # 8 MiB and some 20 ms a try
_MOST_TEXT = 60_000
_MOST_PIECES = 24
_PIECE = re.compile(r"[^\W_]+")


class GivenAgain(msgspec.Struct, frozen=True):
    """A password given to ``people`` that stands in the mail; its ``bare`` text is never shown."""

    bare: str
    people: tuple[str, ...]

    def __repr__(self) -> str:
        return "GivenAgain()"


def record(password: str, salt: bytes) -> Given | None:
    """Give what is kept of a password; none for one without letters and digits. Takes a while."""
    bare = letters(password)
    if not bare:
        return None
    return Given(hashed=_hashed(bare, salt), length=len(bare), digits=_has_digit(bare), people=())


class GivenSearch:
    """The trying of one mail; ``memory`` holds what was given to its recipients."""

    def __init__(self, mail: Mail, memory: Memory | None) -> None:
        self._salt = memory.salt if memory is not None else b""
        people = {person(one.address) for one in mail.recipients}
        given = memory.given_to(people) if memory is not None and not memory.lost else ()
        self._given = {one.hashed: one for one in given}
        self._left: Iterator[str] = _tries(mail, given)
        self._spent = 0.0
        self.found: tuple[GivenAgain, ...] = ()
        self._finished = not given

    def finished(self) -> bool:
        """Whether there is nothing left to try, or no time for it."""
        return self._finished

    def run(self, seconds: float) -> None:
        """Try for ``seconds``; again where it is not :meth:`finished`."""
        began = time.monotonic()
        ends = began + min(seconds, LONGEST - self._spent)
        for bare in self._left:
            again = self._given.get(_hashed(bare, self._salt))
            if again is not None:
                self.found = (*self.found, GivenAgain(bare, again.people))
            if time.monotonic() > ends:
                break
        else:
            self._finished = True
        self._spent += time.monotonic() - began
        self._finished = self._finished or self._spent >= LONGEST


def place_of(again: GivenAgain, mail: Mail) -> Place | None:
    """Say where it stands in ``mail``; none where it does not, or nobody it was given to is a
    recipient."""
    if {person(one.address) for one in mail.recipients}.isdisjoint(again.people):
        return None
    return stands_in(again.bare, mail)


def _tries(mail: Mail, given: Iterable[Given]) -> Iterator[str]:
    """Give what may be one of ``given``, the likeliest first, each once."""
    wanted = {(one.length, one.digits) for one in given}
    if not wanted:
        return
    longest = max(length for length, _ in wanted)
    found: dict[str, int] = {}
    for text in _texts(mail):
        pieces = _PIECE.findall(unaccented(text))
        for start in range(len(pieces)):
            whole = ""
            for count, piece in enumerate(pieces[start : start + _MOST_PIECES], 1):
                whole += piece
                if len(whole) > longest:
                    break
                if (len(whole), _has_digit(whole)) in wanted:
                    found[whole] = min(found.get(whole, 99), count + 9 * _is_prose(whole))
    yield from sorted(found, key=lambda one: found[one])


def _texts(mail: Mail) -> Iterator[str]:
    yield mail.subject
    yield mail.text[:_MOST_TEXT]
    for one in (*mail.attachments, *mail.inline_images):
        yield one.name.rpartition(".")[0] or one.name


def _is_prose(whole: str) -> bool:
    """Whether it has no more digits than a word beside a number."""
    return sum(one.isdigit() for one in whole) < 2


def _has_digit(text: str) -> bool:
    return any(one.isdigit() for one in text)


def _hashed(bare: str, salt: bytes) -> bytes:
    return hashlib.scrypt(bare.encode(), salt=salt, n=_COST, r=_BLOCK, p=1, dklen=32)
