"""Gathering the pieces of text a file gives, as far as they are wanted."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Callable, Iterator

import msgspec

LONGEST = 2_000_000
"""Characters of one file that are looked at: a thousand pages."""

SECONDS = 5.0
"""How long text is taken out of one file. A report of a hundred pages takes a tenth of a second;
the worker itself is ended after twice as long."""

UNPACKED = 128 * 2**20
"""Bytes that are unpacked of one file, all that is packed in it taken together."""

MEMBERS = 500
"""Files inside a file that are looked into."""

DEPTH = 4
"""How deep files stand in files: a document in an archive in a mail in a mail."""

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


class Room:
    """What may still be taken out of one file, files inside it counted; and what was missed.

    ``inside`` gives the text of a file that stands in another: its bytes, its name, this room.
    """

    def __init__(
        self,
        inside: Callable[[bytes, str, Room], Iterator[str]],
        *,
        unpacked: int = UNPACKED,
        members: int = MEMBERS,
        depth: int = DEPTH,
    ) -> None:
        self._inside = inside
        self._unpacked = unpacked
        self._members = members
        self._depth = depth
        self.missing = ""

    def miss(self, reason: str) -> None:
        """Remember what was missed; the first reason is the one that is told."""
        self.missing = self.missing or reason

    def unpack(self, size: int) -> None:
        """Count bytes that come out. Raises :class:`Unreadable` ``too-much``."""
        self._unpacked -= size
        if self._unpacked < 0:
            raise Unreadable("too-much")

    def within(self, content: bytes, name: str) -> Iterator[str]:
        """Give the text of a file that stands in this one; what is wrong with it is missed, and
        the others are read on. Raises :class:`Unreadable` ``too-much`` where there are too many."""
        self._members -= 1
        if self._members < 0:
            raise Unreadable("too-much")
        if self._depth == 0:
            self.miss("members")
            return
        self._depth -= 1
        try:
            yield from self._inside(content, name, self)
        except Unreadable as unreadable:
            if unreadable.reason == "too-much":
                raise
            self.miss(unreadable.reason)
        finally:
            self._depth += 1
        yield "\n\f"


def gathered(
    take: Callable[[bytes, Room], Iterator[str]],
    content: bytes,
    room: Room,
    *,
    longest: int = LONGEST,
    seconds: float = SECONDS,
) -> Written:
    """Join the pieces that ``take`` gives of ``content`` until there are ``longest`` characters or
    ``seconds`` are over. What is :class:`Unreadable` is missing, beside what was read before."""
    ends = time.monotonic() + seconds
    kept: list[str] = []
    size = 0
    try:
        for piece in take(content, room):
            kept.append(piece)
            size += len(piece)
            if size > longest or time.monotonic() > ends:
                room.miss("cut")
                break
    except Unreadable as unreadable:
        room.miss(unreadable.reason)
    return Written(clean("".join(kept)[:longest]), room.missing)


def clean(text: str) -> str:
    """Give ``text`` in NFC, its lines ended alike, without control and invisible characters."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_DROPPED)
    text = text.replace("\n\t", "\t")  # the paragraph of a table's cell
    return text if text.isascii() else unicodedata.normalize("NFC", text)
