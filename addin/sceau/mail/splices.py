"""Changes to bytes by ranges: what is not named stays as it is."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec


class Splice(msgspec.Struct, frozen=True, gc=False):
    """Put ``content`` in the place of ``raw[start:end]``."""

    start: int
    end: int
    content: bytes = b""


def spliced(raw: bytes, splices: Iterable[Splice]) -> bytes:
    """Make all ``splices`` at once. They name ranges of ``raw`` and must not overlap; those at one
    place are made in the order given."""
    view = memoryview(raw)
    pieces: list[bytes | memoryview] = []
    at = 0
    for one in sorted(splices, key=lambda splice: (splice.start, splice.end)):
        if one.start < at:
            raise ValueError("overlapping splices")
        pieces += (view[at : one.start], one.content)
        at = one.end
    pieces.append(view[at:])
    return b"".join(pieces)
