"""Cleaning TIFF and HEIC, as other programs write them: all that is told goes, no pixel changes."""

from __future__ import annotations

import functools
import io
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sceau.errors import SealRefused
from sceau.review.reading.readers import examined
from sceau.review.reading.tiff import Tiff
from sceau.seal.cleaning.clean import clean
from sceau.seal.cleaning.tiff import clean_heic, clean_tiff
from support.pictures import drawing, exif, heic, picture, profile


def run(*line: str | Path) -> str:
    done = subprocess.run(
        [str(one) for one in line], capture_output=True, text=True, timeout=60, check=True
    )
    return done.stdout


def told_by_exiftool(path: Path) -> None:
    """Write what a telephone and an agency write: a place, a person, a comment, keywords."""
    run(
        *("exiftool", "-q", "-overwrite_original", "-XMP:Creator=Jeanne", "-GPSLatitude=48.1"),
        *("-GPSLongitude=2.1", "-UserComment=Jeanne Exemple", "-IPTC:By-line=Jeanne", path),
    )


def pillow(**more: object) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        drawing().save(path, "TIFF", exif=exif(6), **more)  # type: ignore[arg-type]
        told_by_exiftool(path)

    return make


def two_pages(path: Path) -> None:
    second = drawing(80, 40, "L")
    drawing().save(path, "TIFF", exif=exif(3), save_all=True, append_images=[second])
    told_by_exiftool(path)


def imagemagick(*switches: str) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        source = path.with_suffix(".jpg")
        source.write_bytes(picture("JPEG", orientation=6))
        run("convert", source, *switches, path)
        source.unlink()
        told_by_exiftool(path)

    return make


def heif_enc(path: Path) -> None:
    source = path.with_suffix(".jpg")
    source.write_bytes(picture("JPEG", orientation=6))
    told_by_exiftool(source)
    run("heif-enc", "-q", "90", source, "-o", path)
    source.unlink()


def big(path: Path) -> None:
    drawing().save(path, "TIFF", big_tiff=True, exif=exif(1), compression="tiff_lzw")


MADE: dict[str, tuple[Callable[[Path], None], str]] = {
    "a TIFF of Pillow, as it is": (pillow(), "tif"),
    "a TIFF of Pillow, LZW": (pillow(compression="tiff_lzw"), "tif"),
    "a TIFF of two pages": (two_pages, "tif"),
    "a BigTIFF": (big, "tif"),
    "a TIFF of ImageMagick, deflated": (imagemagick("-compress", "zip"), "tif"),
    "a TIFF of ImageMagick, big-endian": (imagemagick("-endian", "MSB"), "tif"),
    "a TIFF of ImageMagick, in tiles": (imagemagick("-define", "tiff:tile-geometry=64x64"), "tif"),
    "a TIFF of ImageMagick, JPEG in it": (imagemagick("-compress", "jpeg"), "tif"),
    "a HEIC of libheif, from a photo": (heif_enc, "heic"),
    "a HEIC of ImageMagick": (imagemagick("-quality", "90"), "heic"),
}


@pytest.mark.parametrize(("make", "ending"), MADE.values(), ids=MADE)
def test_all_that_is_told_goes_and_no_pixel_changes(
    make: Callable[[Path], None], ending: str, tmp_path: Path
) -> None:
    source, made = tmp_path / f"source.{ending}", tmp_path / f"clean.{ending}"
    make(source)
    content = source.read_bytes()
    found = examined(content, "", "")
    assert "camera" in found.hidden
    assert found.removable
    cleaned = clean(content)
    assert cleaned.removed == found.hidden
    assert len(cleaned.content) == len(content)
    made.write_bytes(cleaned.content)
    assert b"Jeanne" not in cleaned.content
    told = run("exiftool", "-a", "-G1", "-s", made)
    assert "GPS" not in told
    assert "XMP" not in told
    assert "Warning" not in told
    pages = run("identify", "-format", "%p\n", source).split()
    for page in pages:
        run("compare", "-metric", "AE", f"{source}[{page}]", f"{made}[{page}]", "null:")
    turned = "-s3", "-n", "-Orientation"
    assert ending == "heic" or run("exiftool", *turned, source) == run("exiftool", *turned, made)


def test_a_colour_profile_stays(tmp_path: Path) -> None:
    out = io.BytesIO()
    drawing().save(out, "TIFF", exif=exif(1), icc_profile=profile())
    assert profile() in clean(out.getvalue()).content


@pytest.mark.parametrize("kind", ["TIFF", "HEIC"])
def test_one_with_nothing_hidden_is_given_back(kind: str) -> None:
    content = heic() if kind == "HEIC" else picture("TIFF")
    content = clean(content).content
    assert clean(content).content is content


@functools.cache
def tried() -> dict[str, bytes]:
    out = io.BytesIO()
    drawing().save(out, "TIFF", exif=exif(1), save_all=True, append_images=[drawing(40, 40)])
    return {"tiff": out.getvalue(), "heic": heic(6)}


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_damaged_one_is_refused_or_cleaned_and_never_a_fault(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(sorted(tried())))
    content = bytearray(tried()[kind])
    for _ in range(data.draw(st.integers(1, 8))):
        place = data.draw(
            st.integers(8, min(len(content), 900) - 1) | st.integers(8, len(content) - 1)
        )
        content[place] = data.draw(st.sampled_from([0, 1, 255]) | st.integers(0, 255))
    cut = data.draw(st.integers(8, len(content)) | st.just(len(content)))
    damaged = bytes(content[:cut])
    examined(damaged, "", "")
    try:
        made = clean_tiff(damaged) if kind == "tiff" else clean_heic(damaged)
    except SealRefused:
        return
    assert len(made) == len(damaged)


def test_what_is_told_across_the_picture_is_not_touched() -> None:
    """A description that lies where the picture does: taking it out would take the picture."""
    content = bytearray(picture("TIFF"))
    tiff = Tiff(bytes(content))
    (page,) = tiff.pages
    strip = tiff.pictures()[0]
    entry = page.entries[0]
    order = "big" if tiff.order == ">" else "little"
    content[entry.at : entry.at + 2] = (270).to_bytes(2, order)  # type: ignore[arg-type]
    content[entry.at + 2 : entry.at + 4] = (2).to_bytes(2, order)  # type: ignore[arg-type]
    content[entry.at + 4 : entry.at + 8] = (64).to_bytes(4, order)  # type: ignore[arg-type]
    content[entry.at + 8 : entry.at + 12] = strip[0].to_bytes(4, order)  # type: ignore[arg-type]
    with pytest.raises(SealRefused, match="damaged-image"):
        clean_tiff(bytes(content))
