"""TIFF and HEIC pictures without what they say beside the picture.

Both lead to their pieces by places in the file: nothing is moved, what is to go is written over.
Not a byte of a picture is touched; orientation and colour profile stay.
"""

from __future__ import annotations

from sceau.errors import SealRefused
from sceau.review.reading.heif import beside
from sceau.review.reading.tiff import TELLING, Directory, Tiff

_EMPTY_EXIF = b"\0\0\0\0II*\0\x08\0\0\0\0\0\0\0\0\0"
"""The place of its header, then a TIFF of one directory without fields."""

_EMPTY_XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/'
    b'22-rdf-syntax-ns#"/></x:xmpmeta>'
)


def clean_tiff(content: bytes) -> bytes:
    """Give the TIFF, all its pages, without descriptions, dates, names, place and camera. Raises
    :class:`SealRefused` ``damaged-image``, also where what is to go lies across what stays."""
    try:
        tiff = Tiff(content)
        made = bytearray(content)
        gone: list[tuple[int, int]] = []
        kept = tiff.pictures()
        for page in tiff.pages:
            going = [one for one in page.entries if one.tag in TELLING]
            staying = [one for one in page.entries if one.tag not in TELLING]
            gone += _values(tiff, going)
            kept += [one.value for one in staying]
            if going:
                _rewrite(tiff, made, page)
            kept.append((page.at, tiff.end_of(page)))
    except ValueError:
        raise SealRefused("damaged-image") from None
    inside = [(page.at, tiff.end_of(page)) for page in tiff.pages]
    for start, end in gone:
        if any(a <= start and end <= b for a, b in inside):
            continue  # it stood in its field, and went with it
        if any(start < b and a < end for a, b in kept):
            raise SealRefused("damaged-image")
        made[start:end] = bytes(end - start)
    return bytes(made)


def _values(tiff: Tiff, entries: list) -> list[tuple[int, int]]:  # type: ignore[type-arg]
    """The places of what these fields say, and of the directories they lead to."""
    found = []
    for one in entries:
        found.append(one.value)
        if below := tiff.below(one):
            found.append((below.at, tiff.end_of(below)))
            found += _values(tiff, list(below.entries))
    return found


def _rewrite(tiff: Tiff, made: bytearray, page: Directory) -> None:
    """Close the gaps in a directory, and write what it ends with after its last field."""
    order = "big" if tiff.order == ">" else "little"
    start = page.at + tiff.count_size
    wide = 8 if tiff.entry_size == 20 else 4
    end = tiff.end_of(page)
    staying = [one for one in page.entries if one.tag not in TELLING]
    fields = b"".join(bytes(made[one.at : one.at + tiff.entry_size]) for one in staying)
    packed = fields + bytes(made[end : end + wide])
    made[page.at : start] = len(staying).to_bytes(tiff.count_size, order)  # type: ignore[arg-type]
    made[start : end + wide] = packed.ljust(end + wide - start, b"\0")


def clean_heic(content: bytes) -> bytes:
    """Give the HEIC with an empty EXIF and XMP in the place of its own. Raises
    :class:`SealRefused` ``damaged-image``."""
    try:
        found = beside(content)
    except ValueError:
        raise SealRefused("damaged-image") from None
    made = bytearray(content)
    for item in found:
        left = _EMPTY_EXIF if item.kind == "Exif" else _EMPTY_XMP
        filler = b"\0" if item.kind == "Exif" else b" "
        size = sum(end - start for start, end in item.places)
        packed = (left if len(left) <= size else b"").ljust(size, filler)
        for start, end in item.places:
            made[start:end] = packed[: end - start]
            packed = packed[end - start :]
    return bytes(made)
