"""What goes into an archive: named sources of bytes, in memory or on disk, read piece by piece."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import PurePath
from typing import BinaryIO, Protocol

import msgspec

from sceau.mail.names import safe_file_name

PIECE = 2**20
"""Bytes read, encrypted and written at a time, however large the file is."""

_PLAIN_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,10}")
_SAMPLE = 2**14
_SAMPLES = 4


class Readable(Protocol):
    """What a file's bytes are read from."""

    def read(self, size: int = -1, /) -> bytes:
        """Give at most ``size`` bytes; none at the end."""


class Entry(msgspec.Struct, frozen=True):
    """One file to put in: its ``name``, its ``size`` in bytes, and what opens it; opened anew for
    each reading."""

    name: str
    size: int
    opened: Callable[[], BinaryIO]

    def __repr__(self) -> str:
        return f"Entry({self.size} bytes)"


def in_memory(name: str, content: bytes) -> Entry:
    """Give an entry of bytes that are there."""
    return Entry(name, len(content), lambda: io.BytesIO(content))


def pieces(source: Readable) -> Iterator[bytes]:
    """Give what ``source`` holds, piece by piece."""
    while piece := source.read(PIECE):
        yield piece


def exactly(source: Readable, size: int) -> bytes:
    """Give ``size`` bytes, or what there is to the end."""
    piece = source.read(size)
    while len(piece) < size and (more := source.read(size - len(piece))):
        piece += more
    return piece


def same(one: Readable, other: Readable) -> bool:
    """Tell whether both hold the same bytes, to the end."""
    for piece in pieces(one):
        if exactly(other, len(piece)) != piece:
            return False
    return not other.read(1)


def shrinks(entry: Entry) -> bool:
    """Tell whether compressing is worth it, by four places of the file: a photo, a scan, another
    archive stay as large as they are, and are not tried."""
    step = max(_SAMPLE, entry.size // _SAMPLES)
    taken = left = 0
    with entry.opened() as source:
        for start in range(0, entry.size, step):
            source.seek(start)
            # each by itself: two places that are alike are far apart
            sample = exactly(source, _SAMPLE)
            taken += len(sample)
            left += len(zlib.compress(sample, 1))
    return left < 0.9 * taken


def neutral_names(names: Sequence[str]) -> list[str]:
    """Give names that name nobody, for a format that shows them: « document.pdf », and numbered
    where there are several. Of a name only its ending is kept."""
    suffixes = [PurePath(name).suffix for name in names]
    plain = [one if _PLAIN_SUFFIX.fullmatch(one) else "" for one in suffixes]
    if len(plain) == 1:
        return [f"document{plain[0]}"]
    width = len(str(len(plain)))
    return [f"document-{place:0{width}}{suffix}" for place, suffix in enumerate(plain, 1)]


def own_names(names: Sequence[str]) -> list[str]:
    """Give the names as they are, without their folders, such as every system can write, each once:
    a second one of the same name, whatever its case, is numbered."""
    given: list[str] = []
    taken: set[str] = set()
    for name in names:
        base = safe_file_name(PurePath(name.replace("\\", "/")).name, "document")
        stem, suffix = PurePath(base).stem, PurePath(base).suffix
        wanted, number = base, 2
        while wanted.casefold() in taken:
            wanted, number = f"{stem} ({number}){suffix}", number + 1
        taken.add(wanted.casefold())
        given.append(wanted)
    return given
