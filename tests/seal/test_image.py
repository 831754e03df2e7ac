"""Pictures: on a page as they were, the right way up, without what a camera writes beside them."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable
from typing import NamedTuple

import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageOps, ImageStat

from sceau.errors import SealRefused
from sceau.seal.image import seal_image, seal_images
from sceau.seal.jpeg import picture_alone
from sceau.seal.pdf import opens_with
from sceau.seal.sealing import seal, unseal
from support.pictures import PLACE, drawing, heic, picture, profile

PASSWORD = "abcd-2345-wxyz-6789"


def shown(sealed: bytes, page: int = 0) -> Image.Image:
    """Give what PDFium shows of the picture, cut out of its page."""
    with contextlib.closing(pypdfium2.PdfDocument(sealed, password=PASSWORD)) as document:
        image = document[page].render(scale=1).to_pil().convert("RGB")
    return image.crop(ImageOps.invert(image.convert("L")).getbbox())


def difference(one: Image.Image, other: Image.Image) -> float:
    """Give the mean difference (0 to 255) of two pictures, as seen from afar."""
    small = (16, 16)
    between = ImageChops.difference(
        one.convert("RGB").resize(small, Image.Resampling.BOX),
        other.convert("RGB").resize(small, Image.Resampling.BOX),
    )
    return max(ImageStat.Stat(between).mean)


class Stored(NamedTuple):
    """A picture as the PDF holds it."""

    image: Image.Image
    raw: bytes
    profile: bytes


def stored(sealed: bytes, page: int = 0) -> Stored:
    with contextlib.closing(pikepdf.open(io.BytesIO(sealed), password=PASSWORD)) as pdf:
        (stream,) = pdf.pages[page].get_images().values()
        picture = pikepdf.PdfImage(stream)
        image = picture.as_pil_image()
        image.load()
        icc = picture.icc
        return Stored(image, stream.read_raw_bytes(), icc.tobytes() if icc else b"")


PICTURES: dict[str, Callable[[], bytes]] = {
    "a JPEG": lambda: picture("JPEG"),
    "a progressive JPEG": lambda: picture("JPEG", progressive=True),
    "a grey JPEG": lambda: picture("JPEG", mode="L"),
    "a PNG": lambda: picture("PNG"),
    "a PNG with a palette": lambda: picture("PNG", mode="P"),
    "a grey PNG": lambda: picture("PNG", mode="L"),
    "a black and white PNG": lambda: picture("PNG", mode="1"),
    "a PNG that lets light through": lambda: picture("PNG", mode="RGBA"),
    "a GIF": lambda: picture("GIF"),
    "a BMP": lambda: picture("BMP"),
    "a TIFF": lambda: picture("TIFF"),
    "a fax": lambda: picture("TIFF", mode="1", compression="group4"),
    "a lossless WebP": lambda: picture("WEBP", lossless=True),
    "a WebP": lambda: picture("WEBP", quality=80),
}


@pytest.mark.parametrize("make", PICTURES.values(), ids=PICTURES)
def test_every_pixel_is_the_sources(make: Callable[[], bytes]) -> None:
    source = make()
    sealed = seal_image(source, PASSWORD)
    assert (sealed.format, sealed.ending, sealed.pages) == ("pdf", ".pdf", 1)
    assert opens_with(sealed.content, PASSWORD)
    assert not opens_with(sealed.content, "")
    before = Image.open(io.BytesIO(source)).convert("RGB")
    after = stored(sealed.content).image.convert("RGB")
    assert after.tobytes() == before.tobytes()
    assert difference(shown(sealed.content), before) < 8


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP"])
def test_it_stands_the_right_way_up(kind: str, orientation: int) -> None:
    source = picture(kind, orientation=orientation)
    upright = ImageOps.exif_transpose(Image.open(io.BytesIO(source)))
    seen = shown(seal_image(source, PASSWORD).content)
    assert (seen.width > seen.height) == (upright.width > upright.height)
    assert difference(seen, upright) < 12


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP"])
@pytest.mark.parametrize("orientation", [1, 2, 6])
def test_place_and_camera_are_gone_and_the_colour_profile_stays(
    kind: str, orientation: int
) -> None:
    colours = profile()
    source = picture(kind, orientation=orientation, icc_profile=colours)
    assert PLACE.encode() in source
    opened = unseal(seal_image(source, PASSWORD).content, PASSWORD).content
    with contextlib.closing(pikepdf.open(io.BytesIO(opened))) as pdf:
        streams = b"".join(
            one.read_raw_bytes() for one in pdf.objects if isinstance(one, pikepdf.Stream)
        )
        assert not pdf.docinfo.keys() - {"/Producer", "/Creator"}
    for told in (PLACE.encode(), b"Exif", b"Jeanne"):
        assert told not in streams
        assert told not in opened
    kept = stored(seal_image(source, PASSWORD).content)
    assert kept.profile == colours or colours in kept.raw


def test_a_jpeg_is_not_decoded_and_encoded_again() -> None:
    source = picture("JPEG", orientation=6)
    assert stored(seal_image(source, PASSWORD).content).raw == picture_alone(source)
    assert source.count(picture_alone(source)[-500:]) == 1


def test_a_second_picture_behind_the_first_is_dropped() -> None:
    first, hidden = picture("JPEG"), picture("JPEG", orientation=1, comment=b"Jeanne")
    assert picture_alone(first + hidden) == picture_alone(first)


def test_a_scan_of_several_pages_keeps_them_all() -> None:
    out = io.BytesIO()
    pages = [drawing(120, 80), drawing(80, 120, "L"), drawing(120, 80, "1")]
    pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:])
    sealed = seal_image(out.getvalue(), PASSWORD)
    assert sealed.pages == 3
    for number, page in enumerate(pages):
        after = stored(sealed.content, number).image
        assert after.convert("RGB").tobytes() == page.convert("RGB").tobytes()


@pytest.mark.parametrize(
    "size", [(1, 1), (3, 2), (1, 900), (6000, 2)], ids=["a dot", "tiny", "a line", "a thread"]
)
def test_any_size_becomes_a_page(size: tuple[int, int]) -> None:
    out = io.BytesIO()
    drawing(*size).save(out, "PNG") if min(size) > 1 else Image.new("RGB", size).save(out, "PNG")
    assert seal_image(out.getvalue(), PASSWORD).pages == 1


def _animation() -> bytes:
    out = io.BytesIO()
    drawing().save(out, "GIF", save_all=True, append_images=[drawing().rotate(180)])
    return out.getvalue()


def _bomb() -> bytes:
    """A PNG of 900 bytes that says it is 30,000 by 30,000."""
    small = bytearray(picture("PNG"))
    small[16:24] = (30_000).to_bytes(4, "big") * 2
    return bytes(small)


UNSUITED: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "an animation": (_animation, "image-unsuited", "unsuited"),
    "colours for print": (lambda: picture("TIFF", mode="CMYK"), "image-unsuited", "unsuited"),
    "a JPEG cut short": (lambda: picture("JPEG")[:-40], "damaged-image", "damaged"),
    "a PNG cut short": (lambda: picture("PNG")[:300], "damaged-image", "damaged"),
    "a beginning alone": (lambda: b"\xff\xd8\xff\xe0", "damaged-image", "damaged"),
    "a bomb": (_bomb, "damaged-image", "damaged"),
}


@pytest.mark.parametrize(("make", "reason", "why"), UNSUITED.values(), ids=UNSUITED)
def test_what_no_page_can_hold_goes_into_an_envelope_as_it_is(
    make: Callable[[], bytes], reason: str, why: str
) -> None:
    source = make()
    with pytest.raises(SealRefused, match=reason):
        seal(source, "photo", PASSWORD, "pdf")
    sealed = seal(source, "photo.jpg", PASSWORD)
    assert sealed.format == "envelope"
    assert sealed.why is not None
    assert sealed.why.key == f"seal.why.{why}"
    opened = unseal(sealed.content, PASSWORD)
    assert (opened.content, opened.name) == (source, "photo.jpg")


@given(st.binary(max_size=300), st.integers(0, 2000))
@settings(max_examples=150, deadline=None)
def test_no_bytes_are_a_fault(noise: bytes, at: int) -> None:
    """Changed anywhere, a JPEG is cleaned or refused, and never longer than it was."""
    source = picture("JPEG", orientation=1)
    changed = source[: 2 + at] + noise + source[2 + at + len(noise) :]
    try:
        assert len(picture_alone(changed)) <= len(changed)
    except SealRefused as refusal:
        assert refusal.reason == "damaged-image"


def test_a_heic_becomes_a_page_that_looks_the_same() -> None:
    content = heic()
    sealed = seal(content, "Photo.HEIC", PASSWORD)
    assert (sealed.format, sealed.pages) == ("pdf", 1)
    assert [one.key for one in sealed.notes] == ["seal.note.image", "seal.note.heic"]
    assert stored(sealed.content).image.size == drawing().size
    assert difference(shown(sealed.content), drawing()) < 6


def test_a_damaged_heic_goes_into_an_envelope_as_it_is() -> None:
    content = heic()[:-400]
    sealed = seal(content, "Photo.HEIC", PASSWORD)
    assert sealed.format == "envelope"
    assert unseal(sealed.content, PASSWORD).content == content


def test_several_pictures_become_one_document_in_their_order() -> None:
    contents = [picture("JPEG", orientation=6), heic(), picture("PNG", mode="L")]
    sealed = seal_images(contents, PASSWORD)
    assert sealed.pages == 3
    assert stored(sealed.content, 2).image.mode == "L"
    assert not opens_with(sealed.content, "")
    with pytest.raises(SealRefused, match="not-an-image"):
        seal_images([contents[0], b"Bilan"], PASSWORD)
