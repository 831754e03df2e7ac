"""What a file is by its first bytes, whatever its name or its declared type."""

from __future__ import annotations

_PDF_HEADER_WITHIN = 1024

_MAGIC: tuple[tuple[int, bytes, str], ...] = (
    (0, b"PK\x03\x04", "zip"),
    (0, b"PK\x05\x06", "zip"),  # an empty archive
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (0, b"7z\xbc\xaf\x27\x1c", "7z"),
    (0, b"Rar!\x1a\x07", "rar"),
    (0, b"\x1f\x8b", "gzip"),
    (0, b"\xff\xd8\xff", "jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "png"),
    (0, b"GIF87a", "gif"),
    (0, b"GIF89a", "gif"),
    (0, b"II*\0", "tiff"),
    (0, b"MM\0*", "tiff"),
    (0, b"II+\0", "tiff"),  # of more than 4 GB, or made so that it could be
    (0, b"MM\0+", "tiff"),
    (0, b"BM", "bmp"),
    (8, b"WEBP", "webp"),
    (4, b"ftypheic", "heic"),
    (4, b"ftypheix", "heic"),
    (4, b"ftyphevc", "heic"),
    (4, b"ftypheim", "heic"),
    (4, b"ftypmif1", "heic"),
    (4, b"ftypmsf1", "heic"),
    (128, b"DICM", "dicom"),
    (0, b"{\\rtf", "rtf"),
    (0, b"x\x9f\x3e\x22", "tnef"),
    (0, b"-----BEGIN PGP", "pgp"),
    (0, b"\xff\xfe", "text"),  # UTF-16 and UTF-32 by their byte order mark
    (0, b"\xfe\xff", "text"),
    (0, b"\0\0\xfe\xff", "text"),
    (0, b"MZ", "program"),
    (0, b"\x7fELF", "program"),
)


def kind_of(content: bytes) -> str:
    """Name what ``content`` is: ``pdf``, ``zip``, ``ole`` (Word, Excel before 2007, or an
    encrypted Office package), ``jpeg``…, ``text``, ``empty``, ``unknown``.

    A PDF may begin anywhere in the first 1,024 bytes (ISO 32000-1, Annex H), as some do behind a
    mail gateway's line of text; another magic at the very first byte goes before it.
    """
    if not content:
        return "empty"
    if content.startswith(b"%PDF-"):
        return "pdf"
    for at, magic, kind in _MAGIC:
        if content.startswith(magic, at):
            return kind
    if content.find(b"%PDF-", 0, _PDF_HEADER_WITHIN) >= 0:
        return "pdf"
    return "text" if _is_text(content[:4096]) else "unknown"


def _is_text(start: bytes) -> bool:
    """Whether it reads as UTF-8 or Latin-1 text: no control bytes but those that lay out lines."""
    return not any(byte < 32 and byte not in b"\t\n\r\f" for byte in start)
