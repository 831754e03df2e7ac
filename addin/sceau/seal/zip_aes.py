"""pyzipper's archives, with OpenSSL's AES and SHA-1 in the place of PyCryptodome's.

The bytes are the same; OpenSSL uses what processors have for both, and takes an eighth of the time
for the one and half of it for the other. WinZip's counter mode (AE-2) counts little-endian, from
one, which no mode of OpenSSL does: the counters are written out, encrypted block by block, and laid
over the text.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import Any

import pyzipper
from Cryptodome.Util.strxor import strxor
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from pyzipper.zipfile_aes import AESZipDecrypter, AESZipEncrypter, AESZipExtFile

_BLOCK = 16
_BLOCKS = 2**16
"""Blocks whose counters are written out at a time: as many as the two lowest bytes count."""
_KEY = 32
_SALT = 16
_MAC = 10
_ROUNDS = 1000
_AE_2 = 2
_OF_256_BITS = 3


class CounterMode:
    """AES-256 in WinZip's counter mode, for one stream of pieces of any size, in order."""

    def __init__(self, key: bytes) -> None:
        """Begin a stream under ``key``, 32 bytes that no other stream has."""
        # no two blocks of counters are alike, so that what makes ECB unsafe cannot occur
        self._aes = Cipher(algorithms.AES(key), modes.ECB()).encryptor()  # noqa: S305
        self._counters = bytearray(_BLOCKS * _BLOCK)
        self._counters[0::_BLOCK] = bytes(range(256)) * 256
        self._counters[1::_BLOCK] = b"".join(bytes([high]) * 256 for high in range(256))
        self._stream = bytearray(len(self._counters) + _BLOCK)
        self._filled = 0
        self._at = len(self._counters)

    def over(self, piece: bytes) -> bytes:
        """Give ``piece`` encrypted; of what is encrypted, the clear."""
        done = bytearray(len(piece))
        source, target, stream = memoryview(piece), memoryview(done), memoryview(self._stream)
        at = 0
        while at < len(piece):
            if self._at == len(self._counters):
                self._fill()
            to = min(len(piece), at + len(self._counters) - self._at)
            under = stream[self._at : self._at + to - at]
            # its types say bytes; it takes whatever lies in memory, and copies nothing of it
            strxor(source[at:to], under, target[at:to])  # type: ignore[arg-type]
            self._at += to - at
            at = to
        return bytes(done)

    def _fill(self) -> None:
        for place, value in enumerate(self._filled.to_bytes(_BLOCK - 2, "little"), 2):
            if self._counters[place] != value:
                self._counters[place::_BLOCK] = bytes([value]) * _BLOCKS
        self._aes.update_into(self._counters, self._stream)
        # the first counter is one, not nought
        self._at = 0 if self._filled else _BLOCK
        self._filled += 1


def _keys(password: bytes, salt: bytes) -> tuple[bytes, hmac.HMAC, bytes]:
    """Give what comes of a password and a salt: the key, the authentication, the quick check."""
    made = hashlib.pbkdf2_hmac("sha1", password, salt, _ROUNDS, 2 * _KEY + 2)
    return made[:_KEY], hmac.new(made[_KEY : 2 * _KEY], digestmod="sha1"), made[2 * _KEY :]


class _Encrypter(AESZipEncrypter):  # type: ignore[misc]
    """Writes 256 bits and AE-2 alone."""

    def __init__(self, password: bytes) -> None:
        self.force_wz_aes_version = _AE_2
        self.aes_strength = _OF_256_BITS
        self.salt_length = _SALT
        self.salt = secrets.token_bytes(_SALT)
        key, self.hmac, self.encpwdverify = _keys(password, self.salt)
        self._cipher = CounterMode(key)

    def encrypt(self, data: bytes) -> bytes:
        made = self._cipher.over(data)
        self.hmac.update(made)
        return made

    def flush(self) -> bytes:
        return self.hmac.digest()[:_MAC]


class _Decrypter(AESZipDecrypter):  # type: ignore[misc]
    """Reads 256 bits."""

    def __init__(self, zinfo: Any, pwd: bytes, encryption_header: bytes) -> None:
        self.filename = zinfo.filename
        key, self.hmac, check = _keys(pwd, encryption_header[:_SALT])
        if not hmac.compare_digest(check, encryption_header[_SALT:]):
            raise RuntimeError("wrong password")
        self._cipher = CounterMode(key)

    def decrypt(self, data: bytes) -> bytes:
        self.hmac.update(data)
        return self._cipher.over(data)

    def check_hmac(self, hmac_check: bytes) -> None:
        if not hmac.compare_digest(self.hmac.digest()[:_MAC], hmac_check):
            raise pyzipper.BadZipFile("not authentic")


class _Inside(AESZipExtFile):  # type: ignore[misc]
    """A file in an archive. Of another strength than 256 bits pyzipper itself takes care."""

    def setup_aeszipdecrypter(self) -> Any:
        usual = super().setup_aeszipdecrypter()
        return _Decrypter if self._zinfo.wz_aes_strength == _OF_256_BITS else usual


class Archive(pyzipper.AESZipFile):  # type: ignore[misc]
    """An archive as :class:`pyzipper.AESZipFile` has it; what it writes is AES-256, AE-2."""

    zipextfile_cls = _Inside

    def get_encrypter(self) -> AESZipEncrypter:
        """Give what encrypts the next file."""
        return _Encrypter(self.pwd)
