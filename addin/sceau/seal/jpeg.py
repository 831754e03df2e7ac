"""A JPEG without what a camera writes beside the picture, the picture untouched (ITU-T T.81, B.1).

Dropped: place, time, camera, thumbnails, comments (APPn, COM), and all that follows the picture's
end: a second picture, a film. Kept, for the colours depend on them: the JFIF header, the colour
profile (APP2 ``ICC_PROFILE``), Adobe's colour transform (APP14).
"""

from __future__ import annotations

import re
import struct

from sceau.errors import SealRefused

_SOI, _EOI, _SOS, _COM = 0xD8, 0xD9, 0xDA, 0xFE
_APP0, _APP2, _APP14, _APP15 = 0xE0, 0xE2, 0xEE, 0xEF
_LENGTH = struct.Struct(">H")
_MARKER_IN_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_JFIF = 14
"""Bytes of a JFIF header before its thumbnail (ITU-T T.871, 10.1), its two sizes not counted."""


_TURNED = (
    b"Exif\0\0MM\0\x2a\0\0\0\x08"  # TIFF, big-endian, one directory
    b"\0\x01\x01\x12\0\x03\0\0\0\x01%b\0\0\0\0\0\0"  # one entry: the orientation
)


def picture_alone(content: bytes, orientation: int = 1) -> bytes:
    """Give the JPEG with nothing but what draws it, and an ``orientation`` other than upright
    (EXIF tag 274, CIPA DC-008). Raises :class:`SealRefused` ``damaged-image`` where it does not
    hold together, or breaks off."""
    out = [b"\xff\xd8"]
    if orientation != 1:
        exif = _TURNED % _LENGTH.pack(orientation)
        out += [b"\xff\xe1", _LENGTH.pack(len(exif) + 2), exif]
    at = 2
    while True:
        marker, at = _marker(content, at)
        if marker == _EOI:
            out.append(b"\xff\xd9")
            return b"".join(out)
        if at + 2 > len(content):
            raise SealRefused("damaged-image")
        (length,) = _LENGTH.unpack_from(content, at)
        segment = content[at + 2 : at + length]
        if length < 2 or len(segment) != length - 2:
            raise SealRefused("damaged-image")
        at += length
        if (kept := _kept(marker, segment)) is not None:
            out += [bytes((0xFF, marker)), _LENGTH.pack(len(kept) + 2), kept]
        if marker == _SOS:
            found = _MARKER_IN_SCAN.search(content, at)
            if found is None:
                raise SealRefused("damaged-image")
            out.append(content[at : found.start()])
            at = found.start()


def _marker(content: bytes, at: int) -> tuple[int, int]:
    if content[at : at + 1] != b"\xff":
        raise SealRefused("damaged-image")
    while content[at : at + 1] == b"\xff":
        at += 1
    if at >= len(content) or content[at] in (0, _SOI):
        raise SealRefused("damaged-image")
    return content[at], at + 1


def _kept(marker: int, segment: bytes) -> bytes | None:
    if marker == _COM:
        return None
    if not _APP0 <= marker <= _APP15:
        return segment
    if marker == _APP0 and segment.startswith(b"JFIF\0") and len(segment) >= _JFIF:
        return segment[: _JFIF - 2] + b"\0\0"
    if marker == _APP2 and segment.startswith(b"ICC_PROFILE\0"):
        return segment
    if marker == _APP14 and segment.startswith(b"Adobe"):
        return segment
    return None
