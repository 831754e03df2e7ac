"""Reading a 7z archive: who opens it. Only its list of files is read; nothing is unpacked."""

from __future__ import annotations

import io
import lzma
import struct

from sceau.phrases import phrase
from sceau.review.reading.model import FileReading, Opening


def faults() -> tuple[type[Exception], ...]:
    """Give what the library raises for a damaged archive; and for a password that is not its own,
    for of the list of files, encrypted, it makes nothing then."""
    from py7zr.exceptions import ArchiveError

    return (
        ArchiveError,
        lzma.LZMAError,
        OSError,
        EOFError,
        ValueError,
        TypeError,
        KeyError,
        IndexError,
        AttributeError,
        OverflowError,
        NotImplementedError,
        RuntimeError,
        AssertionError,
        struct.error,
    )


def read_7z(content: bytes) -> FileReading:
    """Tell whether the archive asks for a password. Raises nothing for what it holds, except
    ``MemoryError``."""
    # loaded once there is such a file: the library and its filters are many
    import py7zr
    from py7zr.exceptions import PasswordRequired

    try:
        with py7zr.SevenZipFile(io.BytesIO(content), "r") as archive:
            locked = bool(archive.needs_password())
    except PasswordRequired:
        locked = True
    except faults():
        return FileReading(kind="7z", damaged=True, problem=phrase("reading.problem.damaged"))
    return FileReading(kind="7z", opening=Opening.PASSWORD if locked else Opening.ANYONE)
