"""Members of a ZIP package, unpacked no further than wanted."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator

from sceau.review.reading.texts.gathering import Room, Unreadable

_AT_ONCE = 2**16
BROKEN = (
    zipfile.BadZipFile, zlib.error, NotImplementedError, ValueError, OverflowError, OSError,
    RuntimeError, EOFError,
)  # fmt: skip
"""What :mod:`zipfile` raises for a package that is not whole, encrypted or strangely packed."""


class Package:
    """A ZIP package, unpacked as far as ``room`` goes."""

    def __init__(self, content: bytes, room: Room) -> None:
        """Raises :class:`Unreadable` ``damaged``."""
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(content))
        except BROKEN:
            raise Unreadable("damaged") from None
        self._room = room

    @property
    def members(self) -> list[zipfile.ZipInfo]:
        """The files in it, folders left out: a folder holds nothing, whatever it is called."""
        return [one for one in self._archive.infolist() if not one.is_dir() or one.compress_size]

    def pieces(self, member: zipfile.ZipInfo) -> Iterator[bytes]:
        """Unpack ``member`` piece by piece.

        What its header says of its size is not believed. Raises :class:`Unreadable` ``damaged``,
        ``protected`` or ``too-much``.
        """
        if member.flag_bits & 1:
            raise Unreadable("protected")
        try:
            with self._archive.open(member) as stream:
                while piece := stream.read(_AT_ONCE):
                    self._room.unpack(len(piece))
                    yield piece
        except BROKEN:
            raise Unreadable("damaged") from None

    def read(self, member: zipfile.ZipInfo) -> bytes:
        """Unpack ``member``; raises what :meth:`pieces` raises."""
        return b"".join(self.pieces(member))
