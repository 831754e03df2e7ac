"""What is written in the files of an archive."""

from __future__ import annotations

import io
from collections.abc import Iterator

from sceau.review.reading.texts.gathering import UNPACKED, Room, Unreadable
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


def seven_zip_text(content: bytes, room: Room) -> Iterator[str]:
    """Give the names and the text of the files of a 7z archive. It is unpacked as a whole, in
    memory: what it says it holds is counted before, and again as it comes."""
    # loaded once there is such a file: the library and its filters are many
    import py7zr
    from py7zr.io import BytesIOFactory

    from sceau.review.reading.seven_zip import faults

    try:
        with py7zr.SevenZipFile(io.BytesIO(content), "r") as archive:
            members = [one for one in archive.list() if not one.is_directory]
            for one in members:
                room.unpack(one.uncompressed or 0)
            factory = BytesIOFactory(UNPACKED)
            archive.extractall(factory=factory)
    except faults():
        raise Unreadable("damaged") from None
    for name, unpacked in factory.products.items():
        yield name + "\n"
        yield from room.within(unpacked.read(), name)
