"""Cleaning pictures: what stands beside the picture goes, the picture stays, byte for byte."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin

from sceau.errors import SealRefused
from sceau.review.reading.readers import read_file
from sceau.seal.cleaning.clean import clean
from support.pictures import PLACE, exif, picture, profile


def png_that_tells() -> bytes:
    told = PngImagePlugin.PngInfo()
    told.add_text("Author", "Jeanne Exemple")
    told.add_itxt("Comment", "rue des Tests")
    return picture("PNG", pnginfo=told, exif=exif(1))


TELLING: dict[str, tuple[Callable[[], bytes], tuple[str, ...]]] = {
    "a photo": (lambda: picture("JPEG", orientation=1), ("place", "camera")),
    "a photo that is turned": (lambda: picture("JPEG", orientation=6), ("place", "camera")),
    "a JPEG with a comment": (lambda: picture("JPEG", comment=b"Jeanne Exemple"), ("camera",)),
    "a JPEG with XMP": (lambda: picture("JPEG", xmp=b"<x>Jeanne Exemple</x>"), ("camera",)),
    "a JPEG with a film behind it": (lambda: picture("JPEG") + b"ftyp" + bytes(900), ("camera",)),
    "a PNG": (png_that_tells, ("place", "camera")),
    "a WebP": (lambda: picture("WEBP", orientation=1), ("place", "camera")),
}


@pytest.mark.parametrize(("make", "traces"), TELLING.values(), ids=TELLING)
def test_what_is_hidden_is_found_and_goes(
    make: Callable[[], bytes], traces: tuple[str, ...]
) -> None:
    content = make()
    found = read_file(content, "photo", "")
    assert (found.hidden, found.removable) == (traces, True)
    made = clean(content)
    assert made.removed == traces
    for told in (PLACE.encode(), b"Jeanne", b"ftyp", b"Appareil"):
        assert told not in made.content
    assert not read_file(made.content, "photo", "").hidden
    with Image.open(io.BytesIO(content)) as before, Image.open(io.BytesIO(made.content)) as after:
        assert before.tobytes() == after.tobytes()
        assert (
            before.getexif().get(274, 1) == after.getexif().get(274, 1) or before.format != "JPEG"
        )


@pytest.mark.parametrize("turn", range(1, 9))
def test_a_photo_stays_the_right_way_up(turn: int) -> None:
    made = clean(picture("JPEG", orientation=turn))
    with Image.open(io.BytesIO(made.content)) as after:
        assert after.getexif().get(274, 1) == turn


def test_the_bytes_of_the_picture_are_not_touched() -> None:
    bare = picture("JPEG", icc_profile=profile())
    told = picture("JPEG", icc_profile=profile(), orientation=3)
    scan = bare[bare.index(b"\xff\xda") :]
    assert clean(told).content.endswith(scan)
    assert profile() in clean(told).content


def test_one_with_nothing_hidden_is_given_back() -> None:
    for kind in ("JPEG", "PNG", "WEBP", "GIF", "BMP"):
        content = picture(kind)
        assert clean(content).content is content
        assert not read_file(content, "", "").hidden


def test_another_program_sees_nothing_either(tmp_path: Path) -> None:
    path = tmp_path / "photo.jpg"
    path.write_bytes(clean(picture("JPEG", orientation=6)).content)
    told = subprocess.run(
        ["identify", "-format", "%[EXIF:*]", str(path)],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    ).stdout
    assert [line for line in told.splitlines() if line] == ["exif:Orientation=6"]


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_damaged_one_is_refused(kind: str) -> None:
    content = png_that_tells() if kind == "PNG" else picture("JPEG", orientation=1)
    with pytest.raises(SealRefused, match="damaged-image"):
        clean(content[: len(content) * 2 // 3])
