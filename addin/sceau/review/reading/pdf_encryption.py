"""How a PDF is encrypted, read from its bytes without its password (ISO 32000-2, 7.6)."""

from __future__ import annotations

import re

_ENCRYPT = re.compile(rb"/Encrypt\s+(\d+)\s+(\d+)\s+R")
_NUMBER = {name: re.compile(rb"/%s\s+(\d+)" % name) for name in (b"V", b"R")}
_METHOD = re.compile(rb"/CFM\s*/(\w+)")
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|[\s\S])|\r\n?")
_LARGEST = 4096


def encryption_dictionary(content: bytes) -> bytes:
    """Give the bytes of the encryption dictionary; empty where it cannot be found for sure. It is
    an object of its own, never in an object stream (7.5.7)."""
    named = {found.groups() for found in _ENCRYPT.finditer(content)}
    if len(named) != 1:
        return b""
    number, generation = named.pop()
    heads = list(re.finditer(rb"(?<!\d)%s\s+%s\s+obj\b" % (number, generation), content))
    if len(heads) != 1:
        return b""
    return content[heads[0].start() : heads[0].start() + _LARGEST].partition(b"endobj")[0]


def revision(dictionary: bytes) -> int:
    """Give the revision of the standard security handler; 0 where it is not there."""
    return _number(dictionary, b"R")


def weakness(content: bytes) -> str:
    """Name what makes the protection weak: ``rc4`` (40 or 128 bits, broken), ``aes-128`` (its key
    is derived by fifty rounds of MD5), ``revision-5`` (derived by one SHA-256: 8.7 million
    guesses a second); empty where nothing does, or nothing is known."""
    dictionary = encryption_dictionary(content)
    version = _number(dictionary, b"V")
    if version in (1, 2, 3):
        return "rc4"
    if version == 4:
        return "aes-128" if b"AESV2" in _METHOD.findall(dictionary) else "rc4"
    return "revision-5" if version == 5 and revision(dictionary) == 5 else ""


def string(dictionary: bytes, key: bytes) -> bytes:
    """Give the bytes of the string (7.3.4) that ``key`` (with its ``/``) names; empty where there
    is none."""
    found = re.search(re.escape(key) + rb"\s*(?=[(<])", dictionary)
    if found is None:
        return b""
    rest = dictionary[found.end() :]
    return _literal(rest) if rest[:1] == b"(" else _hexadecimal(rest)


def _number(dictionary: bytes, name: bytes) -> int:
    found = _NUMBER[name].search(dictionary)
    return int(found[1][:9]) if found else 0


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
