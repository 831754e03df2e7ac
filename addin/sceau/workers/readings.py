"""What was read in files lately, so that none is read twice between adding it and sending it.

Kept in memory alone, by the SHA-256 of the content: a few files, a few million characters, for a
while after they were last asked for.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections import OrderedDict

from sceau.review.reading.model import FileReading

MOST_FILES = 64
MOST_CHARACTERS = 4_000_000
KEPT_SECONDS = 1800.0
"""Longer than a mail is written for; the text of patients' files does not stay in memory."""

_IN_A_THREAD = 2**20
_Key = tuple[bytes, str]


class Readings:
    """The readings of the last files."""

    def __init__(
        self,
        most_files: int = MOST_FILES,
        most_characters: int = MOST_CHARACTERS,
        seconds: float = KEPT_SECONDS,
    ) -> None:
        self._most_files = most_files
        self._most_characters = most_characters
        self._seconds = seconds
        self._kept: OrderedDict[_Key, tuple[FileReading, asyncio.TimerHandle]] = OrderedDict()
        self._characters = 0

    def __len__(self) -> int:
        return len(self._kept)

    async def key(self, content: bytes, name: str, media_type: str, way: str = "read") -> _Key:
        """Give what a file is known by: its content, whether a PDF was promised, which is all that
        reading heeds of its name, and the ``way`` it is read."""
        is_pdf = name.lower().endswith(".pdf") or media_type.lower() == "application/pdf"
        promised = f"{way} {is_pdf}"
        if len(content) < _IN_A_THREAD:
            return hashlib.sha256(content).digest(), promised
        return (await asyncio.to_thread(hashlib.sha256, content)).digest(), promised

    def known(self, key: _Key) -> FileReading | None:
        """Give what was read in this file, and keep it for longer."""
        found = self._kept.get(key)
        if found is None:
            return None
        self._forget(key)
        self.keep(key, found[0])
        return found[0]

    def keep(self, key: _Key, reading: FileReading) -> None:
        """Keep what was read; the oldest leave for it."""
        self._forget(key)
        if len(reading.text) > self._most_characters:
            return
        timer = asyncio.get_running_loop().call_later(self._seconds, self._forget, key)
        self._kept[key] = (reading, timer)
        self._characters += len(reading.text)
        while len(self._kept) > self._most_files or self._characters > self._most_characters:
            self._forget(next(iter(self._kept)))

    def clear(self) -> None:
        """Keep nothing any more."""
        for key in tuple(self._kept):
            self._forget(key)

    def _forget(self, key: _Key) -> None:
        found = self._kept.pop(key, None)
        if found is not None:
            found[1].cancel()
            self._characters -= len(found[0].text)
