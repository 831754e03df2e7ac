"""The database file itself: opened so that a commit is durable, failing in plain words."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from sceau.errors import CannotWrite, SceauError, TryLater, UnreadableInput

_WAIT = 10.0  # seconds for another process's transaction
_PAGES = 16384
"""Pages (of 4 KiB) that may wait in the log before a commit moves them into the file itself."""


def open_database(path: Path, *, damaged: str = "outbox-damaged") -> sqlite3.Connection:
    """Give a connection to the database of ``path``, made where it is not there.

    The folder is made 0700 and the file 0600; SQLite gives -wal and -shm the file's own mode.
    ``synchronous=FULL`` makes a commit return only once it is on the disk; ``secure_delete``
    overwrites what is erased.

    Raises:
        UnreadableInput: the file is damaged, or is no database; ``damaged`` is the reason told.
        sqlite3.Error, OSError: it cannot be opened; :func:`told` says so to people.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    database = sqlite3.connect(path, timeout=_WAIT, isolation_level=None, check_same_thread=False)
    try:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = FULL")
        # a mail that leaves is written once before, not twice: see :func:`settled`
        database.execute(f"PRAGMA wal_autocheckpoint = {_PAGES}")
        database.execute("PRAGMA secure_delete = ON")
        database.execute("PRAGMA temp_store = MEMORY")
        database.execute("PRAGMA foreign_keys = ON")
        if database.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise UnreadableInput(damaged)
    except BaseException:
        database.close()
        raise
    return database


@contextlib.contextmanager
def transaction(database: sqlite3.Connection) -> Iterator[None]:
    """Make everything inside durable together, or nothing of it."""
    database.execute("BEGIN IMMEDIATE")
    try:
        yield
        database.execute("COMMIT")
    except BaseException:
        # SQLite may have rolled back by itself (disk full): then there is nothing to undo
        if database.in_transaction:
            database.execute("ROLLBACK")
        raise


def settled(database: sqlite3.Connection) -> None:
    """Move what waits in the log into the file, as far as no other process reads it just now."""
    database.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()


_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT}
_DISK = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR}
_CLOSED = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM}
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


@contextlib.contextmanager
def told() -> Iterator[None]:
    """Turn what SQLite and the disk say into what a person must be told."""
    try:
        yield
    except sqlite3.Error as problem:
        code = getattr(problem, "sqlite_errorcode", 0) & 0xFF
        if code in _DAMAGED:
            raise UnreadableInput("outbox-damaged") from problem
        if code in _DISK:
            raise CannotWrite("outbox-disk") from problem
        if code in _CLOSED:
            raise CannotWrite("outbox-not-writable") from problem
        if code in _BUSY:
            raise TryLater("outbox-busy") from problem
        raise SceauError("outbox-failed") from problem
    except OSError as problem:
        raise CannotWrite("outbox-not-writable") from problem
