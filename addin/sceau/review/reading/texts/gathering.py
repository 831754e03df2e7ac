"""Gathering the pieces of text a file gives, as far as they are wanted."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Iterable

import msgspec

LONGEST = 2_000_000
"""Characters of one file that are looked at: a thousand pages."""

SECONDS = 5.0
"""How long text is taken out of one file. A report of a hundred pages takes a tenth of a second;
the worker itself is ended after twice as long."""

UNPACKED = 128 * 2**20
"""Bytes that are unpacked of one file, its members taken together."""

_DROPPED = dict.fromkeys((*range(9), 11, *range(14, 32), 127, 173, 8203, 8204, 8205, 65279, 65534))


class Unreadable(Exception):
    """No text can be taken out of this file, or no more; ``reason`` is a key of the catalogue
    under ``reading.unread``."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Written(msgspec.Struct, frozen=True):
    """The text of a file, and why it is not all of it: ``missing`` is a key of the catalogue under
    ``reading.unread``, empty where nothing is missing."""

    text: str
    missing: str = ""

    def __repr__(self) -> str:
        return f"Written({len(self.text)} characters)"


def gathered(pieces: Iterable[str], longest: int = LONGEST, seconds: float = SECONDS) -> Written:
    """Join ``pieces`` until there are ``longest`` characters or ``seconds`` are over.

    Raises nothing a reader means to say: :class:`Unreadable` becomes what is missing, beside what
    was read before it.
    """
    ends = time.monotonic() + seconds
    kept: list[str] = []
    size, missing = 0, ""
    try:
        for piece in pieces:
            kept.append(piece)
            size += len(piece)
            if size > longest or time.monotonic() > ends:
                missing = "cut"
                break
    except Unreadable as unreadable:
        missing = unreadable.reason
    return Written(clean("".join(kept)[:longest]), missing)


def clean(text: str) -> str:
    """Give ``text`` in NFC, its lines ended alike, without control and invisible characters."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_DROPPED)
    return text if text.isascii() else unicodedata.normalize("NFC", text)
