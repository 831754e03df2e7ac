"""Locks that the operating system takes back when their owner dies, whatever the way it dies."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from pathlib import Path
from types import TracebackType

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_TAKEN = {errno.EACCES, errno.EAGAIN, errno.EDEADLK}
if sys.platform == "win32":
    _TAKEN.add(0)  # what Wine says of a lock that another holds; Windows itself gives EACCES


class FileLock:
    """An exclusive lock on a file of its own, held from :meth:`take` to :meth:`release`.

    Two holders exclude each other even inside one process. The file stays when it is released,
    and goes when it is discarded.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None

    def take(self, *, wait: bool = False) -> bool:
        """Take the lock; give whether it is ours. With ``wait``, stand in line for it.

        Raises:
            OSError: the file cannot be made or locked.
        """
        if self._file is not None:
            return True
        while True:
            file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
            try:
                _lock(file, wait)
                if self._is(file):
                    self._file = file
                    return True
            except OSError as problem:
                os.close(file)
                if problem.errno in _TAKEN:
                    return False
                raise
            # its last holder discarded it between our opening and our locking it
            os.close(file)

    @property
    def held(self) -> bool:
        """Whether the lock is ours."""
        return self._file is not None

    def release(self) -> None:
        """Give the lock back; nothing happens where it is not held."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def discard(self) -> None:
        """Remove the file and give the lock back; nothing happens where it is not held."""
        if self._file is None:
            return
        if sys.platform == "win32":  # an open file cannot be removed there
            self.release()
        with contextlib.suppress(OSError):  # another opened it meanwhile: it is theirs to remove
            self._path.unlink()
        self.release()

    def _is(self, file: int) -> bool:
        """Whether the file we locked is still the one at the path."""
        try:
            there, ours = self._path.stat(), os.fstat(file)
        except FileNotFoundError:
            return False
        return (there.st_ino, there.st_dev) == (ours.st_ino, ours.st_dev)

    def __enter__(self) -> FileLock:
        self.take(wait=True)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.release()


if sys.platform == "win32":

    def _lock(file: int, wait: bool) -> None:
        while True:
            try:
                # LK_LOCK tries for ten seconds and then gives up with EDEADLK
                msvcrt.locking(file, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
            except OSError as problem:
                if not wait or problem.errno not in _TAKEN:
                    raise
            else:
                return

else:

    def _lock(file: int, wait: bool) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
