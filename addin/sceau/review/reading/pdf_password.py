"""Trying passwords on a PDF.

Revision 6 (ISO 32000-2, 7.6.4.3.3) hides a check of the password in 48 bytes that stand readable
in the file: trying against them costs a fifth of opening the file. What opens is opened once to
prove it; other revisions, and what cannot be found so, are opened each time.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Callable

import pikepdf
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

_ENCRYPT = re.compile(rb"/Encrypt\s+(\d+)\s+(\d+)\s+R")
_REVISION_6 = re.compile(rb"/R\s+6\b")
_CHECKED = 48
_LONGEST = 127
_DIGESTS = (hashlib.sha256, hashlib.sha384, hashlib.sha512)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|[\s\S])|\r\n?")
_LARGEST_DICTIONARY = 4096


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
    """Give ``/U`` and ``/O`` of a revision 6 file; empty where they cannot be found for sure: the
    encryption dictionary is an object of its own, never in an object stream (7.5.7)."""
    named = {found.groups() for found in _ENCRYPT.finditer(content)}
    if len(named) != 1:
        return b"", b""
    number, generation = named.pop()
    heads = re.findall(rb"(?<!\d)%s\s+%s\s+obj\b" % (number, generation), content)
    if len(heads) != 1:
        return b"", b""
    start = content.index(heads[0])
    dictionary = content[start : start + _LARGEST_DICTIONARY].partition(b"endobj")[0]
    if _REVISION_6.search(dictionary) is None:
        return b"", b""
    return _string(dictionary, b"/U"), _string(dictionary, b"/O")


def _string(dictionary: bytes, key: bytes) -> bytes:
    """Give the 48 bytes of a string (7.3.4); empty where there are not as many."""
    found = re.search(re.escape(key) + rb"\s*(?=[(<])", dictionary)
    if found is None:
        return b""
    rest = dictionary[found.end() :]
    value = _literal(rest) if rest[:1] == b"(" else _hexadecimal(rest)
    return value[:_CHECKED] if len(value) >= _CHECKED else b""


def _hexadecimal(rest: bytes) -> bytes:
    try:
        return bytes.fromhex(rest[1:].partition(b">")[0].decode("ascii"))
    except ValueError:
        return b""


def _literal(rest: bytes) -> bytes:
    depth, at = 0, 0
    while at < len(rest):
        sign = rest[at : at + 1]
        if sign == b"\\":
            at += 1
        elif sign == b"(":
            depth += 1
        elif sign == b")":
            depth -= 1
            if depth == 0:
                return _ESCAPE.sub(_unescaped, rest[1:at])
        at += 1
    return b""


def _unescaped(found: re.Match[bytes]) -> bytes:
    escaped: bytes | None = found[1]
    if escaped is None:
        return b"\n"
    if escaped.isdigit() and escaped[:1] < b"8":
        return bytes((int(escaped, 8) & 0xFF,))
    return b"" if escaped in (b"\n", b"\r", b"\r\n") else _ESCAPED.get(escaped, escaped)
