"""Compound files (MS-CFB): Word, Excel and PowerPoint before 2007, Outlook messages."""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterator

import olefile

from sceau.review.reading.texts import outlook, sheets
from sceau.review.reading.texts.gathering import Room, Unreadable

_BROKEN = (OSError, ValueError, IndexError, struct.error, RecursionError, TypeError)
"""What :mod:`olefile` raises for a file that is not whole."""

_ENCRYPTED, _SECOND_TABLE = 0x0100, 0x0200
_CLX = 0x01A2
_SLIDE_CHARACTERS, _SLIDE_BYTES = 0x0FA0, 0x0FA8
_CONTAINER = 0xF
_IS_OBJECT = re.compile(r"ObjectPool|MBD[0-9A-F]{8}$")
"""Storages in which Word and Excel keep the files that were put into theirs."""
_WORD_SIGNS = {
    7: "\t", 11: "\n", 12: "\n\f", 13: "\n", 14: "\n", 30: "-", 31: "", 160: " ",
    1: " ", 2: " ", 5: " ", 8: " ", 19: " ", 20: " ", 21: " ",
}  # fmt: skip


def compound_text(content: bytes, room: Room) -> Iterator[str]:
    """Give the text of whatever it is. Raises :class:`Unreadable` ``damaged``, ``protected``, or
    ``kind`` where it is none of these."""
    try:
        with olefile.OleFileIO(io.BytesIO(content)) as ole:
            if ole.exists("__properties_version1.0"):
                yield from outlook.message_text(ole, room)
            elif ole.exists("WordDocument"):
                yield _word(ole, room)
            elif ole.exists("PowerPoint Document"):
                yield from _slides(ole.openstream("PowerPoint Document").read(), room)
            elif ole.exists("Workbook") or ole.exists("Book"):
                yield from sheets.workbook_text(content, room)
            else:
                raise Unreadable("kind")
            if any(_IS_OBJECT.match(one[0]) for one in ole.listdir(streams=False, storages=True)):
                room.miss("members")
    except _BROKEN:
        raise Unreadable("damaged") from None


def _word(ole: olefile.OleFileIO, room: Room) -> str:
    """Put the pieces of a Word 97 document together (MS-DOC 2.4.1, Retrieving Text)."""
    main = ole.openstream("WordDocument").read()
    (flags,) = struct.unpack_from("<H", main, 0x0A)
    if flags & _ENCRYPTED:
        raise Unreadable("protected")
    table = ole.openstream("1Table" if flags & _SECOND_TABLE else "0Table").read()
    start, size = struct.unpack_from("<II", main, _CLX)
    clx = table[start : start + size]
    at = 0
    while at < len(clx) and clx[at] == 1:  # Prc: formatting, left out
        at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
    if at >= len(clx) or clx[at] != 2:
        raise Unreadable("damaged")
    pieces = clx[at + 5 : at + 5 + struct.unpack_from("<I", clx, at + 1)[0]]
    count = (len(pieces) - 4) // 12
    ends = struct.unpack_from(f"<{count + 1}I", pieces)
    found: list[str] = []
    for number in range(count):
        (place,) = struct.unpack_from("<I", pieces, 4 * (count + 1) + 8 * number + 2)
        length = max(ends[number + 1] - ends[number], 0)
        if place & 0x40000000:
            begin, end, encoding = (place & 0x3FFFFFFF) // 2, length, "cp1252"
        else:
            begin, end, encoding = place, 2 * length, "utf-16-le"
        end += begin
        if end > len(main):
            room.miss("damaged")  # the piece reaches beyond what is left of the file
        found.append(main[begin:end].decode(encoding, "replace"))
    return "".join(found).translate(_WORD_SIGNS)


def _slides(stream: bytes, room: Room) -> Iterator[str]:
    """Give the text atoms (MS-PPT 2.9.42 and 2.9.43), containers entered."""
    at = 0
    while at + 8 <= len(stream):
        version, kind, size = struct.unpack_from("<HHI", stream, at)
        at += 8
        if version & 0xF == _CONTAINER:
            continue
        if kind == _SLIDE_CHARACTERS:
            yield stream[at : at + size].decode("utf-16-le", "replace").replace("\r", "\n") + "\n"
        elif kind == _SLIDE_BYTES:
            yield stream[at : at + size].decode("latin-1").replace("\r", "\n") + "\n"
        at += size
    if at > len(stream):
        room.miss("damaged")  # it ends in the middle of an atom
