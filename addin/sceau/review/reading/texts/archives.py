"""What is written in the files of an archive."""

from __future__ import annotations

from collections.abc import Iterator

from sceau.review.reading.texts.gathering import Room, Unreadable
from sceau.review.reading.texts.packed import Package


def zip_text(content: bytes, room: Room) -> Iterator[str]:
    """Give the names and the text of the files of a ZIP archive; one that cannot be read is
    missed, and the next is read."""
    package = Package(content, room)
    for member in package.members:
        yield member.filename + "\n"
        try:
            inside = package.read(member)
        except Unreadable as unreadable:
            if unreadable.reason == "too-much":
                raise
            room.miss(unreadable.reason)
            continue
        yield from room.within(inside, member.filename)
