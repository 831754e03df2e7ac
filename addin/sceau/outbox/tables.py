"""The tables of the outbox on disk, and how an older layout becomes this one.

Contents have a table of their own: SQLite writes a whole row anew for every change of it, and a
state changes ten times on a mail's way. They stand there in pieces: SQLite copies
what is put into a row several times in memory.
"""

from __future__ import annotations

import sqlite3

from sceau.errors import WrongSettings

SCHEMA = 3
CLAIMED = -1
"""The number under which the claimed bytes stand among the contents of the transmissions."""
COMPLETED = -2
"""The number under which stand the claimed bytes with what the sender added in the window."""

_TABLES = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT;
CREATE TABLE held (
  id TEXT PRIMARY KEY, state TEXT NOT NULL, ended INTEGER NOT NULL DEFAULT 0,
  created REAL NOT NULL, changed REAL NOT NULL, details BLOB) STRICT;
CREATE TABLE leg (
  held TEXT NOT NULL REFERENCES held (id), number INTEGER NOT NULL, leg TEXT NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0, begun REAL NOT NULL DEFAULT 0,
  recipients INTEGER NOT NULL, message_hash TEXT NOT NULL,
  envelope BLOB, answer BLOB, PRIMARY KEY (held, number)) STRICT;
CREATE TABLE journal (
  number INTEGER PRIMARY KEY, held TEXT NOT NULL, at REAL NOT NULL, step TEXT NOT NULL,
  moment TEXT NOT NULL, leg INTEGER NOT NULL) STRICT;
CREATE INDEX unended ON held (created) WHERE ended = 0;
CREATE INDEX by_message ON leg (message_hash)
"""
_CONTENT = """
CREATE TABLE content (
  held TEXT NOT NULL REFERENCES held (id), number INTEGER NOT NULL, piece INTEGER NOT NULL,
  content BLOB NOT NULL, PRIMARY KEY (held, number, piece)) STRICT
"""
_FROM_1 = f"""
INSERT INTO content SELECT id, {CLAIMED}, 0, content FROM held WHERE content IS NOT NULL;
INSERT INTO content SELECT held, number, 0, content FROM leg WHERE content IS NOT NULL;
UPDATE held SET content = NULL;
UPDATE leg SET content = NULL
"""  # noqa: S608 - a number of ours
_BEFORE_3 = "ALTER TABLE content RENAME TO whole"
_FROM_2 = """
INSERT INTO content SELECT held, number, 0, content FROM whole;
DROP TABLE whole
"""


def lay_out(database: sqlite3.Connection) -> bool:
    """Make the tables, or bring those of an older Sceau up to date; within a transaction. Give
    whether they are new.

    Raises:
        WrongSettings: a newer Sceau made them.
    """
    version: int = database.execute("PRAGMA user_version").fetchone()[0]
    if version > SCHEMA:
        raise WrongSettings("outbox-newer")
    if version == SCHEMA:
        return False
    before = {0: _TABLES, 1: "", 2: _BEFORE_3}[version]
    after = {0: "", 1: _FROM_1, 2: _FROM_2}[version]
    for statement in (*before.split(";"), _CONTENT, *after.split(";")):
        database.execute(statement)
    database.execute(f"PRAGMA user_version = {SCHEMA}")
    return version == 0
