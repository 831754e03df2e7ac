"""Where a HEIC picture keeps what it says beside itself: EXIF and XMP (ISO/IEC 23008-12, annex A;
the boxes are of ISO/IEC 14496-12, 8.11). No picture is decoded."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

_MOST_ITEMS = 10_000


class Beside(NamedTuple):
    """An item that is no picture: its ``kind`` (``Exif``, or the media type of a ``mime`` item such
    as XMP's ``application/rdf+xml``) and the places of its bytes in the file, start and end."""

    kind: str
    places: tuple[tuple[int, int], ...]


def beside(content: bytes) -> tuple[Beside, ...]:
    """Give the items that say something beside the picture. Raises :class:`ValueError` for what
    is no such file, or a damaged one."""
    try:
        meta = next((one for one in _boxes(content, 0, len(content)) if one.kind == b"meta"), None)
        if meta is None:
            raise ValueError("no meta box")
        inner = {one.kind: one for one in _boxes(content, meta.start + 4, meta.end)}
        kinds = _kinds(content, inner[b"iinf"])
        data = inner.get(b"idat")
        places = _places(content, inner[b"iloc"], data.start if data else None)
    except (struct.error, KeyError, IndexError):
        raise ValueError("a damaged HEIC") from None
    found = []
    for number, kind in kinds.items():
        spans = places.get(number, ())
        if any(end > len(content) or start < 0 for start, end in spans):
            raise ValueError("an item outside of the file")
        found.append(Beside(kind, spans))
    return tuple(found)


class _Box(NamedTuple):
    kind: bytes
    start: int
    end: int


def _boxes(content: bytes, at: int, end: int) -> Iterator[_Box]:
    while at + 8 <= end:
        size, kind = struct.unpack_from(">I4s", content, at)
        head = 8
        if size == 1:
            (size,) = struct.unpack_from(">Q", content, at + 8)
            head = 16
        elif size == 0:
            size = end - at
        if size < head or at + size > end:
            raise ValueError("a box larger than what holds it")
        yield _Box(kind, at + head, at + size)
        at += size


def _kinds(content: bytes, box: _Box) -> dict[int, str]:
    version = content[box.start]
    at = box.start + (6 if version == 0 else 8)
    kinds: dict[int, str] = {}
    for entry in _boxes(content, at, box.end):
        if entry.kind != b"infe" or content[entry.start] < 2:
            continue
        form = ">HH4s" if content[entry.start] == 2 else ">IH4s"
        number, _, kind = struct.unpack_from(form, content, entry.start + 4)
        rest = content[entry.start + 4 + struct.calcsize(form) : entry.end]
        if kind == b"Exif":
            kinds[number] = "Exif"
        elif kind == b"mime":
            kinds[number] = rest.split(b"\0")[1].decode("ascii", "replace")
        if len(kinds) > _MOST_ITEMS:
            raise ValueError("more items than any picture has")
    return kinds


def _places(content: bytes, box: _Box, data: int | None) -> dict[int, tuple[tuple[int, int], ...]]:
    version = content[box.start]
    (sizes,) = struct.unpack_from(">H", content, box.start + 4)
    offset_size, length_size, base_size = sizes >> 12, sizes >> 8 & 15, sizes >> 4 & 15
    index_size = sizes & 15 if version else 0
    reader = _Reader(content, box.start + 6, box.end)
    wide = 4 if version == 2 else 2
    found: dict[int, tuple[tuple[int, int], ...]] = {}
    for _ in range(reader.number(wide)):
        item = reader.number(wide)
        method = reader.number(2) & 15 if version else 0
        reader.number(2)
        base = reader.number(base_size)
        spans = []
        for _ in range(reader.number(2)):
            reader.number(index_size)
            start, length = base + reader.number(offset_size), reader.number(length_size)
            if method == 1 and data is not None:
                start += data
            elif method:
                continue
            spans.append((start, start + length if length_size and length else len(content)))
        found[item] = tuple(spans)
    return found


class _Reader:
    def __init__(self, content: bytes, at: int, end: int) -> None:
        self._content, self._at, self._end = content, at, end

    def number(self, size: int) -> int:
        if self._at + size > self._end:
            raise ValueError("a box that ends too soon")
        value = int.from_bytes(self._content[self._at : self._at + size], "big")
        self._at += size
        return value
