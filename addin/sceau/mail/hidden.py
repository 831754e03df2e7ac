"""Bcc that a server keeps apart from the message, written into it so that it is reviewed too."""

from __future__ import annotations

from sceau.mail.addresses import key
from sceau.mail.envelope import read_envelope
from sceau.mail.structure import scan


def with_bcc(raw: bytes, hidden: tuple[str, ...]) -> bytes:
    """Give ``raw`` with a Bcc field (RFC 5322 section 3.6.3) of those of ``hidden`` that it does
    not name in Bcc itself."""
    root = scan(raw).root
    named = {key(one.address) for one in read_envelope(raw, root).recipients if one.field == "bcc"}
    missing = [one for one in hidden if key(one) not in named]
    if not missing:
        return raw
    return b"Bcc: " + ",\r\n ".join(missing).encode() + b"\r\n" + raw
