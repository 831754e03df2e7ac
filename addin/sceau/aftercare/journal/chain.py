"""The chain of the journal's records: each is sealed with the one before it. Pure."""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import msgspec

from sceau.aftercare.journal.entry import Entry, Head, Line
from sceau.aftercare.journal.marks import JournalKeys

Fault = Literal["changed", "missing-at-end"]

NONE = Head(number=0, seal="")
"""The head of a journal without a record."""

UNPROVEN = Head(number=-1, seal="")
"""What stands for a head that nobody with the key wrote: no record follows it."""

_encode = msgspec.json.Encoder(order="deterministic").encode
_read_line = msgspec.json.Decoder(Line, strict=True).decode


@dataclass(frozen=True)
class Verified:
    """How far the chain holds: ``records`` of it, and the ``fault`` behind them, where there is
    one."""

    records: int
    fault: Fault | None = None


def line(entry: Entry, after: Head, keys: JournalKeys) -> bytes:
    """Give the next line of the file, without its end."""
    number = after.number + 1
    sealed = keys.seal(after.seal, _record(number, entry))
    return _encode(Line(number=number, entry=entry, seal=sealed))


def head_of(raw: bytes) -> Head:
    """Give the head that a line makes. Raises :class:`msgspec.DecodeError` for what is none."""
    read = _read_line(raw)
    return Head(number=read.number, seal=read.seal)


def entry_of(raw: bytes) -> Entry:
    """Give the record in a line. Raises :class:`msgspec.DecodeError` for what is none."""
    return _read_line(raw).entry


def proven(head: Head, keys: JournalKeys) -> Head:
    """Give a head with its proof."""
    return Head(number=head.number, seal=head.seal, proof=keys.head(head.number, head.seal))


def read_head(raw: bytes, keys: JournalKeys) -> Head:
    """Give the head that is written down; :data:`UNPROVEN` where its proof does not hold."""
    try:
        read = msgspec.json.decode(raw, type=Head)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return UNPROVEN
    proof = keys.head(read.number, read.seal)
    if not hmac.compare_digest(read.proof.encode(), proof.encode()):
        return UNPROVEN
    return Head(number=read.number, seal=read.seal)


def verify(lines: Iterable[bytes], head: Head, keys: JournalKeys) -> Verified:
    """Follow the chain. A record that was changed, taken out, put in or moved breaks it there.

    Missing records at the end are missed by ``head``, which may be one record behind: the process
    that wrote the last one may have ended before it could say so.
    """
    before, number, seen = NONE.seal, 0, head == NONE
    for raw in lines:
        try:
            read = _read_line(raw)
        except (msgspec.DecodeError, UnicodeDecodeError):
            return Verified(number, "changed")
        wanted = keys.seal(before, _record(number + 1, read.entry))
        if read.number != number + 1 or not hmac.compare_digest(
            read.seal.encode(), wanted.encode()
        ):
            return Verified(number, "changed")
        before, number = read.seal, read.number
        seen = seen or (number, before) == (head.number, head.seal)
    return Verified(number, None if seen and number - head.number <= 1 else "missing-at-end")


def _record(number: int, entry: Entry) -> bytes:
    return _encode((number, entry))
