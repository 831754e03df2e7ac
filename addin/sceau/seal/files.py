"""Files on disk, as the command line reads sources and writes sealed copies."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import secrets
import shutil
import stat
import sys
from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import BinaryIO

from sceau.errors import CannotWrite, MissingInput, SceauError, UnreadableInput
from sceau.phrases import phrase, say
from sceau.seal.entries import Entry
from sceau.seal.limits import LARGEST_FILE

_NAME_BYTES = 255
_CHUNK = 2**20
_WRITE_REASONS = {
    errno.EEXIST: "already-there",
    errno.ENOSPC: "disk-full",
    errno.EDQUOT: "disk-full",
    errno.EFBIG: "disk-full",
    errno.EACCES: "folder-read-only",
    errno.EPERM: "folder-read-only",
    errno.EROFS: "folder-read-only",
    errno.ENAMETOOLONG: "name-too-long",
    errno.ENOENT: "no-folder",
    errno.ENOTDIR: "no-folder",
}
_NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EXDEV}


def sealed_name(name: str, ending: str, language: str = "fr") -> str:
    """Give the name of the sealed copy: « Compte rendu (chiffré).pdf ».

    ``ending`` is the sealed copy's own (:attr:`Sealed.ending`), in the place of the source's.
    Shortened to the 255 bytes file systems take, at a whole character, the ending kept.
    """
    return named_after("seal.file-name", name, ending, language)


def named_after(key: str, name: str, ending: str, language: str) -> str:
    """Give the name of a copy of ``name``, as the sentence ``key`` of the catalogue (with its
    places ``stem`` and ``suffix``) makes it; otherwise as :func:`sealed_name`."""
    path = PurePath(name)
    old = path.suffix if len(path.suffix) <= 16 else ""
    stem = name[: len(name) - len(old)] if old else name
    # « Bilan.PDF » stays so
    suffix = old if old.lower() == ending.lower() else ending
    while stem:
        made = say(phrase(key, stem=stem, suffix=suffix), language)
        if len(made.encode("utf-8", "surrogateescape")) <= _NAME_BYTES:
            return made
        stem = stem[:-1]
    return say(phrase(key, stem="", suffix=suffix), language).strip()


def is_folder(path: Path) -> bool:
    """Tell whether there is such a folder; a machine that no longer answers has none."""
    try:
        return path.is_dir()
    except OSError:
        return False


def read_source(path: Path) -> bytes:
    """Give the bytes of a file to be read or sealed.

    Raises :class:`MissingInput` ``no-such-file``, ``not-readable``; :class:`UnreadableInput`
    ``is-a-folder``, ``not-a-file`` (a pipe, a socket, a device: never waited for),
    ``empty-file``, ``too-large``, ``read-failed`` (the disk), ``changed-while-read``.
    """
    try:
        _require_file(path.stat())
        # a pipe put in its place since then must not be waited for either
        source = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | _BINARY)
    except (OSError, ValueError) as failure:
        raise _unread(failure, path) from None
    try:
        with os.fdopen(source, "rb") as file:
            before = os.fstat(source)
            _require_file(before)
            content = file.read(LARGEST_FILE + 1)
            _require_same(before, os.fstat(source))
    except OSError as failure:
        raise _unread(failure, path) from None
    if not content:
        raise UnreadableInput("empty-file")
    if len(content) > LARGEST_FILE:
        raise UnreadableInput("too-large", limit=LARGEST_FILE // 2**20)
    return content


def entry_of(path: Path) -> Entry:
    """Give a file to be read piece by piece, however large. Raises what :func:`read_source` raises,
    ``too-large`` aside; its every reading does, and ``changed-while-read`` where it is no longer
    the file that was first seen."""
    with _Watched(path, None) as source:
        first = source.seen
    if not first.st_size:
        raise UnreadableInput("empty-file")
    return Entry(path.name, first.st_size, lambda: _Watched(path, first))


class _Watched(io.FileIO):
    """A file that must not change from its first opening to the end of its last reading."""

    def __init__(self, path: Path, first: os.stat_result | None) -> None:
        try:
            _require_file(path.stat())
            flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | _BINARY
            super().__init__(path, "rb", opener=lambda name, _: os.open(name, flags))
        except (OSError, ValueError) as failure:
            raise _unread(failure, path) from None
        self.seen = os.fstat(self.fileno())
        _require_file(self.seen)
        if first is not None:
            _require_same(first, self.seen)

    def read(self, size: int | None = -1, /) -> bytes:
        """Give at most ``size`` bytes. Raises :class:`UnreadableInput` ``read-failed``, and
        ``changed-while-read`` at the end."""
        try:
            piece = super().read(-1 if size is None else size)
        except OSError:
            raise UnreadableInput("read-failed") from None
        if not piece:
            _require_same(self.seen, os.fstat(self.fileno()))
        return piece or b""


def _require_same(before: os.stat_result, now: os.stat_result) -> None:
    if (before.st_ino, before.st_size, before.st_mtime_ns) != (
        now.st_ino,
        now.st_size,
        now.st_mtime_ns,
    ):
        raise UnreadableInput("changed-while-read")


_BINARY = getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


def _require_file(found: os.stat_result) -> None:
    if stat.S_ISDIR(found.st_mode):
        raise UnreadableInput("is-a-folder")
    if not stat.S_ISREG(found.st_mode):
        raise UnreadableInput("not-a-file")


def _unread(failure: OSError | ValueError, path: Path) -> SceauError:
    number = failure.errno if isinstance(failure, OSError) else None
    # Windows says EACCES for a folder, too
    if number == errno.EISDIR or (number == errno.EACCES and path.is_dir()):
        return UnreadableInput("is-a-folder")
    if number in (errno.EACCES, errno.EPERM):
        return MissingInput("not-readable")
    if number in (errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG, errno.ELOOP, None):
        return MissingInput("no-such-file")
    return UnreadableInput("read-failed")


def write_new(target: Path, content: bytes) -> None:
    """Write ``content`` as a new file, whole or not at all; never over another.

    Raises what :func:`new_file` raises.
    """
    view = memoryview(content)
    with new_file(target) as file:
        for at in range(0, len(view), _CHUNK):
            file.write(view[at : at + _CHUNK])


@contextlib.contextmanager
def new_file(target: Path) -> Iterator[BinaryIO]:
    """Write a new file, whole or not at all; never over another.

    It is written beside its place under a passing name, brought to
    disk at the end of the block, then given its name in one step that fails where there is one
    already. Raises :class:`CannotWrite` ``already-there``, ``disk-full``, ``folder-read-only``,
    ``name-too-long``, ``no-folder``, ``write-failed``; nothing is left behind then, nor where the
    block raises.
    """
    passing = target.parent / f".sceau-{secrets.token_hex(8)}"
    try:
        if target.is_symlink() or target.exists():
            raise CannotWrite("already-there")
        try:
            created = os.open(passing, os.O_RDWR | os.O_CREAT | os.O_EXCL | _BINARY, 0o666)
            with os.fdopen(created, "w+b") as file:
                yield file
                file.flush()
                os.fsync(created)
            _give_name(passing, target)
            _sync_folder(target.parent)
        finally:
            with contextlib.suppress(FileNotFoundError):
                passing.unlink()
    except (OSError, ValueError) as failure:
        number = failure.errno if isinstance(failure, OSError) else None
        raise CannotWrite(_WRITE_REASONS.get(number or 0, "write-failed")) from None


def _give_name(passing: Path, target: Path) -> None:
    if sys.platform == "win32":
        passing.rename(target)  # fails where the target exists
        return
    try:
        os.link(passing, target)
    except OSError as failure:
        if failure.errno not in _NO_LINKS:
            raise
        # a file system without hard links (FAT): the name is taken first, then filled
        _fill(target, passing)


def _fill(target: Path, source: Path) -> None:
    """Create ``target``, which must not exist, and bring what ``source`` holds to the disk."""
    created = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o666)
    try:
        with os.fdopen(created, "wb") as file, source.open("rb") as made:
            shutil.copyfileobj(made, file, _CHUNK)
            file.flush()
            os.fsync(created)
    except BaseException:
        target.unlink()
        raise


def _sync_folder(folder: Path) -> None:
    if sys.platform == "win32":
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    except OSError as failure:
        # some network file systems do not bring a folder to disk, and need not
        if failure.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(opened)
