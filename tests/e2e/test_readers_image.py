"""Sealed pictures, seen and taken out by poppler and MuPDF."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageOps, ImageStat

from sceau.seal.image import seal_image
from sceau.seal.jpeg import picture_alone
from support.pictures import picture

pytestmark = pytest.mark.e2e

PASSWORD = "qzrk-7wvn-m4xp-h8dt"


def poppler(path: Path, password: str, picture: Path) -> bool:
    line = ["pdftoppm", "-upw", password, "-r", "72", "-png", "-singlefile", str(path)]
    done = subprocess.run(
        [*line, str(picture.with_suffix(""))], capture_output=True, timeout=60, check=False
    )
    return done.returncode == 0


def mupdf(path: Path, password: str, picture: Path) -> bool:
    line = ["mutool", "draw", "-p", password, "-r", "72", "-o", str(picture), str(path), "1"]
    return subprocess.run(line, capture_output=True, timeout=60, check=False).returncode == 0


@pytest.mark.parametrize("draw", [poppler, mupdf], ids=["poppler", "MuPDF"])
@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "TIFF"])
def test_it_shows_the_right_way_up(
    kind: str,
    orientation: int,
    draw: object,
    tmp_path: Path,
) -> None:
    assert callable(draw)
    source = picture(kind, orientation=orientation)
    sealed, seen = tmp_path / "photo.pdf", tmp_path / "photo.png"
    sealed.write_bytes(seal_image(source, PASSWORD).content)
    assert not draw(sealed, PASSWORD[:-1], seen)
    assert draw(sealed, PASSWORD, seen)
    page = Image.open(seen).convert("RGB")
    cut = page.crop(ImageOps.invert(page.convert("L")).getbbox())
    upright = ImageOps.exif_transpose(Image.open(io.BytesIO(source))).convert("RGB")
    assert (cut.width > cut.height) == (upright.width > upright.height)
    small = (16, 16)
    between = ImageChops.difference(
        cut.resize(small, Image.Resampling.BOX), upright.resize(small, Image.Resampling.BOX)
    )
    assert max(ImageStat.Stat(between).mean) < 12


def test_poppler_takes_out_the_very_jpeg(tmp_path: Path) -> None:
    source = picture("JPEG", orientation=6)
    sealed = tmp_path / "photo.pdf"
    sealed.write_bytes(seal_image(source, PASSWORD).content)
    subprocess.run(
        ["pdfimages", "-upw", PASSWORD, "-j", str(sealed), str(tmp_path / "out")],
        timeout=60,
        check=True,
    )
    assert (tmp_path / "out-000.jpg").read_bytes() == picture_alone(source)
