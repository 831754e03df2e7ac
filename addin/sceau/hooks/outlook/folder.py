"""The folder through which files go into Outlook and come out of it: of this user alone, and empty
but while one is on its way.

Outlook gives and takes attachments as files only (``SaveAsFile``, ``Attachments.Add``).
"""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sceau.filelock import FileLock

_LOCK = ".lock"
_BLOCK = bytes(1 << 20)


class PrivateFolder:
    """A folder below ``parent``, made for the life of this object. What an earlier run left behind
    there is taken away first; what another one of this user has there now is not (two sessions on
    a server, the sink beside the door): each holds the lock that has its folder's name."""

    def __init__(self, parent: Path) -> None:
        base = parent / "outlook"
        base.mkdir(mode=0o700, parents=True, exist_ok=True)
        for left in {base / one.name.removesuffix(_LOCK) for one in base.iterdir()}:
            _take_away(left, FileLock(base / f"{left.name}{_LOCK}"))
        # the lock before the folder: nobody ever sees ours without it
        name = secrets.token_hex(8)
        self._lock = FileLock(base / f"{name}{_LOCK}")
        if not self._lock.take():
            raise OSError(errno.EAGAIN, "the name is taken")
        # On Windows a folder has its parent's owner and list of rights: %LOCALAPPDATA% is open to
        # this user, the system and the administrators.
        self._path = base / name
        self._path.mkdir(mode=0o700)

    @contextmanager
    def place(self, name: str) -> Iterator[Path]:
        """Give the path of a file of this name, alone in a folder of its own; whatever stands
        there at the end is overwritten and taken away."""
        room = Path(tempfile.mkdtemp(dir=self._path))
        try:
            yield room / name
        finally:
            _wipe_tree(room)

    def close(self) -> None:
        """Take everything away."""
        _wipe_tree(self._path)
        self._lock.discard()


def _take_away(left: Path, lock: FileLock) -> None:
    """Take away what a run left that is no more; it gave its lock back when it ended."""
    with suppress(OSError):
        if lock.take():
            _wipe_tree(left)
            lock.discard()


def _wipe_tree(path: Path) -> None:
    for file in path.rglob("*") if path.is_dir() else [path]:
        if file.is_file() and not file.is_symlink():
            with suppress(OSError):  # a file another program holds: removed below, or next time
                _wipe(file)
    shutil.rmtree(path, ignore_errors=True)


def _wipe(file: Path) -> None:
    """Overwrite a file where it stands. A disk that writes elsewhere keeps the old blocks all the
    same: that is what the encryption of the disk is for."""
    file.chmod(0o600)
    with file.open("r+b", buffering=0) as content:
        left = file.stat().st_size
        while left > 0:
            left -= content.write(_BLOCK[:left])
        os.fsync(content.fileno())
    file.unlink()
