"""An Outlook message (MS-OXMSG): subject, people, text, and the files in it."""

from __future__ import annotations

from collections.abc import Iterator

import olefile

from sceau.mail.html_text import text_of_html
from sceau.review.reading.texts.gathering import Room

# Properties (MS-OXPROPS) whose text is read: subject, sender, To, Cc, text, attachment's name
_WORDS = ("0037", "0C1A", "0E04", "0E03", "1000")
_HTML, _RICH, _CONTENT, _NAME = "1013", "1009", "3701", "3707"
_LARGEST = 16 * 2**20


def message_text(ole: olefile.OleFileIO, room: Room, at: str = "") -> Iterator[str]:
    """Give what the message says, and what its files say; ``at`` is the storage it is in."""
    seen = [_string(ole, at, one) for one in _WORDS]
    if not seen[-1].strip():
        page = _bytes(ole, at, _HTML)
        if len(page) > _LARGEST:
            room.miss("cut")
        elif not page and _stream(ole, at, _RICH, "0102"):
            room.miss("members")  # its text is there as compressed RTF alone (MS-OXRTFCP)
        seen[-1] = text_of_html(page[:_LARGEST].decode("utf-8", "replace"))
    yield "\n".join(seen) + "\n"
    for storage in _storages(ole, at):
        name = _string(ole, storage, _NAME)
        inner = f"{storage}/__substg1.0_{_CONTENT}000D"
        yield name + "\n"
        if ole.exists(inner):  # a message in the message, as a storage of its own
            if inner.count("__attach") < 5:
                yield from message_text(ole, room, inner)
            else:
                room.miss("members")
            continue
        content = _bytes(ole, storage, _CONTENT)
        if not content:
            room.miss("members")  # only told of, and kept elsewhere
            continue
        room.unpack(len(content))
        yield from room.within(content, name)


def _storages(ole: olefile.OleFileIO, at: str) -> list[str]:
    depth = at.count("/") + 1 if at else 0
    return [
        "/".join(one)
        for one in ole.listdir(streams=False, storages=True)
        if len(one) == depth + 1
        and one[-1].startswith("__attach_version1.0_")
        and "/".join(one[:-1]) == at
    ]


def _stream(ole: olefile.OleFileIO, at: str, property: str, type: str) -> bytes | None:
    path = f"{at}/__substg1.0_{property}{type}" if at else f"__substg1.0_{property}{type}"
    return bytes(ole.openstream(path).read()) if ole.exists(path) else None


def _string(ole: olefile.OleFileIO, at: str, property: str) -> str:
    wide = _stream(ole, at, property, "001F")
    if wide is not None:
        return wide.decode("utf-16-le", "replace")
    return (_stream(ole, at, property, "001E") or b"").decode("cp1252", "replace")


def _bytes(ole: olefile.OleFileIO, at: str, property: str) -> bytes:
    return _stream(ole, at, property, "0102") or _string(ole, at, property).encode()
