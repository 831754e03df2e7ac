"""What is kept of a mail once it is erased."""

from __future__ import annotations

import hashlib


def message_hash(message_id: str) -> str:
    """Give the SHA-256 (hex) by which a Message-ID is known once its mail is erased."""
    return hashlib.sha256(message_id.strip().encode("utf-8", "surrogateescape")).hexdigest()
