"""The memory's file: one encrypted record for each thing known, read into memory once.

The list of somebody's correspondents is health data itself: each record is closed with AES-256-GCM
under a key derived from the user's master key, and found by a keyed hash of what it is about.
Several processes may use the file at once; what another one wrote is read at the next look.
"""

from __future__ import annotations

import contextlib
import hmac
import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from pathlib import Path

import msgspec

from sceau.errors import CannotWrite, TryLater, UnreadableInput
from sceau.outbox.cipher import Cipher
from sceau.outbox.database import open_database, transaction
from sceau.review.memory import Given, Known, Memory, Record, not_collected

FILE = "memory.sqlite"

GIVEN_DAYS = 180
"""Days for which a password that was given is recognised."""

_DAY = 86_400
_DAMAGED = "memory-damaged"
_SALT = "salt"
_TABLES = """
CREATE TABLE IF NOT EXISTS record (
    mark BLOB PRIMARY KEY, -- keyed hash of what it is about
    closed BLOB NOT NULL   -- nonce, encrypted record, tag
) WITHOUT ROWID
"""


def today() -> int:
    """Give the day, counted from 1970-01-01 (UTC)."""
    return int(time.time() // _DAY)


class MemoryStore:
    """The memory kept in ``folder``, under the key that ``master`` gives; what was not used for
    ``months`` is forgotten.

    Raises (every method): :class:`UnreadableInput` ``memory-damaged``, :class:`CannotWrite`
    ``memory-not-writable``, :class:`TryLater` ``memory-busy``, and what ``master`` raises.
    """

    def __init__(self, folder: Path, master: Callable[[], bytes], months: int = 24) -> None:
        self._path = folder / FILE
        self._master = master
        self._months = months
        self._memory: Memory | None = None
        self._version = -1
        self._lock = threading.Lock()

    # -- reading ---------------------------------------------------------------------------

    def memory(self) -> Memory:
        """Give what is known, read anew where another process changed it."""
        with self._lock, _told():
            version = self._database.execute("PRAGMA data_version").fetchone()[0]
            if self._memory is None or version != self._version:
                with not_collected():
                    self._memory = self._read()
                self._version = version
            return self._memory

    def _read(self) -> Memory:
        decoder = msgspec.json.Decoder(Record)
        records: list[Record] = []
        old: list[Record] = []
        salt = b""
        for mark, closed in self._database.execute("SELECT mark, closed FROM record"):
            clear = self._cipher.open(closed, mark.hex())
            if mark == self._mark(_SALT, ""):
                salt = clear
                continue
            record = decoder.decode(clear)
            (old if self._is_old(record) else records).append(record)
        if old:
            self._erase(old)
        if not salt:
            salt = self._new_salt()
        return Memory(records, salt=salt)

    def _is_old(self, record: Record) -> bool:
        if isinstance(record, Known) and not record.count:
            return False  # of an address book: it stays until it is forgotten
        days = GIVEN_DAYS if isinstance(record, Given) else self._months * 31
        return record.last < today() - days

    # -- writing ---------------------------------------------------------------------------

    def keep(self, records: Iterable[Record]) -> None:
        """Put these records in the place of those of the same key."""
        memory = self.memory()
        with self._lock, _told():
            kept = tuple(records)
            with transaction(self._database):
                self._database.executemany(
                    "INSERT OR REPLACE INTO record VALUES (?, ?)", map(self._row, kept)
                )
            for one in kept:
                memory.put(one)

    def forget(self, records: Iterable[Record]) -> int:
        """Erase these records; give how many there were."""
        memory = self.memory()
        with self._lock, _told():
            gone = tuple(records)
            self._erase(gone)
            for one in gone:
                memory.drop(one)
            return len(gone)

    def forget_all(self) -> None:
        """Erase everything, damaged or not."""
        try:
            with self._lock, _told():
                with transaction(self._database):
                    self._database.execute("DELETE FROM record")
                self._memory = None
        except UnreadableInput:  # what cannot be read is taken away as a whole
            self.close()
            with _told():
                for ending in ("", "-wal", "-shm"):
                    self._path.with_name(f"{FILE}{ending}").unlink(missing_ok=True)

    def close(self) -> None:
        """Close the file; it is opened again where it is needed."""
        with self._lock:
            database = self.__dict__.pop("_database", None)
            if database is not None:
                database.close()
            self._memory = None

    def _erase(self, records: Iterable[Record]) -> None:
        marks = [(self._mark_of(one),) for one in records]
        with transaction(self._database):
            self._database.executemany("DELETE FROM record WHERE mark = ?", marks)

    def _new_salt(self) -> bytes:
        mark, salt = self._mark(_SALT, ""), os.urandom(16)
        with transaction(self._database):
            self._database.execute(
                "INSERT OR REPLACE INTO record VALUES (?, ?)",
                (mark, self._cipher.close(salt, mark.hex())),
            )
        return salt

    def _row(self, record: Record) -> tuple[bytes, bytes]:
        mark = self._mark_of(record)
        return mark, self._cipher.close(msgspec.json.encode(record), mark.hex())

    def _mark_of(self, record: Record) -> bytes:
        return self._mark(str(record.__struct_config__.tag), record.key)

    def _mark(self, kind: str, key: str) -> bytes:
        what = f"{kind}\0{key}".encode("utf-8", "surrogatepass")
        return hmac.digest(self._marking, what, "sha256")[:16]

    @cached_property
    def _marking(self) -> bytes:
        return hmac.digest(self._master(), b"sceau/memory mark", "sha256")

    @cached_property
    def _cipher(self) -> Cipher:
        return Cipher(self._master(), "memory", damaged=_DAMAGED)

    @cached_property
    def _database(self) -> sqlite3.Connection:
        key = self._master()  # before the file: without the key there is nothing to make it for
        assert key
        database = open_database(self._path, damaged=_DAMAGED)
        database.execute(_TABLES)
        return database


_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_CLOSED = {
    sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PERM,
}  # fmt: skip


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """Turn what SQLite, the disk and a damaged record say into what a person must be told."""
    try:
        yield
    except sqlite3.Error as problem:
        code = getattr(problem, "sqlite_errorcode", 0) & 0xFF
        if code in _BUSY:
            raise TryLater("memory-busy") from problem
        if code in _CLOSED:
            raise CannotWrite("memory-not-writable") from problem
        raise UnreadableInput(_DAMAGED) from problem
    except OSError as problem:
        raise CannotWrite("memory-not-writable") from problem
    except (msgspec.DecodeError, UnicodeDecodeError) as problem:
        raise UnreadableInput(_DAMAGED) from problem
