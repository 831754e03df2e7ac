"""Trying passwords on a ZIP archive with WinZip's AES entries (AE-1, AE-2).

Two bytes tell most wrong passwords at once; the entry's authentication code proves the right one
(WinZip, *AES Encryption Information*, sections III to V).
"""

from __future__ import annotations

import hashlib
import hmac
import io
import struct
import zipfile
from collections.abc import Callable

_AES_FIELD = 0x9901
_ROUNDS = 1000
_LOCAL_HEADER = 30
_CODE = 10
_MOST_PROVEN = 32 * 2**20
"""An entry larger than this is not proven through: the next smaller one is."""


def zip_opener(content: bytes) -> Callable[[str], bool] | None:
    """Give the question whether a password opens the archive; none where there is nothing it can
    be asked of."""
    found = _entry(content)
    if found is None:
        return None
    key_size, salt, check, encrypted, code = found

    def opens(password: str) -> bool:
        made = hashlib.pbkdf2_hmac(
            "sha1", password.encode("utf-8", "replace"), salt, _ROUNDS, 2 * key_size + 2
        )
        if made[-2:] != check:
            return False
        proof = hmac.new(made[key_size:-2], encrypted, hashlib.sha1).digest()
        return hmac.compare_digest(proof[:_CODE], code)

    return opens


def _entry(content: bytes) -> tuple[int, bytes, bytes, bytes, bytes] | None:
    """Give key size, salt, check, encrypted bytes and authentication code of the smallest AES
    entry."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = sorted(archive.infolist(), key=lambda one: one.compress_size)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError, OSError):
        return None
    for one in entries:
        strength = _strength(one.extra)
        if not strength or not one.flag_bits & 1 or one.compress_size > _MOST_PROVEN:
            continue
        at = one.header_offset
        header = content[at : at + _LOCAL_HEADER]
        if len(header) < _LOCAL_HEADER or header[:4] != b"PK\3\4":
            continue
        start = at + _LOCAL_HEADER + sum(struct.unpack("<HH", header[26:30]))
        data = content[start : start + one.compress_size]
        key_size, salt_size = 8 + 8 * strength, 4 + 4 * strength
        if len(data) < max(one.compress_size, salt_size + 2 + _CODE):
            continue
        return (
            key_size,
            data[:salt_size],
            data[salt_size : salt_size + 2],
            data[salt_size + 2 : -_CODE],
            data[-_CODE:],
        )
    return None


def _strength(extra: bytes) -> int:
    """Give 1, 2 or 3 for AES of 128, 192 or 256 bits; 0 where the entry has none."""
    while len(extra) >= 4:
        kind, size = struct.unpack("<HH", extra[:4])
        if kind == _AES_FIELD and size >= 7 and len(extra) >= 11:
            return extra[8] if extra[8] in (1, 2, 3) else 0
        extra = extra[4 + size :]
    return 0
