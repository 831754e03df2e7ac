"""Showing an access token to a mail server: OAUTHBEARER (RFC 7628) and XOAUTH2, which Google and
Microsoft had before it. Pure: what is said to a server, and what its answer means."""

from __future__ import annotations

import json
from collections.abc import Container
from typing import Literal

Mechanism = Literal["OAUTHBEARER", "XOAUTH2"]

_LARGEST = 4096  # bytes of a challenge that are looked at


def mechanism(offered: Container[str]) -> Mechanism | None:
    """Give the better of the two that a server offers, or none."""
    if "OAUTHBEARER" in offered:
        return "OAUTHBEARER"
    return "XOAUTH2" if "XOAUTH2" in offered else None


class Conversation:
    """One attempt to log in as ``user`` with ``token``; ``host`` and ``port`` are the server's.

    Call it with each challenge; it gives the answer. ``refused`` says whether the server sent an
    error; ``scope`` whether that was for what the token does not allow.
    """

    def __init__(self, kind: Mechanism, user: str, token: str, host: str, port: int) -> None:
        self.kind: Mechanism = kind
        self.refused = False
        self.scope = False
        self._first = _first(kind, user, token, host, port)
        self._said = False

    def __repr__(self) -> str:
        return f"Conversation({self.kind!r}, refused={self.refused})"

    @property
    def first(self) -> bytes:
        """What is said at the beginning."""
        self._said = True
        return self._first

    def __call__(self, challenge: bytes) -> bytes:
        """Answer a challenge. After what was said first there is but one: an error, which must be
        answered so that the server can end the exchange (RFC 7628 section 3.2.3)."""
        if not self._said:
            return self.first
        self.refused = True
        self.scope = self.scope or _is_about_scope(challenge)
        return b"\x01" if self.kind == "OAUTHBEARER" else b""


def _first(kind: Mechanism, user: str, token: str, host: str, port: int) -> bytes:
    """RFC 7628 section 3.1; *XOAUTH2 Protocol* (Google). A user name is a SASL name in the first
    (RFC 5801 section 4): its commas and equals signs are written otherwise."""
    for each in (user, token, host):
        if "\x01" in each or "\r" in each or "\n" in each:
            raise ValueError("a separator inside a name")
    if kind == "XOAUTH2":
        return f"user={user}\x01auth=Bearer {token}\x01\x01".encode()
    name = user.replace("=", "=3D").replace(",", "=2C")
    return f"n,a={name},\x01host={host}\x01port={port}\x01auth=Bearer {token}\x01\x01".encode()


def _is_about_scope(challenge: bytes) -> bool:
    """Read a server's error (RFC 7628 section 3.2.2). ``insufficient_scope`` is RFC 6750's name
    for it; XOAUTH2 says 403."""
    try:
        told = json.loads(challenge[:_LARGEST])
    except ValueError:
        return False
    return isinstance(told, dict) and str(told.get("status")) in ("insufficient_scope", "403")
