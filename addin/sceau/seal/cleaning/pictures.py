"""Pictures without what stands beside the picture: place, camera, dates, comments, thumbnails.

By segments and chunks alone: not a byte of the picture itself is written anew. The orientation and
the colour profile stay, for what is seen depends on them.
"""

from __future__ import annotations

import io
import struct

from PIL import Image

from sceau.errors import SealRefused
from sceau.seal.jpeg import picture_alone

_ORIENTATION = 274

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_HIDDEN = frozenset((b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"))
"""Chunks that say something beside the picture (PNG, third edition, 11.3.3 and 11.3.4)."""

_WEBP_HIDDEN = frozenset((b"EXIF", b"XMP "))
_WEBP_FLAGS = ~(0x08 | 0x04)
"""In a VP8X chunk: EXIF and XMP are there (WebP container specification)."""


def clean_jpeg(content: bytes) -> bytes:
    """Give the JPEG with nothing but what draws it, upright as it was. Raises
    :class:`SealRefused` ``damaged-image``."""
    try:
        with Image.open(io.BytesIO(content)) as image:
            orientation = image.getexif().get(_ORIENTATION, 1)
    except (OSError, ValueError, SyntaxError, TypeError, KeyError, Image.DecompressionBombError):
        orientation = 1
    turned = isinstance(orientation, int) and 1 < orientation <= 8
    return picture_alone(content, orientation if turned else 1)


def clean_png(content: bytes) -> bytes:
    """Give the PNG without what it says beside the picture. Raises :class:`SealRefused`
    ``damaged-image``."""
    out = [_PNG]
    at = len(_PNG)
    while at < len(content):
        head = content[at : at + 8]
        if len(head) < 8:
            raise SealRefused("damaged-image")
        (length,) = struct.unpack(">I", head[:4])
        end = at + 12 + length
        if end > len(content):
            raise SealRefused("damaged-image")
        if head[4:] not in _PNG_HIDDEN:
            out.append(content[at:end])
        at = end
        if head[4:] == b"IEND":
            return b"".join(out)
    raise SealRefused("damaged-image")


def clean_webp(content: bytes) -> bytes:
    """Give the WebP without EXIF and XMP. Raises :class:`SealRefused` ``damaged-image``."""
    out: list[bytes] = []
    at = 12
    while at < len(content):
        head = content[at : at + 8]
        if len(head) < 8:
            break
        (length,) = struct.unpack("<I", head[4:])
        end = at + 8 + length + length % 2
        if end > len(content) + 1:
            raise SealRefused("damaged-image")
        chunk = content[at:end]
        if head[:4] == b"VP8X" and length >= 1:
            chunk = chunk[:8] + bytes((chunk[8] & _WEBP_FLAGS,)) + chunk[9:]
        if head[:4] not in _WEBP_HIDDEN:
            out.append(chunk)
        at = end
    body = b"WEBP" + b"".join(out)
    return b"RIFF" + struct.pack("<I", len(body)) + body
