"""One record of the journal: numbers, kinds and rules, never a name, a subject or a password."""

from __future__ import annotations

from typing import Literal

import msgspec

Event = Literal[
    "confirmed", "left", "kept", "refused", "unknown", "sealed", "unchecked", "released"
]
Hook = Literal["thunderbird", "outlook", "mail", "command"]
Fate = Literal["open", "cured", "acknowledged", "said"]


class Entry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What happened, ``at`` which time (ISO 8601 with its offset), at which ``hook``.

    ``confirmed``: the person let a mail go; only *then* is it sent, and ``left``, ``refused`` or
    ``unknown`` says what became of it. ``kept``: it stayed where it was. ``sealed``: files were
    sealed without a mail. ``unchecked``: a mail left without the check, as the establishment
    allows where Sceau is not there. ``released``: ``mails`` drafts were taken back from another
    computer that had claimed them. The records of one mail share ``about``, which names nothing
    else.

    ``rules`` says of each rule that found something what became of it; ``edits`` counts the Edits
    by their kind, ``sealed`` the sealed files, ``outside`` the recipients outside the
    establishment, ``added`` those who got the mail without having been confirmed. ``people`` and
    ``messages`` are keyed hashes (see :mod:`.marks`) of addresses and Message-IDs.
    """

    at: str
    event: Event
    hook: Hook
    about: str
    recipients: int = 0
    outside: int = 0
    mails: int = 0
    files: int = 0
    sealed: int = 0
    added: int = 0
    rules: dict[str, Fate] = {}
    edits: dict[str, int] = {}
    people: tuple[str, ...] = ()
    messages: tuple[str, ...] = ()


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A record as it stands in the file. ``seal`` is the HMAC-SHA-256 (RFC 2104, in hexadecimal)
    over the one before it, its number, counted from 1, and the record."""

    number: int
    entry: Entry
    seal: str


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """What the last record was, kept apart with a ``proof`` (the HMAC of both), so that records
    missing at the end are missed."""

    number: int
    seal: str
    proof: str = ""
