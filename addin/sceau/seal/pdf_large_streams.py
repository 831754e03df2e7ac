"""Encrypting a PDF of scanned pages in a third of the time: its large streams by OpenSSL.

qpdf as built for Python has its own AES, which does 150 MB/s where the processor's instructions do
1,500. So qpdf encrypts the document with a token in the place of each large stream, and the
streams themselves are encrypted here with the same file key, as ISO 32000-2, 7.6.3 (algorithm 1.A)
has it: 16 bytes at random, then AES-256 in CBC, padded after RFC 8018. The result is put together
from both, its cross-reference table moved along.

Nothing here is trusted: the proof in :mod:`sceau.seal.pdf` reads the result with qpdf's own
cipher, and compares all of it. Where a file is not laid out as expected there is no result, and
the document is encrypted as any other.
"""

from __future__ import annotations

import itertools
import re
import secrets
from bisect import bisect_left
from collections.abc import Callable

import pikepdf

from sceau.seal.pdf_memory import is_sparse, opened

LARGE = 64 * 2**10
"""Bytes; smaller streams gain nothing."""

_TOKEN = 16
_BLOCK = 16
_SEALED_TOKEN = 3 * _BLOCK
"""What a token takes once encrypted: what is random, the token, a block of padding."""

_BEFORE = b"/Length %d >>\nstream\n"
_AFTER = b"endstream\nendobj"
_START = re.compile(rb"startxref\n(\d+)\n%%EOF\n\Z")
_TABLE = re.compile(rb"xref\n0 (\d+)\n")
_ENTRY = 20

Streams = dict[bytes, pikepdf._core.Buffer]
"""The large streams as they are in the source, by their tokens."""


def encrypt(
    content: bytes, password: str, encrypt_all: Callable[[pikepdf.Pdf], bytes]
) -> bytes | None:
    """Encrypt ``content`` by ``encrypt_all``, but for its large streams, which are done here.

    Gives nothing where it is not worth while or the file is not laid out for it. Raises what
    ``encrypt_all`` and pikepdf raise.
    """
    if not is_sparse(content) or b"/ObjStm" in content:
        return None
    with opened(content) as pdf:
        streams = _take_out(pdf)
        hollow = encrypt_all(pdf) if streams else b""
    return _put_in(hollow, password, streams) if streams else None


def _take_out(pdf: pikepdf.Pdf) -> Streams:
    """Replace each large stream by a token of its own; its dictionary stays as it is."""
    streams: Streams = {}
    for one in pdf.objects:
        if not isinstance(one, pikepdf.Stream) or int(one.get("/Length", 0)) < LARGE:
            continue
        coding, settings = one.get("/Filter"), one.get("/DecodeParms")
        if not (coding is None or isinstance(coding, pikepdf.Name)) or "/F" in one:
            continue
        if not (settings is None or isinstance(settings, pikepdf.Dictionary)):
            continue
        if coding == pikepdf.Name.Crypt:
            continue
        token = secrets.token_bytes(_TOKEN)
        streams[token] = one.get_raw_stream_buffer()
        one.write(token, filter=coding, decode_parms=settings)
    return streams


def _put_in(hollow: bytes, password: str, streams: Streams) -> bytes | None:
    """Put the streams, encrypted, where their tokens are in the encrypted document."""
    offsets, table = _cross_references(hollow)
    with opened(hollow, password) as pdf:
        key = pdf.encryption.encryption_key
        places = {
            offsets[one.objgen[0]]: streams[token]
            for one in pdf.objects
            if isinstance(one, pikepdf.Stream)
            and int(one.get("/Length", 0)) == _SEALED_TOKEN
            and (token := one.read_raw_bytes()) in streams
            and one.objgen[0] < len(offsets)
        }
    if not offsets or len(places) != len(streams):
        return None
    pieces: list[bytes | memoryview] = []
    moved: list[int] = []
    view, done = memoryview(hollow), 0
    before = _BEFORE % _SEALED_TOKEN
    for offset, stream in sorted(places.items()):
        start = hollow.find(before, offset)
        end = hollow.find(_AFTER, start + len(before) + _SEALED_TOKEN)
        if start < 0 or not 0 <= end - (start + len(before) + _SEALED_TOKEN) <= 1:
            return None
        sealed = _aes(key, stream)
        length = sum(map(len, sealed))
        after = _BEFORE % length
        pieces += [view[done:start], after, *sealed, b"\n"]
        moved.append(len(after) + length + 1 - (end - start))
        done = end
    pieces.append(view[done:table])
    shifts = [0, *itertools.accumulate(moved)]
    pieces.append(_moved_table(hollow, table, offsets, sorted(places), shifts))
    return b"".join(pieces)


def _aes(key: bytes, stream: pikepdf._core.Buffer) -> tuple[bytes, bytes, bytes]:
    # only a worker that seals a large file pays for the import
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    start = secrets.token_bytes(_BLOCK)
    cipher = Cipher(algorithms.AES256(key), modes.CBC(start)).encryptor()
    view = memoryview(stream)
    missing = _BLOCK - len(view) % _BLOCK
    return start, cipher.update(view), cipher.update(bytes([missing]) * missing)


def _cross_references(document: bytes) -> tuple[list[int], int]:
    """Give the offset of every object (7.5.4), and of the table; none where there is no table of
    one section, as qpdf writes it."""
    start = _START.search(document, max(0, len(document) - 64))
    table = int(start[1]) if start else 0
    header = _TABLE.match(document, table)
    if header is None:
        return [], 0
    entries = (header.end() + _ENTRY * number for number in range(int(header[1])))
    return [int(document[at : at + 10]) for at in entries], table


def _moved_table(
    document: bytes, table: int, offsets: list[int], grown: list[int], shifts: list[int]
) -> bytes:
    """Write the table anew: each object moved by what grew before it."""
    header = _TABLE.match(document, table)
    assert header is not None
    entries = bytearray(document[table:])
    at = header.end() - table
    for offset in offsets[1:]:
        at += _ENTRY
        entries[at : at + 10] = b"%010d" % (offset + shifts[bisect_left(grown, offset)])
    return _START.sub(b"startxref\n%d\n%%%%EOF\n" % (table + shifts[-1]), bytes(entries))
