"""Reading a ZIP archive, or an Office document of 2007 and later, which is one: who opens it.

Only the central directory is read (APPNOTE 6.3.10, 4.3.12), and of an OpenDocument file the list of
its parts; nothing else is unpacked.
"""

from __future__ import annotations

import io
import zipfile

from lxml import etree

from sceau.phrases import phrase
from sceau.review.reading.model import FileReading, Opening
from sceau.review.reading.packages import FAULTS, local, parsed

_ENCRYPTED = 0x1
_AES = 99
"""The compression method WinZip's AES entries declare (APPNOTE, 4.4.5)."""

_MANIFEST = "META-INF/manifest.xml"
_CONTENTS = frozenset(("content.xml", "encrypted-package"))
_LONGEST_LIST = 2**20

_OFFICE = (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx"))


def read_zip(content: bytes) -> FileReading:
    """Tell whether every file of the archive asks for a password.

    One protected entry does not make a protected archive. The old ZipCrypto is no protection, its
    key is found from a few known bytes: such an archive counts as open.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if _is_locked_odf(archive, entries):
                return FileReading(kind="odf", opening=Opening.PASSWORD)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError, OSError):
        return FileReading(kind="zip", damaged=True, problem=phrase("reading.problem.damaged"))
    kind = _office_kind([entry.filename for entry in entries])
    locked = [entry for entry in entries if entry.flag_bits & _ENCRYPTED]
    if entries and all(entry.compress_type == _AES for entry in locked) and locked == entries:
        return FileReading(kind=kind, opening=Opening.PASSWORD)
    weakness = ("zipcrypto" if locked == entries else "some-entries") if locked else ""
    return FileReading(kind=kind, opening=Opening.ANYONE, weakness=weakness)


def _is_locked_odf(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> bool:
    """Whether the content of an OpenDocument file is encrypted part by part, or the whole of it in
    one part (ODF 1.3 and 1.4, part 2, 3.4), as its list of parts says."""
    if not entries or entries[0].filename != "mimetype":
        return False
    if _MANIFEST not in archive.namelist():
        return False
    try:
        with archive.open(_MANIFEST) as listed:
            told = listed.read(_LONGEST_LIST + 1)
        if len(told) > _LONGEST_LIST:
            return False
        locks = [one for one in parsed(told).iter() if local(one) == "encryption-data"]
    except FAULTS:
        return False
    return any(_path(one.getparent()) in _CONTENTS for one in locks if one.getparent() is not None)


def _path(entry: etree._Element) -> str:
    return next((value for key, value in entry.attrib.items() if key.endswith("}full-path")), "")


def _office_kind(names: list[str]) -> str:
    if "[Content_Types].xml" in names:
        for folder, kind in _OFFICE:
            if any(name.startswith(folder) for name in names):
                return kind
    return "odf" if names[:1] == ["mimetype"] else "zip"
