"""What stands beside a picture in a file, other than EXIF: XMP, comments, further pictures."""

from __future__ import annotations

from sceau.review.reading.heif import Beside, beside
from sceau.review.reading.tiff import TELLING, Tiff

_XMP = b"http://ns.adobe.com/xap/1.0/"
_IPTC = b"Photoshop 3.0\0"
_TEXTS = (b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME")


def say_much(content: bytes, kind: str) -> bool:
    """Tell whether a JPEG, PNG, WebP, TIFF or HEIC holds more beside the picture than draws it."""
    match kind:
        case "jpeg":
            return _in_jpeg(content)
        case "png":
            return _in_png(content)
        case "webp":
            return b"XMP " in content[12:] or b"EXIF" in content[12:]
        case "tiff":
            return _in_tiff(content)
        case "heic":
            return _in_heic(content)
        case _:
            return False


def _in_jpeg(content: bytes) -> bool:
    """By its segments up to the first scan (ITU-T T.81, B.1), and by what follows its end."""
    at = 2
    while content[at : at + 1] == b"\xff" and at + 4 <= len(content):
        marker = content[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker == 0xDA:
            # behind the end of the picture: a film, a second picture
            end = content.rfind(b"\xff\xd9")
            return 0 < end < len(content) - 64
        length = int.from_bytes(content[at + 2 : at + 4], "big")
        segment = content[at + 4 : at + 2 + length]
        if marker == 0xFE or (marker == 0xE1 and segment.startswith(_XMP)):
            return True
        if marker == 0xED and segment.startswith(_IPTC):
            return True
        at += 2 + max(2, length)
    return False


def _in_png(content: bytes) -> bool:
    at = 8
    while at + 8 <= len(content):
        length = int.from_bytes(content[at : at + 4], "big")
        if content[at + 4 : at + 8] in _TEXTS:
            return True
        at += 12 + length
    return False


_PROGRAM = 305
"""What wrote the file: nearly every TIFF says it, and it tells of nobody."""


def _in_tiff(content: bytes) -> bool:
    try:
        pages = Tiff(content).pages
    except ValueError:
        return False
    return any(one.tag in TELLING - {_PROGRAM} for page in pages for one in page.entries)


def _in_heic(content: bytes) -> bool:
    try:
        found = beside(content)
    except ValueError:
        return False
    return any(_says(one, payload(content, one)) for one in found)


def payload(content: bytes, item: Beside) -> bytes:
    """Give the bytes of an item of a HEIC."""
    return b"".join(content[start:end] for start, end in item.places)


def _says(item: Beside, told: bytes) -> bool:
    if item.kind == "Exif":
        # behind its head, a TIFF of a directory without fields is all noughts
        return any(told[12:])
    if item.kind == "application/rdf+xml":
        return b"Description" in told
    return bool(told.strip(b" \0"))
