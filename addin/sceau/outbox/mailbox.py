"""The embedded mailbox: a Maildir++ with the folders Drafts, Sent and Outbox.

The layout is Maildir++ (the top folder is the inbox, ``.Drafts`` and the like beside ``new``,
``cur`` and ``tmp``), so that Dovecot, mutt or Python's ``mailbox`` can open it. Contents are kept
byte for byte with their CRLF. Other programs may read, mark, move and remove mails at any moment,
and what they leave there is neither read as a mail nor touched.
"""

from __future__ import annotations

import contextlib
import email.parser
import email.policy
import errno
import os
import sys
import time
import uuid
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

from sceau.errors import CannotWrite, MissingInput

INFO = "!2," if sys.platform == "win32" else ":2,"
"""What stands before a mail's marks; a colon cannot stand in a Windows file name."""

_HEADER_BYTES = 256 * 1024  # as much of a mail as is read for its Message-ID
_TRIES = 5  # a mail that another program marks meanwhile changes its name


class Folder(StrEnum):
    """The folders, by the name of their place in the Maildir."""

    DRAFTS = ".Drafts"
    SENT = ".Sent"
    OUTBOX = ".Outbox"


class Mailbox:
    """The mailbox in the folder ``root`` (made where it is not there, 0700).

    A mail's *key* is its file name without the marks. Every change is on the disk when its method
    returns.

    Raises (every method): CannotWrite (no place, no right), MissingInput (no such mail).
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        with _told():
            for folder in (root, *(root / one for one in Folder)):
                for part in (folder, *(folder / name for name in ("tmp", "new", "cur"))):
                    part.mkdir(parents=True, exist_ok=True, mode=0o700)
                if folder != root:
                    (folder / "maildirfolder").touch(mode=0o600)

    def keys(self, folder: Folder) -> list[str]:
        """Give the keys of the mails in ``folder``, oldest first."""
        with _told():
            found = sorted(self._files(folder), key=lambda file: (_changed(file), file.name))
        return list(dict.fromkeys(_key(file) for file in found))

    def read(self, folder: Folder, key: str) -> bytes:
        """Give a mail's bytes."""
        for _ in range(_TRIES):
            with _told(), contextlib.suppress(FileNotFoundError):
                return self._find(folder, key).read_bytes()
        raise MissingInput("mail-not-there")

    def has(self, folder: Folder, key: str) -> bool:
        """Whether ``folder`` holds this mail."""
        with _told():
            return any(_key(file) == key for file in self._files(folder))

    def add_draft(self, content: bytes) -> str:
        """Put a new mail into Drafts; give its key."""
        key = f"{time.time_ns()}.{uuid.uuid4().hex}.sceau"
        self._deliver(Folder.DRAFTS, key, content, "D")
        return key

    def file_sent(
        self, content: bytes, key: str, message_id: str = "", *, again: bool = False
    ) -> bool:
        """Put a copy of what left into Sent under ``key``; give whether it was not there yet.

        The same key is filed once, however often this is called.
        """
        if self.has(Folder.SENT, key):
            return False
        self._deliver(Folder.SENT, key, content, "S")
        return True

    def sent_since(self, message_id: str, moment: float) -> bool:
        """Whether Sent holds a mail with this Message-ID that came there at ``moment`` (seconds
        since the epoch) or later."""
        wanted = message_id.strip()
        with _told():
            for file in self._files(Folder.SENT):
                if _changed(file) >= moment and _message_id(file) == wanted:
                    return True
        return False

    def claim_draft(self, key: str, held: str) -> None:
        """Move a draft to Outbox, for the held mail ``held``: of several who try at once exactly
        one succeeds, the others get MissingInput.

        The move is one ``rename`` (POSIX: atomic); the name in Outbox is ``held``, so that nobody
        takes another's claim for their own.
        """
        for _ in range(_TRIES):
            with _told(), contextlib.suppress(FileNotFoundError):
                draft = self._find(Folder.DRAFTS, key)
                draft.rename(self._folder(Folder.OUTBOX) / "cur" / (held + INFO))
                self._settle(Folder.OUTBOX, Folder.DRAFTS)
                return
        raise MissingInput("draft-not-there")

    def replace_claimed(self, held: str, content: bytes) -> None:
        """Put ``content`` in the place of a claimed draft, or back where it is gone."""
        with _told():
            claimed = self._named(Folder.OUTBOX, held)
            if claimed:
                self._write(Folder.OUTBOX, held, content).replace(claimed[0])
                self._settle(Folder.OUTBOX)
                return
        self._deliver(Folder.OUTBOX, held, content, "")

    def put_back(self, key: str, held: str) -> bool:
        """Move a claimed draft back to Drafts, bytes untouched; give whether it was there."""
        for _ in range(_TRIES):
            with _told():
                claimed = self._named(Folder.OUTBOX, held)
                if not claimed:
                    return False
                # another program may have put a mail of the same name there meanwhile
                name = f"{held}.{key}" if self.has(Folder.DRAFTS, key) else key
                with contextlib.suppress(FileNotFoundError):
                    claimed[0].rename(self._folder(Folder.DRAFTS) / "cur" / f"{name}{INFO}D")
                    self._settle(Folder.DRAFTS, Folder.OUTBOX)
                    return True
        return False

    def remove_claimed(self, held: str) -> None:
        """Remove a claimed draft; nothing happens where it is gone already."""
        with _told():
            for file in self._named(Folder.OUTBOX, held):
                file.unlink(missing_ok=True)
            self._settle(Folder.OUTBOX)

    def _deliver(self, folder: Folder, key: str, content: bytes, marks: str) -> None:
        with _told():
            written = self._write(folder, key, content)
            written.rename(self._folder(folder) / "cur" / f"{key}{INFO}{marks}")
            self._settle(folder)

    def _write(self, folder: Folder, key: str, content: bytes) -> Path:
        path = self._folder(folder) / "tmp" / f"{key}.{uuid.uuid4().hex}"
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o600)
        try:
            with os.fdopen(file, "wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        return path

    def _settle(self, *folders: Folder) -> None:
        """Make renames durable: the folder's own entry must reach the disk too."""
        if sys.platform == "win32":
            return
        for folder in folders:
            for part in ("cur", "new"):
                descriptor = os.open(self._folder(folder) / part, os.O_RDONLY)
                try:
                    os.fsync(descriptor)
                finally:
                    os.close(descriptor)

    def _folder(self, folder: Folder) -> Path:
        return self.root / folder

    def _files(self, folder: Folder) -> Iterator[Path]:
        for part in ("new", "cur"):
            with os.scandir(self._folder(folder) / part) as entries:
                for entry in entries:
                    # mails are plain files: no folders, no links that lead elsewhere
                    if not entry.name.startswith(".") and entry.is_file(follow_symlinks=False):
                        yield Path(entry.path)

    def _named(self, folder: Folder, key: str) -> list[Path]:
        with _told():
            return [file for file in self._files(folder) if _key(file) == key]

    def _find(self, folder: Folder, key: str) -> Path:
        found = self._named(folder, key)
        if not found:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
        return found[0]


_BINARY = getattr(os, "O_BINARY", 0)
_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}


def _key(file: Path) -> str:
    return file.name.partition(INFO)[0]


def _changed(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except FileNotFoundError:
        return 0.0


def _message_id(file: Path) -> str:
    try:
        with file.open("rb") as stream:
            head = stream.read(_HEADER_BYTES)
    except (FileNotFoundError, PermissionError):
        return ""
    parsed = email.parser.BytesHeaderParser(policy=email.policy.compat32).parsebytes(head)
    return "".join(str(parsed.get("Message-ID", "")).split())


@contextlib.contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        full = problem.errno in _FULL
        raise CannotWrite("mailbox-full" if full else "mailbox-not-writable") from problem
