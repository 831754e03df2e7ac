"""The journal's file: records appended one by one, by as many processes as there are."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path

import msgspec

from sceau.aftercare.journal import chain
from sceau.aftercare.journal.chain import Verified
from sceau.aftercare.journal.entry import Entry, Head
from sceau.aftercare.journal.marks import JournalKeys
from sceau.errors import CannotWrite, SceauError, UnreadableInput
from sceau.filelock import FileLock

FILE = "journal.jsonl"
_HEAD = "journal.head"
_LOCK = "journal.lock"
_STEP = 64 * 1024  # bytes read at once, going back to where the last record begins


class Journal:
    """The journal of a state ``folder``. ``master`` gives the user's key, at the first record."""

    def __init__(self, folder: Path, master: Callable[[], bytes]) -> None:
        self._folder = folder
        self._master = master

    @cached_property
    def keys(self) -> JournalKeys:
        """The keys. Raises what ``master`` raises."""
        return JournalKeys(self._master())

    def note(self, entry: Entry) -> bool:
        """Add a record; give whether it stands. A mail does not wait for its journal: whoever
        writes tells the person, and ``sceau doctor`` finds it too."""
        try:
            self.add(entry)
        except SceauError:  # told by whoever asked; the journal has nobody to tell
            return False
        return True

    def add(self, entry: Entry) -> None:
        """Add a record and bring it to the disk.

        What a process left unfinished at the end is taken away first: it never was a record.
        Raises :class:`CannotWrite` ``journal-refused``, and what the keys raise.
        """
        keys = self.keys
        try:
            with FileLock(self._folder / _LOCK):
                file = os.open(self._folder / FILE, os.O_RDWR | os.O_CREAT | _BINARY, 0o600)
                try:
                    earlier, before = self._ends(file)
                    # a head more than one record behind would look like a journal cut short
                    self._move_head(earlier, before)
                    whole = chain.line(entry, before, keys) + b"\n"
                    if os.write(file, whole) != len(whole):
                        raise OSError
                    os.fsync(file)
                finally:
                    os.close(file)
                with contextlib.suppress(OSError):  # the record stands; the next one sees to it
                    self._move_head(before, chain.head_of(whole))
        except OSError as refused:
            raise CannotWrite("journal-refused") from refused

    def entries(self) -> Iterator[Entry]:
        """Give the records, oldest first. Raises :class:`UnreadableInput` ``journal-damaged`` where
        one cannot be read."""
        for raw in self._lines():
            try:
                yield chain.entry_of(raw)
            except (msgspec.DecodeError, UnicodeDecodeError):
                raise UnreadableInput("journal-damaged") from None

    def verify(self) -> Verified:
        """Say how far the chain holds."""
        with FileLock(self._folder / _LOCK):
            return chain.verify(self._lines(), self._head(), self.keys)

    def _lines(self) -> Iterator[bytes]:
        """Give the lines that are whole."""
        try:
            with (self._folder / FILE).open("rb") as file:
                for raw in file:
                    if raw.endswith(b"\n"):
                        yield raw[:-1]
        except FileNotFoundError:
            return
        except OSError as refused:
            raise UnreadableInput("journal-damaged") from refused

    def _ends(self, file: int) -> tuple[Head, Head]:
        """Give the heads of the last record but one and of the last, after which the next one
        comes, and place the file there."""
        end = _after_line_end(file, os.lseek(file, 0, os.SEEK_END))
        os.ftruncate(file, end)
        begin = _after_line_end(file, end - 1)
        earlier = self._head_at(file, _after_line_end(file, begin - 1), begin)
        last = self._head_at(file, begin, end)
        os.lseek(file, end, os.SEEK_SET)
        return earlier, last

    def _head_at(self, file: int, begin: int, end: int) -> Head:
        if begin == end:
            return chain.NONE
        try:
            return chain.head_of(_read(file, begin, end))
        except (msgspec.DecodeError, UnicodeDecodeError):
            # A damaged record is not repaired and not hidden: verifying stops there.
            return self._head()

    def _head(self) -> Head:
        try:
            raw = (self._folder / _HEAD).read_bytes()
        except FileNotFoundError:
            return chain.NONE
        return chain.read_head(raw, self.keys)

    def _move_head(self, one: Head, following: Head) -> None:
        """Move the head from ``one`` to the record that follows it. Any other head says that
        records are missing, and is left as it is: it goes on saying so."""
        if self._head() != one or following == one:
            return
        passing = self._folder / f"{_HEAD}.new"
        file = os.open(passing, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | _BINARY, 0o600)
        try:
            os.write(file, msgspec.json.encode(chain.proven(following, self.keys)))
            os.fsync(file)
        finally:
            os.close(file)
        passing.replace(self._folder / _HEAD)


def _after_line_end(file: int, end: int) -> int:
    """Give the place behind the last line end before ``end``; 0 where there is none."""
    while end > 0:
        start = max(0, end - _STEP)
        found = _read(file, start, end).rfind(b"\n")
        if found >= 0:
            return start + found + 1
        end = start
    return 0


def _read(file: int, begin: int, end: int) -> bytes:
    os.lseek(file, begin, os.SEEK_SET)
    found = b""
    while len(found) < end - begin and (piece := os.read(file, end - begin - len(found))):
        found += piece
    return found


_BINARY = getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
