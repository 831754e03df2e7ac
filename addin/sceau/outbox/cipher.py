"""How records are made unreadable at rest: AES-256-GCM, bound to their place."""

from __future__ import annotations

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from sceau.errors import UnreadableInput

_NONCE = 12  # bytes, NIST SP 800-38D section 8.2.2


class Cipher:
    """Encrypts and decrypts records under a key of their own, derived from the master key by
    HKDF-SHA-256 (RFC 5869) for one ``purpose``; ``damaged`` is the reason told for a record that
    cannot be opened."""

    def __init__(
        self, master_key: bytes, purpose: str, *, damaged: str = "outbox-record-damaged"
    ) -> None:
        derived = HKDF(SHA256(), length=32, salt=None, info=f"sceau/{purpose}".encode())
        self._aead = AESGCM(derived.derive(master_key))
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
