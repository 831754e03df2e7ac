"""The directories of a TIFF file (TIFF 6.0, section 2; BigTIFF): what says something beside the
picture, and where its bytes are. No picture is decoded."""

from __future__ import annotations

import struct
from typing import NamedTuple

_BASIC = frozenset((269, 270, 271, 272, 285, 305, 306, 315, 316, 33432, *range(40091, 40096)))
_FURTHER = frozenset((700, 33723, 34377, 34665, 34853, 42016, 50341, 51081))
TELLING = _BASIC | _FURTHER
"""Name, description, make, model, name of the page, program, time, artist, computer, copyright,
what Windows writes; XMP, IPTC, Photoshop, EXIF, place, a unique number, PrintIM, the raw file."""

_SUBDIRECTORIES = frozenset((34665, 34853))
_INTEROPERABILITY = 40965
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
_BIG_SIZES = {16: 8, 17: 8, 18: 8}
_STRIPS = {273: 279, 324: 325, 513: 514}
"""Where strips, tiles and old JPEG pictures begin: where their lengths stand."""
_MOST_DIRECTORIES = 10_000


class Entry(NamedTuple):
    """One field of a directory: its ``tag``, the place of the field itself, the place of its value
    (in the field, or elsewhere), start and end."""

    tag: int
    at: int
    value: tuple[int, int]
    kind: int


class Directory(NamedTuple):
    """The place of a directory, and its fields."""

    at: int
    entries: tuple[Entry, ...]


class Tiff:
    """A TIFF as its directories. Raises :class:`ValueError` for what is none, or a damaged one."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self.order = ">" if content[:2] == b"MM" else "<"
        try:
            big = self._number(2, 2) == 43
            self._wide = 8 if big else 4
            self.count_size = 8 if big else 2
            self.entry_size = 20 if big else 12
            self.pages = self._chain(self._number(8 if big else 4, self._wide))
        except (struct.error, IndexError):
            raise ValueError("a damaged TIFF") from None

    def _number(self, at: int, size: int) -> int:
        if at < 0 or at + size > len(self._content):
            raise ValueError("a TIFF that ends too soon")
        return int.from_bytes(
            self._content[at : at + size], "big" if self.order == ">" else "little"
        )

    def _chain(self, at: int) -> tuple[Directory, ...]:
        found: list[Directory] = []
        seen: set[int] = set()
        while at:
            if at in seen or len(seen) > _MOST_DIRECTORIES:
                raise ValueError("directories that lead back to one another")
            seen.add(at)
            found.append(self._directory(at))
            at = self._number(self.end_of(found[-1]), self._wide)
        return tuple(found)

    def end_of(self, directory: Directory) -> int:
        """Give the place where the next directory's is written."""
        return directory.at + self.count_size + len(directory.entries) * self.entry_size

    def _directory(self, at: int) -> Directory:
        entries = []
        for number in range(self._number(at, self.count_size)):
            place = at + self.count_size + number * self.entry_size
            tag, kind = self._number(place, 2), self._number(place + 2, 2)
            count = self._number(place + 4, self._wide)
            size = count * (_SIZES | _BIG_SIZES).get(kind, 1)
            inside = place + 4 + self._wide
            start = inside if size <= self._wide else self._number(inside, self._wide)
            if start + size > len(self._content):
                raise ValueError("a value outside of the file")
            entries.append(Entry(tag, place, (start, start + size), kind))
        return Directory(at, tuple(entries))

    def below(self, entry: Entry) -> Directory | None:
        """Give the directory an EXIF or place field leads to."""
        if entry.tag not in (*_SUBDIRECTORIES, _INTEROPERABILITY):
            return None
        return self._directory(self._number(entry.value[0], entry.value[1] - entry.value[0]))

    def pictures(self) -> list[tuple[int, int]]:
        """Give where the pictures' own bytes are, start and end."""
        spans = []
        for page in self.pages:
            by_tag = {one.tag: one for one in page.entries}
            for starts, lengths in _STRIPS.items():
                if starts in by_tag and lengths in by_tag:
                    pairs = zip(
                        self._numbers(by_tag[starts]), self._numbers(by_tag[lengths]), strict=False
                    )
                    spans += [(start, start + length) for start, length in pairs]
        return spans

    def _numbers(self, entry: Entry) -> list[int]:
        size = (_SIZES | _BIG_SIZES).get(entry.kind, 1)
        return [self._number(at, size) for at in range(*entry.value, size)]
