"""Reading a compound file (MS-CFB): Word, Excel and PowerPoint before 2007, Outlook messages, and
the package an encrypted Office document is wrapped in."""

from __future__ import annotations

from sceau.review.reading.model import FileReading, Opening

_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_ENCRYPTION_INFO = "EncryptionInfo".encode("utf-16-le")


def read_ole(content: bytes) -> FileReading:
    """Tell whether it is an encrypted Office package (MS-OFFCRYPTO, 2.3.4.1: two streams by their
    names). The older formats hide their own encryption inside: *unknown*."""
    if _ENCRYPTED_PACKAGE in content and _ENCRYPTION_INFO in content:
        return FileReading(kind="office-encrypted", opening=Opening.PASSWORD)
    return FileReading(kind="ole", opening=Opening.UNKNOWN)
