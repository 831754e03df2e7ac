"""Compound files (MS-CFB version 3) written from nothing: Outlook messages, old presentations.

Streams are padded with zeros to 4,096 bytes, so that none of them goes into the mini stream.
"""

from __future__ import annotations

import struct

_SECTOR = 512
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_STORAGE, _STREAM, _ROOT = 1, 2, 5
Tree = dict[str, "bytes | Tree"]


def compound(tree: Tree) -> bytes:
    """Give the file that holds ``tree``: streams by their names, storages as trees of their own."""
    sectors: list[bytes] = []
    fat: list[int] = []
    entries: list[list[object]] = []

    def put(content: bytes) -> int:
        first = len(sectors)
        count = -(-len(content) // _SECTOR)
        for number in range(count):
            sectors.append(content[number * _SECTOR : (number + 1) * _SECTOR].ljust(_SECTOR, b"\0"))
            fat.append(first + number + 1 if number + 1 < count else _END)
        return first if count else _END

    def enter(name: str, kind: int, content: bytes | Tree) -> int:
        place = len(entries)
        entries.append([name, kind, _FREE, _FREE, _END, 0])
        if isinstance(content, bytes):
            padded = content.ljust(4096, b"\0")
            entries[place][4], entries[place][5] = put(padded), len(padded)
            return place
        # brothers in a chain to the right: a tree all the same
        previous = None
        for child, inside in sorted(content.items(), key=lambda one: (len(one[0]), one[0].upper())):
            made = enter(child, _STREAM if isinstance(inside, bytes) else _STORAGE, inside)
            if previous is None:
                entries[place][2] = made
            else:
                entries[previous][3] = made
            previous = made
        return place

    enter("Root Entry", _ROOT, tree)
    directory = b"".join(_entry(*entry) for entry in entries)  # type: ignore[arg-type]
    directory_at = put(directory)
    fat_count = 1
    while fat_count * 128 < len(sectors) + fat_count:
        fat_count += 1
    fat_at = len(sectors)
    fat += [_FAT] * fat_count
    fat += [_FREE] * (fat_count * 128 - len(fat))
    header = struct.pack(
        "<8s16sHHHHH6xIIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6,
        0, fat_count, directory_at, 0, 4096, _END, 0, _END, 0, fat_at,
    )  # fmt: skip
    difat = [fat_at + n for n in range(1, fat_count)]
    header += struct.pack("<108I", *difat, *[_FREE] * (108 - len(difat)))
    return header + b"".join(sectors) + struct.pack(f"<{len(fat)}I", *fat)


def _entry(name: str, kind: int, child: int, right: int, start: int, size: int) -> bytes:
    encoded = name.encode("utf-16-le")
    return struct.pack(
        "<64sHBBIII16sIQQIQ",
        encoded, len(encoded) + 2, kind, 1, _FREE, right, child, b"", 0, 0, 0, start, size,
    )  # fmt: skip


def outlook_message(subject: str, text: str, files: dict[str, bytes] | None = None) -> bytes:
    """Give an Outlook message with attachments."""
    tree: Tree = {
        "__properties_version1.0": b"",
        "__substg1.0_0037001F": subject.encode("utf-16-le"),
        "__substg1.0_1000001F": text.encode("utf-16-le"),
    }
    for number, (name, content) in enumerate((files or {}).items()):
        tree[f"__attach_version1.0_#{number:08X}"] = {
            "__properties_version1.0": b"",
            "__substg1.0_3707001F": name.encode("utf-16-le"),
            "__substg1.0_37010102": content,
        }
    return compound(tree)


def old_slides(text: str) -> bytes:
    """Give a presentation of before 2007 that says ``text``, once in each of its two ways."""
    wide, narrow = text.encode("utf-16-le"), text.encode("latin-1", "replace")
    atoms = struct.pack("<HHI", 0, 0x0FA0, len(wide)) + wide
    atoms += struct.pack("<HHI", 0, 0x0FA8, len(narrow)) + narrow
    container = struct.pack("<HHI", 0xF, 0x03E8, len(atoms)) + atoms
    return compound({"PowerPoint Document": container})


def messages_in_messages(deep: int, text: str) -> bytes:
    """Give an Outlook message in which there are ``deep`` more, each in the one before as Outlook
    keeps them (MS-OXMSG 2.2.2.1: a storage of its own, no file); the innermost says ``text``."""

    def message(left: int) -> Tree:
        tree: Tree = {
            "__properties_version1.0": b"",
            "__substg1.0_0037001F": f"Suivi {left}".encode("utf-16-le"),
            "__substg1.0_1000001F": ("Voici." if left else text).encode("utf-16-le"),
        }
        if left:
            tree["__attach_version1.0_#00000000"] = {
                "__properties_version1.0": b"",
                "__substg1.0_3707001F": "Suivi.msg".encode("utf-16-le"),
                "__substg1.0_3701000D": message(left - 1),
            }
        return tree

    return compound(message(deep))
