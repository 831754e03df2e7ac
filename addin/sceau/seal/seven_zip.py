"""Sealing any files as a 7z archive with AES-256, their names and sizes hidden too.

Opened by 7-Zip, Keka, PeaZip and WinRAR; by no system alone. What the format gives, and what not:

- the content is encrypted with AES-256 in CBC mode; the list of files too, so that without the
  password there is nothing to see but how large the whole is;
- the key comes of the password by 2^19 rounds of SHA-256, without a salt that counts, some 30,000
  guesses a second on one graphics card;
- there is no authentication, but a CRC-32 of each file, encrypted with the list: it finds a damaged
  archive, not a forged one.

What shrinks is compressed by LZMA2, what does not is stored: an archive of photos takes a fiftieth
of the time. How long LZMA2 looks is what ``7zz -mx=3`` does: of a table, a third of the time that
the library's preset takes, and a smaller archive; of prose the same. Read and written piece by
piece.
"""

from __future__ import annotations

import contextlib
import io
import secrets
from collections.abc import Sequence
from typing import Any, BinaryIO

import py7zr
from py7zr.exceptions import PasswordRequired
from py7zr.io import BytesIOFactory, Py7zIO, WriterFactory

from sceau.errors import PasswordRefused, SealRefused
from sceau.phrases import phrase
from sceau.review.reading.model import Opening
from sceau.review.reading.seven_zip import faults, read_7z
from sceau.seal.entries import Entry, exactly, in_memory, own_names, shrinks
from sceau.seal.limits import LARGEST_FILE
from sceau.seal.passwords import check_bytes
from sceau.seal.sealed import Opened, Sealed
from sceau.seal.seven_zip_aes import forget_keys, use
from sceau.seal.zip import Told

ALGORITHM = "AES-256 (7z)"

_COPY: list[dict[str, Any]] = [{"id": py7zr.FILTER_COPY}, {"id": py7zr.FILTER_CRYPTO_AES256_SHA256}]
_LZMA: list[dict[str, Any]] = [
    {"id": py7zr.FILTER_LZMA2, "preset": 3, "depth": 4, "nice_len": 32},
    {"id": py7zr.FILTER_CRYPTO_AES256_SHA256},
]
_FAULTS: tuple[type[Exception], ...] = (PasswordRequired, *faults())

use()


def seal_files_7z(files: Sequence[tuple[str, bytes]], password: str) -> Sealed:
    """Put files (name, content) into one archive that only ``password`` opens, and verify it.

    Raises :class:`SealRefused` ``empty-file``, ``too-large``, ``not-verified``, and
    :class:`PasswordRefused` for a password readers would not take.
    """
    if sum(len(content) for _, content in files) > LARGEST_FILE:
        raise SealRefused("too-large", limit=LARGEST_FILE // 2**20)
    out = io.BytesIO()
    write_7z([in_memory(name, content) for name, content in files], out, password)
    return sealed_7z(out.getvalue())


def sealed_7z(content: bytes) -> Sealed:
    """Say of an archive that was written and proven how it is sealed."""
    return Sealed(
        content=content,
        format="7z",
        algorithm=ALGORITHM,
        ending=".7z",
        media_type="application/x-7z-compressed",
        notes=(phrase("seal.note.7z"),),
    )


def write_7z(
    entries: Sequence[Entry], target: BinaryIO, password: str, told: Told = lambda _: None
) -> None:
    """Write an archive of ``entries`` to ``target``, which can be read and moved about in, and
    verify it. Raises what :func:`seal_files_7z` raises, ``too-large`` aside."""
    check_bytes(password)
    if not all(one.size for one in entries):
        raise SealRefused("empty-file")
    names = own_names([one.name for one in entries])
    filters = _LZMA if any(shrinks(one) for one in entries) else _COPY
    try:
        _write(entries, names, filters, target, password, told)
        _prove(entries, names, target, password, told)
    finally:
        forget_keys()


def _write(
    entries: Sequence[Entry],
    names: Sequence[str],
    filters: list[dict[str, Any]],
    target: BinaryIO,
    password: str,
    told: Told,
) -> None:
    with py7zr.SevenZipFile(
        target, "w", password=password, filters=filters, header_encryption=True
    ) as archive:
        for entry, name in zip(entries, names, strict=True):
            with entry.opened() as source:
                archive.writef(_Told(source, told), name)


def unseal_7z(content: bytes, password: str) -> Opened:
    """Take the files out of a sealed archive, the first one foremost.

    Raises :class:`PasswordRefused` ``wrong-password``; :class:`SealRefused` ``not-sealed`` where
    it opens without a password, ``damaged-archive``, ``too-large``.
    """
    found = read_7z(content)
    if found.damaged:
        raise SealRefused("damaged-archive")
    if found.opening is not Opening.PASSWORD:
        raise SealRefused("not-sealed")
    try:
        files = _taken_out(content, password)
    except _FAULTS:
        raise PasswordRefused("wrong-password") from None
    finally:
        forget_keys()
    if not files:
        raise SealRefused("damaged-archive")
    return Opened(content=files[0].content, name=files[0].name, others=tuple(files[1:]))


def _taken_out(content: bytes, password: str) -> list[Opened]:
    with py7zr.SevenZipFile(io.BytesIO(content), "r", password=password) as archive:
        listed = [one for one in archive.list() if not one.is_directory]
        if sum(one.uncompressed for one in listed) > LARGEST_FILE:
            raise SealRefused("too-large", limit=LARGEST_FILE // 2**20)
        factory = BytesIOFactory(LARGEST_FILE)
        archive.extractall(factory=factory)
    return [
        Opened(content=factory.products[one.filename].read(), name=one.filename) for one in listed
    ]


def _names(file: BinaryIO, password: str | None) -> list[str] | None:
    """Give the names in an archive; none where it does not tell them."""
    try:
        with py7zr.SevenZipFile(file, "r", password=password) as archive:
            return list(archive.getnames())
    except _FAULTS:
        return None


def _prove(
    entries: Sequence[Entry], names: Sequence[str], target: BinaryIO, password: str, told: Told
) -> None:
    """Read the archive again and compare each file with its source, which is read again too;
    without the password not even a name is told."""
    for wrong in (None, secrets.token_urlsafe(16)):
        target.seek(0)
        if _names(target, wrong) is not None:
            raise SealRefused("not-verified")
    by_name = dict(zip(names, entries, strict=True))
    target.seek(0)
    with contextlib.ExitStack() as opened:
        factory = _Comparing(by_name, opened, told)
        try:
            with py7zr.SevenZipFile(target, "r", password=password) as archive:
                if archive.getnames() != list(names):
                    raise SealRefused("not-verified")
                archive.extractall(factory=factory)
        except _FAULTS:
            raise SealRefused("not-verified") from None
        if set(factory.made) != set(names) or not all(
            one.is_whole for one in factory.made.values()
        ):
            raise SealRefused("not-verified")


class _Told(io.BufferedIOBase):
    """A source that tells how much of it was read."""

    def __init__(self, source: BinaryIO, told: Told) -> None:
        self._source = source
        self._told = told

    def read(self, size: int | None = -1, /) -> bytes:
        piece = self._source.read(-1 if size is None else size)
        self._told(len(piece))
        return piece

    def seek(self, at: int, whence: int = 0, /) -> int:
        return self._source.seek(at, whence)

    def tell(self) -> int:
        return self._source.tell()


class _Same(Py7zIO):
    """What takes a file out of an archive and keeps nothing of it but whether it is its source."""

    def __init__(self, source: BinaryIO, told: Told) -> None:
        self._source = source
        self._same = True
        self._size = 0
        self._told = told
        self.is_whole = False

    def close(self) -> None:
        self.is_whole = self._same and not self._source.read(1)
        self._source.close()

    def write(self, piece: bytes | bytearray) -> int:
        self._same = self._same and exactly(self._source, len(piece)) == piece
        self._size += len(piece)
        self._told(len(piece))
        return len(piece)

    def read(self, size: int | None = None) -> bytes:
        return b""

    def seek(self, offset: int, whence: int = 0) -> int:
        return 0

    def flush(self) -> None:
        return

    def size(self) -> int:
        return self._size


class _Comparing(WriterFactory):
    def __init__(self, by_name: dict[str, Entry], opened: contextlib.ExitStack, told: Told) -> None:
        self.made: dict[str, _Same] = {}
        self._by_name = by_name
        self._opened = opened
        self._told = told

    def create(self, filename: str) -> _Same:
        source = self._opened.enter_context(self._by_name[filename].opened())
        made = self.made[filename] = _Same(source, self._told)
        return made
