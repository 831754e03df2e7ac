"""Sealing any files as a ZIP archive with AES-256, as WinZip defined it (AE-2, APPNOTE 7.2).

Opened by 7-Zip, WinZip, WinRAR, Keka and bsdtar; not by Windows Explorer nor by macOS alone. What
the format gives, and what not:

- the content is encrypted with AES-256 in counter mode and authenticated (HMAC-SHA-1, 80 bits);
- the key comes of the password by PBKDF2 with 1,000 rounds alone, some eight million guesses a
  second on one graphics card: hence :data:`.passwords.ZIP_BITS`;
- names and sizes stay readable: inside, a file is called « document », and nothing else;
- AE-2, not AE-1: no checksum of the clear content stands in the archive.

Read and written piece by piece: memory does not grow with the files.
"""

from __future__ import annotations

import io
import secrets
import zipfile
import zlib
from collections.abc import Callable, Sequence
from typing import BinaryIO

import pyzipper

from sceau.errors import PasswordRefused, SealRefused
from sceau.phrases import phrase
from sceau.review.reading.model import Opening
from sceau.review.reading.zip import read_zip
from sceau.seal.entries import Entry, in_memory, neutral_names, pieces, same, shrinks
from sceau.seal.limits import LARGEST_FILE
from sceau.seal.passwords import ZIP_BITS, check_bytes, strength
from sceau.seal.sealed import Opened, Sealed
from sceau.seal.zip_aes import Archive

ALGORITHM = "AES-256 (ZIP, WinZip AE-2)"

_AE_2 = 2
_ZIP64_FROM = 2**31 - 2**20
"""Bytes from which a file's entry gets fields of 64 bits: known before, for they come first."""

Told = Callable[[int], None]
"""Is told of so many bytes more that are done. May raise, to stop."""


def seal_zip(content: bytes, name: str, password: str) -> Sealed:
    """Put ``content`` into an archive that only ``password`` opens, and verify it.

    Of ``name`` only the ending goes in. Raises what :func:`seal_files_zip` raises.
    """
    return seal_files_zip([(name, content)], password)


def seal_files_zip(files: Sequence[tuple[str, bytes]], password: str) -> Sealed:
    """Put files (name, content) into one archive that only ``password`` opens, and verify it.

    Raises :class:`SealRefused` ``empty-file``, ``too-large``, ``not-verified``;
    :class:`PasswordRefused` ``password-too-weak`` under ``ZIP_BITS``, and for a password readers
    would not take.
    """
    if sum(len(content) for _, content in files) > LARGEST_FILE:
        raise SealRefused("too-large", limit=LARGEST_FILE // 2**20)
    out = io.BytesIO()
    write_zip([in_memory(name, content) for name, content in files], out, password)
    return sealed_zip(out.getvalue())


def sealed_zip(content: bytes) -> Sealed:
    """Say of an archive that was written and proven how it is sealed."""
    return Sealed(
        content=content,
        format="zip",
        algorithm=ALGORITHM,
        ending=".zip",
        media_type="application/zip",
        notes=(phrase("seal.note.zip"),),
    )


def write_zip(
    entries: Sequence[Entry], target: BinaryIO, password: str, told: Told = lambda _: None
) -> None:
    """Write an archive of ``entries`` to ``target``, which can be read and moved about in, and
    verify it. Raises what :func:`seal_files_zip` raises, ``too-large`` aside."""
    check_bytes(password)
    if strength(password) < ZIP_BITS:
        raise PasswordRefused("password-too-weak", bits=ZIP_BITS)
    if not all(one.size for one in entries):
        raise SealRefused("empty-file")
    names = neutral_names([one.name for one in entries])
    with _archive(target, password, "w") as archive:
        archive.setencryption(pyzipper.WZ_AES)
        for entry, name in zip(entries, names, strict=True):
            info = archive.zipinfo_cls(name)
            deflate = shrinks(entry)
            info.compress_type = pyzipper.ZIP_DEFLATED if deflate else pyzipper.ZIP_STORED
            large = entry.size >= _ZIP64_FROM
            with entry.opened() as source, archive.open(info, "w", force_zip64=large) as into:
                for piece in pieces(source):
                    into.write(piece)
                    told(len(piece))
    _prove(entries, names, target, password, told)


def unseal_zip(content: bytes, password: str) -> Opened:
    """Take the files out of a sealed archive, the first one foremost.

    Raises :class:`PasswordRefused` ``wrong-password``; :class:`SealRefused` ``not-sealed`` where
    any file in it opens without one, ``damaged-archive``, ``too-large``.
    """
    found = read_zip(content)
    if found.damaged:
        raise SealRefused("damaged-archive")
    if found.opening is not Opening.PASSWORD:
        raise SealRefused("not-sealed")
    files: list[Opened] = []
    left = LARGEST_FILE
    try:
        with _archive(io.BytesIO(content), password, "r") as archive:
            for info in archive.infolist():
                if info.is_dir():
                    continue
                with archive.open(info) as entry:
                    # what it says of its size is not believed
                    clear: bytes = entry.read(left + 1)
                if len(clear) > left:
                    raise SealRefused("too-large", limit=LARGEST_FILE // 2**20)
                left -= len(clear)
                files.append(Opened(content=clear, name=info.filename))
    except RuntimeError:
        raise PasswordRefused("wrong-password") from None
    except _DAMAGED:
        raise SealRefused("damaged-archive") from None
    return Opened(content=files[0].content, name=files[0].name, others=tuple(files[1:]))


_DAMAGED = (
    zipfile.BadZipFile,
    pyzipper.BadZipFile,
    zlib.error,
    EOFError,
    ValueError,
    OSError,
    NotImplementedError,
)


def _archive(file: BinaryIO, password: str, mode: str) -> Archive:
    archive = Archive(file, mode)
    archive.setpassword(password.encode("utf-8"))
    return archive


def _prove(
    entries: Sequence[Entry], names: Sequence[str], target: BinaryIO, password: str, told: Told
) -> None:
    """Read the archive again and compare each file with its source, which is read again too."""
    target.seek(0)
    try:
        with _archive(target, password, "r") as archive:
            infos = archive.infolist()
            if [one.filename for one in infos] != list(names):
                raise SealRefused("not-verified")
            if not all(one.flag_bits & 1 and one.wz_aes_version == _AE_2 for one in infos):
                raise SealRefused("not-verified")
            for info, entry in zip(infos, entries, strict=True):
                with archive.open(info) as inside, entry.opened() as source:
                    if not same(inside, source):
                        raise SealRefused("not-verified")
                told(entry.size)
        target.seek(0)
        with _archive(target, secrets.token_urlsafe(16), "r") as archive:
            for info in archive.infolist():
                _prove_refused(archive, info)
    except _DAMAGED:
        raise SealRefused("not-verified") from None


def _prove_refused(archive: Archive, info: zipfile.ZipInfo) -> None:
    """One wrong password in 65,536 passes the first check, and fails the authentication."""
    try:
        with archive.open(info) as inside:
            for _ in pieces(inside):
                continue
    except (RuntimeError, pyzipper.BadZipFile, zlib.error):
        return
    raise SealRefused("not-verified")
