"""Pictures made for the tests: four corners of four colours, so that a turn or a mirror shows."""

from __future__ import annotations

import io
import subprocess
import tempfile
from pathlib import Path

from PIL import Image, ImageCms, ImageDraw

PLACE = "48.8566"
"""What the pictures' EXIF says of where they were taken, as text a search would find."""


def drawing(width: int = 160, height: int = 90, mode: str = "RGB") -> Image.Image:
    """Red, green / blue, yellow by quarters, with a fine grain."""
    image = Image.new("RGB", (width, height), "red")
    draw = ImageDraw.Draw(image)
    draw.rectangle((width // 2, 0, width, height // 2 - 1), "green")
    draw.rectangle((0, height // 2, width // 2 - 1, height), "blue")
    draw.rectangle((width // 2, height // 2, width, height), "yellow")
    for n in range(0, width, 7):
        image.putpixel((n, (n * 13) % height), (n % 256, 128, 255 - n % 256))
    return image.convert(mode)


def exif(orientation: int = 1) -> Image.Exif:
    """Camera data: the orientation, a place, a camera, a person."""
    told = Image.Exif()
    told[274] = orientation
    told[271] = "Appareil de Jeanne"
    told[270] = PLACE
    told.get_ifd(34853)[1] = "N"
    told.get_ifd(34853)[2] = (48.0, 51.0, 24.0)
    return told


def profile() -> bytes:
    """Give a colour profile."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def heic(orientation: int = 1) -> bytes:
    """Give the drawing as a telephone's HEIC, made by ImageMagick."""
    with tempfile.TemporaryDirectory() as folder:
        source, made = Path(folder, "photo.png"), Path(folder, "photo.heic")
        source.write_bytes(picture("PNG", orientation=orientation))
        subprocess.run(
            ["convert", str(source), "-quality", "90", str(made)], timeout=60, check=True
        )
        return made.read_bytes()


def picture(kind: str, *, mode: str = "RGB", orientation: int = 0, **more: object) -> bytes:
    """Give the drawing as a file of ``kind``; with camera data where there is an orientation."""
    out = io.BytesIO()
    if orientation:
        more["exif"] = exif(orientation)
    drawing(mode=mode).save(out, kind, **more)  # type: ignore[arg-type]
    return out.getvalue()
