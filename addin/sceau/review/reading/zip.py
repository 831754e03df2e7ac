"""Reading a ZIP archive, or an Office document of 2007 and later, which is one: who opens it.

Only the central directory is read (APPNOTE 6.3.10, 4.3.12); nothing is unpacked.
"""

from __future__ import annotations

import io
import zipfile

from sceau.phrases import phrase
from sceau.review.reading.model import FileReading, Opening

_ENCRYPTED = 0x1
_AES = 99
"""The compression method WinZip's AES entries declare (APPNOTE, 4.4.5)."""

_OFFICE = (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx"))


def read_zip(content: bytes) -> FileReading:
    """Tell whether every file of the archive asks for a password.

    One protected entry does not make a protected archive. The old ZipCrypto is no protection, its
    key is found from a few known bytes: such an archive counts as open.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError, OSError):
        return FileReading(kind="zip", damaged=True, problem=phrase("reading.problem.damaged"))
    kind = _office_kind([entry.filename for entry in entries])
    locked = [entry for entry in entries if entry.flag_bits & _ENCRYPTED]
    if entries and all(entry.compress_type == _AES for entry in locked) and locked == entries:
        return FileReading(kind=kind, opening=Opening.PASSWORD)
    weakness = ("zipcrypto" if locked == entries else "some-entries") if locked else ""
    return FileReading(kind=kind, opening=Opening.ANYONE, weakness=weakness)


def _office_kind(names: list[str]) -> str:
    if "[Content_Types].xml" in names:
        for folder, kind in _OFFICE:
            if any(name.startswith(folder) for name in names):
                return kind
    return "odf" if names[:1] == ["mimetype"] else "zip"
