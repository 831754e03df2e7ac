"""Content-Transfer-Encoding: what a part holds, and how big it is (RFC 2045 section 6)."""

from __future__ import annotations

import binascii
import re
import struct

from sceau.errors import UnreadableInput
from sceau.mail.names import lenient_base64
from sceau.mail.structure import Part

IDENTITY = frozenset(("", "7bit", "8bit", "binary"))
_UUENCODED = frozenset(("x-uuencode", "uuencode", "x-uue", "uue"))
KNOWN = IDENTITY | _UUENCODED | {"base64", "quoted-printable"}

_LINES_AT_ONCE = 2_000
_LINE_BYTES, _LINE_CHARACTERS = 57, 76
"""RFC 2045 section 6.8: lines of at most 76 characters, which hold 57 bytes."""


def encoding_of(raw: bytes, part: Part) -> str:
    """Give the declared Content-Transfer-Encoding in lower case, without comments."""
    value = part.value(raw, "content-transfer-encoding")
    return value.partition("(")[0].partition(";")[0].strip(" \t\"'").lower()


def content_of(raw: bytes, part: Part) -> bytes:
    """Give the decoded content of ``part``.

    Base64 with strangers in it, without padding or cut short is read as far as it goes, as every
    mail client does. Raises UnreadableInput (``unknown-encoding``, ``unreadable-part``) where
    nothing can be read.
    """
    body = raw[part.body_start : part.body_end]
    encoding = encoding_of(raw, part)
    if encoding in IDENTITY:
        return body
    if encoding == "base64":
        content = _base64(body)
        if not content and body.strip():
            raise UnreadableInput("unreadable-part")
        return content
    if encoding == "quoted-printable":
        return binascii.a2b_qp(body)
    if encoding in _UUENCODED:
        return _uuencoded(body)
    raise UnreadableInput("unknown-encoding")


def size_of(raw: bytes, part: Part) -> int:
    """Give the size of the decoded content in bytes; where it cannot be decoded, as it stands.

    Base64 is measured by its length and line ends, without decoding it: exact for what an encoder
    wrote, off by a few bytes where strangers stand in it.
    """
    encoding = encoding_of(raw, part)
    length = part.body_end - part.body_start
    if encoding == "base64":
        return _base64_size(raw, part.body_start, part.body_end)
    if encoding in IDENTITY or encoding not in KNOWN:
        return length
    try:
        return len(content_of(raw, part))
    except UnreadableInput:
        return length


def to_base64(content: bytes, line_end: bytes) -> bytes:
    """Encode in lines of 76 characters, without a line end behind the last one."""
    view = memoryview(content)
    at_once = _LINE_BYTES * _LINES_AT_ONCE
    unpack = struct.Struct(f"{_LINE_CHARACTERS}s" * _LINES_AT_ONCE).unpack
    whole = len(content) // at_once * at_once
    lines = [
        line_end.join(unpack(binascii.b2a_base64(view[at : at + at_once], newline=False)))
        for at in range(0, whole, at_once)
    ]
    rest = binascii.b2a_base64(view[whole:], newline=False)
    lines.extend(rest[at : at + _LINE_CHARACTERS] for at in range(0, len(rest), _LINE_CHARACTERS))
    return line_end.join(lines)


def _base64(body: bytes) -> bytes:
    """Decode base64; several padded pieces one behind the other are read one by one."""
    content = lenient_base64(body)
    padding = body.find(b"=")
    if padding < 0 or not body[padding:].strip(b"= \t\r\n"):
        return content
    pieces = [lenient_base64(piece) for piece in re.split(rb"=[= \t\r\n]*", body)]
    return b"".join(pieces)


def _base64_size(raw: bytes, start: int, stop: int) -> int:
    while stop > start and raw[stop - 1] in b"\r\n \t":
        stop -= 1
    padding = 0
    while stop > start and raw[stop - 1] == 0x3D:
        stop -= 1
        padding += 1
    first = raw.find(b"\n", start, stop)
    if first < 0:
        breaks = raw.count(b"\r", start, stop)
    else:
        ends = 2 if first > start and raw[first - 1] == 0x0D else 1
        stride = first + 1 - start
        regular = raw[first:stop:stride]
        if regular == b"\n" * len(regular):
            breaks = ends * len(regular)
        else:
            breaks = raw.count(b"\n", start, stop) + raw.count(b"\r", start, stop)
    breaks += raw.count(b" ", start, stop) if stop - start < 10_000 else 0
    return max(0, (stop - start - breaks) * 3 // 4)


def _uuencoded(body: bytes) -> bytes:
    content = []
    for line in body.splitlines():
        if line.startswith((b"begin ", b"end")) or not line.strip():
            continue
        try:
            content.append(binascii.a2b_uu(line))
        except binascii.Error:
            # Some encoders leave the blanks at the end of a line out (a blank stands for zero).
            count = (((line[0] - 32) & 63) * 4 + 5) // 3
            try:
                content.append(binascii.a2b_uu(line[:count]))
            except binascii.Error:
                raise UnreadableInput("unreadable-part") from None
    return b"".join(content)
