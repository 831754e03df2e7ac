"""The keys of the journal, and the marks it keeps in the place of addresses and Message-IDs.

A mark answers « did anything go to this address? » for whoever has the key and asks with the
address; read by itself it names nobody (a pseudonym in the words of GDPR article 4(5)).
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass

from sceau.mail.addresses import key as address_key

_MARK = 16  # bytes: enough that no two addresses of a lifetime share one


@dataclass(frozen=True)
class JournalKeys:
    """The keys derived from the user's ``master`` key, one for each use."""

    master: bytes

    def seal(self, before: str, record: bytes) -> str:
        """Give the seal of a record that comes after the one sealed ``before``."""
        return self._hmac(b"seal", before.encode() + b"\n" + record).hex()

    def head(self, number: int, seal: str) -> str:
        """Give the proof of a head."""
        return self._hmac(b"head", f"{number} {seal}".encode()).hex()

    def person(self, address: str) -> str:
        """Give the mark of an address."""
        return self._hmac(b"person", _bytes(address_key(address)))[:_MARK].hex()

    def message(self, message_id: str) -> str:
        """Give the mark of a Message-ID, with or without its brackets."""
        return self._hmac(b"message", _bytes(message_id.strip("<>")))[:_MARK].hex()

    def _hmac(self, use: bytes, what: bytes) -> bytes:
        derived = hmac.digest(self.master, b"sceau journal " + use, hashlib.sha256)
        return hmac.digest(derived, what, hashlib.sha256)


def _bytes(text: str) -> bytes:
    # what a header carries may be no UTF-8 at all
    return text.encode("utf-8", "surrogatepass")
