"""Sealing a Word, Excel or PowerPoint document as Office itself does: agile encryption with
AES-256 and SHA-512 (MS-OFFCRYPTO 2.3.4.10), the key by 100,000 rounds, an HMAC over the whole.

The package is encrypted as it is: macros, signatures and content untouched. Opened by Office since
2010 and by LibreOffice.

``msoffcrypto`` writes a package under 4,096 bytes so that nobody can open it: such a one is made
longer as Office itself does, by a growth hint of its last part. (A comment at the end of the
archive will not do: LibreOffice opens no package with a long one.) What comes out is opened again
and compared in any case.
"""

from __future__ import annotations

import io
import secrets
import struct
import zipfile
from pathlib import PurePath

from msoffcrypto.exceptions import DecryptionError, EncryptionError, FileFormatError, ParseError
from msoffcrypto.format.ooxml import OOXMLFile

from sceau.errors import PasswordRefused, SealRefused
from sceau.phrases import phrase
from sceau.review.reading.model import Opening
from sceau.review.reading.ole import read_ole
from sceau.review.reading.zip import read_zip
from sceau.seal.limits import LARGEST_FILE
from sceau.seal.passwords import check_bytes
from sceau.seal.sealed import Opened, Sealed

ALGORITHM = "AES-256 (Office, agile)"

_SHORTEST = 4200
_END = struct.Struct("<4s4H2LH")
_NAMES_AT, _NAMES = 26, struct.Struct("<2H")
"""In a file's local header (APPNOTE 4.3.7): how long its name and its extra field are."""

_HINT, _GROWTH_HINT, _HINT_SIGNATURE = struct.Struct("<4H"), 0xA220, 0xA028
"""The extra field *Open Packaging Growth Hint* (APPNOTE 4.6.10)."""

_OPEN_XML = "application/vnd.openxmlformats-officedocument"
_TYPES = {
    "docx": {
        ".docx": f"{_OPEN_XML}.wordprocessingml.document",
        ".dotx": f"{_OPEN_XML}.wordprocessingml.template",
        ".docm": "application/vnd.ms-word.document.macroenabled.12",
        ".dotm": "application/vnd.ms-word.template.macroenabled.12",
    },
    "xlsx": {
        ".xlsx": f"{_OPEN_XML}.spreadsheetml.sheet",
        ".xltx": f"{_OPEN_XML}.spreadsheetml.template",
        ".xlsm": "application/vnd.ms-excel.sheet.macroenabled.12",
        ".xlsb": "application/vnd.ms-excel.sheet.binary.macroenabled.12",
    },
    "pptx": {
        ".pptx": f"{_OPEN_XML}.presentationml.presentation",
        ".ppsx": f"{_OPEN_XML}.presentationml.slideshow",
        ".pptm": "application/vnd.ms-powerpoint.presentation.macroenabled.12",
    },
}
"""The endings of each kind and their media types (IANA); the first is the kind's own."""

_FAULTS = (
    DecryptionError,
    EncryptionError,
    FileFormatError,
    ParseError,
    OSError,
    ValueError,
    KeyError,
    TypeError,
    IndexError,
    AttributeError,
    struct.error,
)
"""What the library raises for a damaged container, whichever way it notices."""


def seal_office(content: bytes, name: str, password: str) -> Sealed:
    """Seal a document so that only ``password`` opens it, and verify it.

    ``name`` keeps its ending where it is one of the document's kind. Raises :class:`SealRefused`
    ``not-office``, ``too-large``, ``already-protected``, ``damaged-office``, ``not-verified``, and
    :class:`PasswordRefused` for a password readers would not take.
    """
    check_bytes(password)
    if len(content) > LARGEST_FILE:
        raise SealRefused("too-large", limit=LARGEST_FILE // 2**20)
    if read_ole(content).opening is Opening.PASSWORD:
        raise SealRefused("already-protected")
    kind = read_zip(content).kind
    if kind not in _TYPES:
        raise SealRefused("not-office")
    package = _long_enough(content)
    out = io.BytesIO()
    try:
        OOXMLFile(io.BytesIO(package)).encrypt(password, out)
    except _FAULTS:
        raise SealRefused("damaged-office") from None
    sealed = out.getvalue()
    _prove(sealed, password, package)
    types = _TYPES[kind]
    suffix = PurePath(name).suffix.lower()
    ending = suffix if suffix in types else f".{kind}"
    return Sealed(
        content=sealed,
        format="office",
        algorithm=ALGORITHM,
        ending=ending,
        media_type=types[ending],
        notes=(phrase("seal.note.office"),),
    )


def unseal_office(content: bytes, password: str) -> Opened:
    """Give the document out of an encrypted one.

    Raises :class:`PasswordRefused` ``wrong-password``, :class:`SealRefused` ``not-sealed``,
    ``damaged-office``.
    """
    if read_ole(content).opening is not Opening.PASSWORD:
        raise SealRefused("not-sealed")
    out = io.BytesIO()
    try:
        locked = OOXMLFile(io.BytesIO(content))
        try:
            locked.load_key(password=password, verify_password=True)
        except DecryptionError:
            raise PasswordRefused("wrong-password") from None
        locked.decrypt(out, verify_integrity=True)
    except _FAULTS:
        raise SealRefused("damaged-office") from None
    return Opened(content=out.getvalue())


def _long_enough(package: bytes) -> bytes:
    missing = _SHORTEST - len(package)
    if missing <= 0:
        return package
    end = package.rfind(b"PK\x05\x06")
    try:
        with zipfile.ZipFile(io.BytesIO(package)) as archive:
            last = max(one.header_offset for one in archive.infolist())
        *fields, directory, comment = _END.unpack_from(package, end)
        names = sum(_NAMES.unpack_from(package, last + _NAMES_AT))
        if len(package) != end + _END.size + comment:
            raise SealRefused("damaged-office")
    except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error):
        raise SealRefused("damaged-office") from None
    hint = _HINT.pack(_GROWTH_HINT, missing + 4, _HINT_SIGNATURE, missing) + bytes(missing)
    name, extra = _NAMES.unpack_from(package, last + _NAMES_AT)
    at = last + _NAMES_AT + _NAMES.size + names
    return b"".join(
        (
            package[: last + _NAMES_AT],
            _NAMES.pack(name, extra + len(hint)),
            package[last + _NAMES_AT + _NAMES.size : at],
            hint,
            package[at:end],
            _END.pack(*fields, directory + len(hint), comment),
            package[end + _END.size :],
        )
    )


def _prove(sealed: bytes, password: str, package: bytes) -> None:
    try:
        if unseal_office(sealed, password).content != package:
            raise SealRefused("not-verified")
    except PasswordRefused:
        raise SealRefused("not-verified") from None
    for wrong in ("", secrets.token_urlsafe(16)):
        try:
            unseal_office(sealed, wrong)
        except PasswordRefused:
            continue
        raise SealRefused("not-verified")
