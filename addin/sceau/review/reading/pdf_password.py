"""Trying passwords on a PDF.

Revision 6 (ISO 32000-2, 7.6.4.3.3) hides a check of the password in 48 bytes that stand readable
in the file: trying against them costs a fifth of opening the file. What opens is opened once to
prove it; other revisions, and what cannot be found so, are opened each time.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable

import pikepdf
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from sceau.review.reading.pdf_encryption import encryption_dictionary, revision, string

_REVISION = 6
_CHECKED = 48
_LONGEST = 127
_DIGESTS = (hashlib.sha256, hashlib.sha384, hashlib.sha512)


def pdf_opener(content: bytes) -> Callable[[str], bool]:
    """Give the question whether a password, the user's or the owner's, opens ``content``."""
    user, owner = _check_strings(content)
    if not user:
        return lambda password: _opens(content, password)

    def fast(password: str) -> bool:
        typed = password.encode("utf-8", "replace")[:_LONGEST]
        return (
            hash_r6(typed, user[32:40]) == user[:32]
            or (bool(owner) and hash_r6(typed, owner[32:40], user) == owner[:32])
        ) and _opens(content, password)

    return fast


def hash_r6(password: bytes, salt: bytes, user: bytes = b"") -> bytes:
    """Give the hash of algorithm 2.B (ISO 32000-2, 7.6.4.3.4); ``user`` is the 48-byte ``/U``
    where it is the owner's password that is checked."""
    key = hashlib.sha256(password + salt + user).digest()
    done = 0
    while True:
        block = (password + key + user) * 64
        cipher = Cipher(algorithms.AES128(key[:16]), modes.CBC(key[16:32])).encryptor()
        encrypted = cipher.update(block)
        key = _DIGESTS[sum(encrypted[:16]) % 3](encrypted).digest()
        done += 1
        if done >= 64 and encrypted[-1] <= done - 32:
            return key[:32]


def _opens(content: bytes, password: str) -> bool:
    try:
        with pikepdf.open(io.BytesIO(content), password=password):
            return True
    except (pikepdf.PasswordError, pikepdf.PdfError, ValueError, RuntimeError):
        return False


def _check_strings(content: bytes) -> tuple[bytes, bytes]:
    """Give ``/U`` and ``/O`` of a revision 6 file; empty where they cannot be found for sure."""
    dictionary = encryption_dictionary(content)
    if revision(dictionary) != _REVISION:
        return b"", b""
    user, owner = (string(dictionary, key) for key in (b"/U", b"/O"))
    whole = min(len(user), len(owner)) >= _CHECKED
    return (user[:_CHECKED], owner[:_CHECKED]) if whole else (b"", b"")
