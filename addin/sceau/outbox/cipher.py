"""How records are made unreadable at rest: AES-256-GCM, bound to their place."""

from __future__ import annotations

import io
import os
from collections.abc import Iterable, Iterator

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import ciphers
from cryptography.hazmat.primitives.ciphers import algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from sceau.errors import UnreadableInput

_NONCE = 12  # bytes, NIST SP 800-38D section 8.2.2
_TAG = 16  # bytes, NIST SP 800-38D section 5.2.1.2
_PIECE = 2**20  # bytes of clear content in each piece of a long record


class Cipher:
    """Encrypts and decrypts records under a key of their own, derived from the master key by
    HKDF-SHA-256 (RFC 5869) for one ``purpose``; ``damaged`` is the reason told for a record that
    cannot be opened."""

    def __init__(
        self, master_key: bytes, purpose: str, *, damaged: str = "outbox-record-damaged"
    ) -> None:
        derived = HKDF(SHA256(), length=32, salt=None, info=f"sceau/{purpose}".encode())
        self._key = derived.derive(master_key)
        self._aead = AESGCM(self._key)
        self._damaged = damaged

    def close(self, clear: bytes, place: str) -> bytes:
        """Give ``clear`` encrypted: nonce, ciphertext, tag. ``place`` (the record's id and what
        it holds) must be given again to open it, so that records cannot be swapped."""
        nonce = os.urandom(_NONCE)
        return nonce + self._aead.encrypt(nonce, clear, place.encode())

    def open(self, closed: bytes, place: str) -> bytes:
        """Give the clear content of what :meth:`close` gave.

        Raises:
            UnreadableInput: another key, another place, or changed bytes.
        """
        try:
            return self._aead.decrypt(closed[:_NONCE], closed[_NONCE:], place.encode())
        except (InvalidTag, ValueError) as problem:
            raise UnreadableInput(self._damaged) from problem

    def close_in_pieces(self, clear: bytes, place: str) -> Iterator[bytes]:
        """Give what :meth:`close` would give, piece by piece, so that a long record is never in
        memory twice."""
        nonce = os.urandom(_NONCE)
        closing = ciphers.Cipher(algorithms.AES(self._key), modes.GCM(nonce)).encryptor()
        closing.authenticate_additional_data(place.encode())
        view = memoryview(clear)
        piece = nonce
        for start in range(0, len(view), _PIECE):
            if start:
                yield piece
                piece = b""
            piece += closing.update(view[start : start + _PIECE])
        yield piece + closing.finalize() + closing.tag

    def open_in_pieces(self, pieces: Iterable[bytes], place: str) -> bytes:
        """Give the clear content of what :meth:`close` or :meth:`close_in_pieces` gave, in its
        order and however it is cut.

        Raises:
            UnreadableInput: another key, another place, changed, missing or exchanged pieces.
        """
        clear = io.BytesIO()
        opening: ciphers.AEADDecryptionContext | None = None
        rest = b""
        try:
            for piece in pieces:
                if opening is None:
                    mode = modes.GCM(piece[:_NONCE])
                    opening = ciphers.Cipher(algorithms.AES(self._key), mode).decryptor()
                    opening.authenticate_additional_data(place.encode())
                    piece = piece[_NONCE:]
                rest += piece
                clear.write(opening.update(memoryview(rest)[:-_TAG]))
                rest = rest[-_TAG:]
            if opening is None:
                raise UnreadableInput(self._damaged)
            clear.write(opening.finalize_with_tag(rest))
        except (InvalidTag, ValueError) as problem:
            raise UnreadableInput(self._damaged) from problem
        return clear.getvalue()
