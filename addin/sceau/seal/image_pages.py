"""What goes on each page of a picture's PDF: a JPEG as it is, or a PNG of the very same pixels.
A HEIC alone becomes another picture, a JPEG of it: no PDF holds one, and its pixels as a PNG would
be ten times as large.

Orientation (EXIF tag 274, CIPA DC-008) is read before the rest of the camera's data goes. Turns by
a quarter are given to the page; mirrored pictures, which a page cannot be, are turned pixel by
pixel.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from typing import Literal, NamedTuple

import pi_heif
from PIL import Image, ImageChops, ImageOps, ImageStat, UnidentifiedImageError

from sceau.errors import SealRefused
from sceau.seal.jpeg import picture_alone

Turn = Literal[0, 90, 180, 270]

MOST_PIXELS = 120_000_000
"""In all the pages of one file: a telephone's largest picture has 108 million; more is a bomb, and
goes into an envelope."""

_MOST_DECODED = 50_000_000
"""Where the pixels must be held decoded: 150 MB, several times over."""

_ORIENTATION = 274
_TURNS: dict[int, Turn] = {1: 0, 3: 180, 6: 90, 8: 270}
_HEIC_QUALITY = 92
_HEIC_APART = 4.0
"""Of 255, how far the JPEG of a HEIC may be from it on average: a noisy photo is 2 at most."""

_KEPT_MODES = ("1", "L", "P", "RGB", "I;16")
_FAULTS = (
    UnidentifiedImageError,
    Image.DecompressionBombError,
    OSError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    SyntaxError,
    EOFError,
    ArithmeticError,
    AttributeError,
    RuntimeError,
)
"""What Pillow raises for a damaged picture, format by format."""


pi_heif.register_heif_opener()


class Page(NamedTuple):
    """The ``picture`` of a page (JPEG or PNG) and how far clockwise the page shows it turned."""

    picture: bytes
    turn: Turn


def pages_of(content: bytes, kind: str) -> list[Page]:
    """Give the pages of a picture: one, or one for each picture of a TIFF.

    Raises :class:`SealRefused` ``damaged-image``, ``image-unsuited`` (an animation, more colours or
    pixels than a page holds unchanged).
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(content)) as image:
                return list(_pages(content, image, kind))
    except _FAULTS:
        raise SealRefused("damaged-image") from None


def _pages(content: bytes, image: Image.Image, kind: str) -> Iterator[Page]:
    frames = getattr(image, "n_frames", 1)
    if kind == "jpeg":
        yield _jpeg(content, image)
        return
    if kind == "heic" and frames == 1:
        yield _heic(image)
        return
    if frames > 1 and kind != "tiff":
        raise SealRefused("image-unsuited")
    pixels = 0
    for number in range(frames):
        if number:
            image.seek(number)
        pixels += image.width * image.height
        if image.width * image.height > _MOST_DECODED or pixels > MOST_PIXELS:
            raise SealRefused("image-unsuited")
        yield Page(_png(image), 0)


def _jpeg(content: bytes, image: Image.Image) -> Page:
    if image.width * image.height > MOST_PIXELS:
        raise SealRefused("image-unsuited")
    orientation = image.getexif().get(_ORIENTATION, 1)
    clean = picture_alone(content)
    _prove_same_pixels(image, clean)
    if orientation in (2, 4, 5, 7) and image.width * image.height <= _MOST_DECODED:
        with Image.open(io.BytesIO(content)) as whole:
            return Page(_png(whole), 0)
    return Page(clean, _TURNS.get(orientation, 0))


def _heic(image: Image.Image) -> Page:
    """Give a HEIC picture, which no PDF can hold, as a JPEG that nobody tells from it; upright
    already, as its reader turns it."""
    if image.width * image.height > _MOST_DECODED:
        raise SealRefused("image-unsuited")
    flat = _flat(image)
    out = io.BytesIO()
    bare = Image.frombytes(flat.mode, flat.size, flat.tobytes())
    bare.save(out, "JPEG", quality=_HEIC_QUALITY, icc_profile=image.info.get("icc_profile"))
    with Image.open(io.BytesIO(out.getvalue())) as again:
        apart = ImageStat.Stat(ImageChops.difference(bare, again.convert(bare.mode)))
    if max(apart.mean) > _HEIC_APART:
        raise SealRefused("not-verified")
    return Page(out.getvalue(), 0)


def _prove_same_pixels(image: Image.Image, clean: bytes) -> None:
    """Decode both at an eighth of their size: the same coefficients, hence the same pixels."""
    image.draft(None, (max(1, image.width // 8), max(1, image.height // 8)))
    with Image.open(io.BytesIO(clean)) as other:
        other.draft(None, (max(1, other.width // 8), max(1, other.height // 8)))
        if image.mode != other.mode or image.tobytes() != other.tobytes():
            raise SealRefused("not-verified")


def _png(image: Image.Image) -> bytes:
    """Write the frame that stands as a PNG of the same pixels: upright, on white where it lets
    light through, its colour profile kept, nothing else. Proven by reading it again."""
    if image.mode in ("F", "I", "I;16B", "I;16L", "I;16N") or image.mode.startswith("I;32"):
        raise SealRefused("image-unsuited")
    profile = image.info.get("icc_profile")
    upright = ImageOps.exif_transpose(image)
    flat = _flat(upright)
    if flat.mode != upright.mode and flat.mode != "RGB":
        profile = None
    out = io.BytesIO()
    bare = Image.frombytes(flat.mode, flat.size, flat.tobytes())
    if flat.mode == "P":
        bare.putpalette(flat.getpalette("RGB") or [], "RGB")
    bare.save(out, "PNG", icc_profile=profile)
    with Image.open(io.BytesIO(out.getvalue())) as again:
        if again.mode != bare.mode or again.tobytes() != bare.tobytes():
            raise SealRefused("not-verified")
    return out.getvalue()


def _flat(image: Image.Image) -> Image.Image:
    if image.has_transparency_data:
        seen = image.convert("RGBA")
        white = Image.new("RGBA", seen.size, "white")
        return Image.alpha_composite(white, seen).convert("RGB")
    if image.mode in _KEPT_MODES:
        return image
    if image.mode in ("CMYK", "LAB", "HSV"):
        # their colours are the profile's to tell: a page of ours would show others
        raise SealRefused("image-unsuited")
    return image.convert("RGB")
