"""Reading a picture: whether it says where and with what it was taken.

Only what stands beside the picture is read, no pixel is decoded.
"""

from __future__ import annotations

import io
import warnings

from PIL import Image

from sceau.review.reading.heif import beside
from sceau.review.reading.model import FileReading, Opening
from sceau.review.reading.picture_data import payload, say_much

_GPS = 34853
_EXIF = 34665
_TELLING = frozenset((270, 271, 272, 306, 315, 316, 33432, 40091, 40092, 40093, 40094, 40095))
"""Description, make, model, time, artist, computer, copyright (TIFF 6.0, 8), and what Windows
writes."""

_TELLING_EXIF = frozenset(
    (36867, 36868, 37500, 37510, 42016, 42032, 42033, 42034, 42035, 42036, 42037)
)
"""Times, the maker's note, comment, the picture's, the owner's, camera's and lens's names and
numbers (CIPA DC-008, 4.6.5)."""

_REMOVABLE = frozenset({"jpeg", "png", "webp", "tiff", "heic"})
_FAULTS = (OSError, ValueError, SyntaxError, TypeError, KeyError, IndexError, EOFError)


def read_picture(content: bytes, kind: str) -> FileReading:
    """Give what a picture says beside itself: ``place``, ``camera``. Raises nothing for what it
    holds: a picture too damaged to read says nothing here."""
    hidden = picture_traces(content, kind)
    return FileReading(
        kind=kind, opening=Opening.ANYONE, hidden=hidden, removable=kind in _REMOVABLE
    )


def picture_traces(content: bytes, kind: str) -> tuple[str, ...]:
    """Give the traces in a picture: ``place`` where it says where it was taken, ``camera`` where
    it says with what, when or by whom."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            told = _of_heic(content) if kind == "heic" else _of(content)
            place = bool(told.get_ifd(_GPS))
            camera = bool(_TELLING & set(told) or _TELLING_EXIF & set(told.get_ifd(_EXIF)))
    except (*_FAULTS, Image.DecompressionBombError, AttributeError, RuntimeError, ArithmeticError):
        place = camera = False
    camera = camera or say_much(content, kind)
    return (*(("place",) if place else ()), *(("camera",) if camera else ()))


def _of(content: bytes) -> Image.Exif:
    with Image.open(io.BytesIO(content)) as image:
        return image.getexif()


def _of_heic(content: bytes) -> Image.Exif:
    """Its item begins with the place of the TIFF in it (ISO/IEC 23008-12, A.2.1)."""
    told = Image.Exif()
    for item in beside(content):
        if item.kind == "Exif":
            whole = payload(content, item)
            told.load(b"Exif\0\0" + whole[4 + int.from_bytes(whole[:4], "big") :])
    return told
