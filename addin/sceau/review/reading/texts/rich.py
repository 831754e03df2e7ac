"""The text of an RTF document (Rich Text Format Specification 1.9.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sceau.review.reading.texts.gathering import Room

_TOKEN = re.compile(
    rb"\\([a-z]{1,32})(-?\d{1,10})?[ ]?|\\'([0-9a-f]{2})|\\([^a-z0-9])|([{}])|[\r\n]+"
    rb"|([^\\{}\r\n]+)",
    re.IGNORECASE,
)
_UNSEEN = frozenset(
    {b"fonttbl", b"colortbl", b"stylesheet", b"info", b"pict", b"object", b"listtable",
     b"listoverridetable", b"rsidtbl", b"generator", b"themedata", b"colorschememapping",
     b"latentstyles", b"datastore", b"xmlnstbl", b"fldinst", b"objdata"}
)  # fmt: skip
_SIGNS = {
    b"par": "\n", b"line": "\n", b"page": "\n\f", b"sect": "\n", b"row": "\n", b"cell": "\t",
    b"tab": "\t", b"emdash": "—", b"endash": "–", b"lquote": "‘", b"rquote": "’",
    b"ldblquote": "“", b"rdblquote": "”", b"bullet": "•",
}  # fmt: skip
_ESCAPED = {b"~": "\u00a0", b"_": "-", b"\\": "\\", b"{": "{", b"}": "}", b"-": ""}
_DEEPEST = 10_000


def rich_text(content: bytes, room: Room) -> Iterator[str]:
    """Give the readable text: fonts, pictures and other unseen groups left out."""
    hidden = False  # whether the group is one that is not read
    skip, left = 1, 0  # \ucN: signs that stand for one \u; how many are still to be left out
    groups: list[tuple[bool, int]] = []
    encoding = "cp1252"
    for found in _TOKEN.finditer(content):
        word, number, code, escaped, brace, letters = found.groups()
        if brace == b"{":
            groups.append((hidden, skip))
            if len(groups) > _DEEPEST:
                room.miss("damaged")
                return
        elif brace == b"}":
            hidden, skip = groups.pop() if groups else (False, 1)
            left = 0
        elif word is not None:
            if word == b"bin" and number:
                room.miss("members")  # what follows is bytes, not text
                return
            if word == b"objdata":
                room.miss("members")  # a file put into the text
            if word in _UNSEEN:
                hidden = True
            elif word == b"uc" and number:
                skip = min(max(int(number), 0), 8)
            elif word == b"ansicpg" and number in (b"1250", b"1251", b"1252", b"1253", b"1254"):
                encoding = f"cp{int(number)}"
            elif word == b"u" and number and not hidden:
                left = skip
                yield chr(int(number) % 65536) if not 0xD800 <= int(number) % 65536 < 0xE000 else ""
            elif not hidden and (sign := _SIGNS.get(word)):
                yield sign
        elif escaped == b"*":
            hidden = True
        elif hidden:
            continue
        elif escaped is not None:
            yield _ESCAPED.get(escaped, "")
        elif left and (code is not None or letters is not None):
            if code is not None:
                left -= 1
            else:
                yield letters[left:].decode(encoding, "replace")
                left = 0
        elif code is not None:
            yield bytes.fromhex(code.decode("ascii")).decode(encoding, "replace")
        elif letters is not None:
            yield letters.decode(encoding, "replace")
    if groups:
        room.miss("damaged")  # it ends in the middle
