"""Files of which what is written is in pictures: scanned pages, photographs."""

from __future__ import annotations

import msgspec

from sceau.review.reading.model import FileReading

_PICTURE = "reading.unread.picture"
_PICTURED = frozenset({"reading.unread.no-text", "reading.unread.some-pages", _PICTURE})
_KINDS = frozenset({"pdf", "jpeg", "png", "gif", "tiff", "bmp", "webp"})
_A_PAGE = 40
"""Letters and digits from which a picture is one of something written: fewer are what any
photograph seems to say."""


def is_to_recognise(found: FileReading) -> bool:
    """Whether what is written in this file may be read from its pictures."""
    return found.kind in _KINDS and found.unread is not None and found.unread.key in _PICTURED


def with_recognised(found: FileReading, recognised: FileReading) -> FileReading:
    """Give ``found`` with what was recognised. A picture in which little is written stays one of
    which nobody knows what it shows."""
    letters = sum(map(str.isalnum, recognised.text))
    if found.unread is not None and found.unread.key == _PICTURE and letters < _A_PAGE:
        return found
    if letters == 0:
        return found
    return msgspec.structs.replace(
        found,
        text=recognised.text,
        health=recognised.health,
        identifiers=recognised.identifiers,
        labelled=recognised.labelled,
        unread=recognised.unread,
    )
