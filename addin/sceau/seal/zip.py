"""Sealing any file as a ZIP archive with AES-256, as WinZip defined it (AE-2, APPNOTE 7.2).

Opened by 7-Zip, WinZip, WinRAR, Keka and bsdtar; not by Windows Explorer nor by macOS alone. What
the format gives, and what not:

- the content is encrypted with AES-256 in counter mode and authenticated (HMAC-SHA-1, 80 bits);
- the key comes of the password by PBKDF2 with 1,000 rounds alone, some eight million guesses a
  second on one graphics card: hence :data:`.passwords.ZIP_BITS`;
- names and sizes stay readable: inside, the file is called « document », and nothing else;
- AE-2, not AE-1: no checksum of the clear content stands in the archive.
"""

from __future__ import annotations

import io
import re
import secrets
import zipfile
import zlib
from pathlib import PurePath

import pyzipper

from sceau.errors import PasswordRefused, SealRefused
from sceau.phrases import phrase
from sceau.review.reading.model import Opening
from sceau.review.reading.zip import read_zip
from sceau.seal.limits import LARGEST_FILE
from sceau.seal.passwords import ZIP_BITS, check_bytes, strength
from sceau.seal.sealed import Opened, Sealed

ALGORITHM = "AES-256 (ZIP, WinZip AE-2)"

_PLAIN_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,10}")
_AE_2 = 2
_SAMPLE = 2**20


def seal_zip(content: bytes, name: str, password: str) -> Sealed:
    """Put ``content`` into an archive that only ``password`` opens, and verify it.

    Of ``name`` only the ending goes in. Raises :class:`SealRefused` ``empty-file``,
    ``too-large``, ``not-verified``; :class:`PasswordRefused` ``password-too-weak`` under
    ``ZIP_BITS``, and for a password readers would not take.
    """
    check_bytes(password)
    if strength(password) < ZIP_BITS:
        raise PasswordRefused("password-too-weak", bits=ZIP_BITS)
    if not content:
        raise SealRefused("empty-file")
    if len(content) > LARGEST_FILE:
        raise SealRefused("too-large", limit=LARGEST_FILE // 2**20)
    suffix = PurePath(name).suffix
    inner = f"document{suffix if _PLAIN_SUFFIX.fullmatch(suffix) else ''}"
    out = io.BytesIO()
    shrinks = len(zlib.compress(content[:_SAMPLE], 1)) < 0.9 * len(content[:_SAMPLE])
    with pyzipper.AESZipFile(
        out, "w", compression=pyzipper.ZIP_DEFLATED if shrinks else pyzipper.ZIP_STORED
    ) as archive:
        archive.setpassword(password.encode("ascii"))
        archive.setencryption(pyzipper.WZ_AES, nbits=256, force_wz_aes_version=_AE_2)
        archive.writestr(inner, content)
    sealed = out.getvalue()
    _prove(sealed, password, Opened(content=content, name=inner))
    return Sealed(
        content=sealed,
        format="zip",
        algorithm=ALGORITHM,
        ending=".zip",
        media_type="application/zip",
        notes=(phrase("seal.note.zip"),),
    )


def unseal_zip(content: bytes, password: str) -> Opened:
    """Take the one file out of a sealed archive.

    Raises :class:`PasswordRefused` ``wrong-password``; :class:`SealRefused` ``not-sealed`` where
    any file in it opens without one, ``several-files``, ``damaged-archive``, ``too-large``.
    """
    found = read_zip(content)
    if found.damaged:
        raise SealRefused("damaged-archive")
    if found.opening is not Opening.PASSWORD:
        raise SealRefused("not-sealed")
    try:
        with pyzipper.AESZipFile(io.BytesIO(content)) as archive:
            entries = [one for one in archive.infolist() if not one.is_dir()]
            if len(entries) != 1:
                raise SealRefused("several-files")
            archive.setpassword(password.encode("utf-8"))
            with archive.open(entries[0]) as entry:
                # what it says of its size is not believed
                clear: bytes = entry.read(LARGEST_FILE + 1)
    except RuntimeError:
        raise PasswordRefused("wrong-password") from None
    except (zipfile.BadZipFile, pyzipper.BadZipFile, zlib.error, EOFError, ValueError, OSError):
        raise SealRefused("damaged-archive") from None
    if len(clear) > LARGEST_FILE:
        raise SealRefused("too-large", limit=LARGEST_FILE // 2**20)
    return Opened(content=clear, name=entries[0].filename)


def _prove(sealed: bytes, password: str, source: Opened) -> None:
    if read_zip(sealed).opening is not Opening.PASSWORD:
        raise SealRefused("not-verified")
    if unseal_zip(sealed, password) != source:
        raise SealRefused("not-verified")
    try:
        unseal_zip(sealed, secrets.token_urlsafe(16))
    except (PasswordRefused, SealRefused):
        # one wrong password in 65,536 passes the first check, and fails the authentication
        return
    raise SealRefused("not-verified")
