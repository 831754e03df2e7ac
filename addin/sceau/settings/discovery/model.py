"""What is found for an address."""

from __future__ import annotations

from typing import Literal

import msgspec

from sceau.errors import UnreadableInput
from sceau.settings.schema import AccountSettings

Source = Literal["list", "autoconfig", "srv", "mx", "autodiscover"]
"""``list``: Sceau's own. ``autoconfig``: the domain's own description, as Thunderbird reads it.
``srv``: DNS (RFC 6186, RFC 8314). ``mx``: whoever takes the domain's mail. ``autodiscover``: an
Exchange server that knows the address."""


class Offer(msgspec.Struct, frozen=True):
    """Servers for an address. ``name`` is who runs them, as they call themselves; ``users`` are
    the user names to try, the likeliest first."""

    name: str
    source: Source
    account: AccountSettings
    users: tuple[str, ...]

    def __repr__(self) -> str:
        return f"Offer(kind={self.account.kind!r}, source={self.source!r})"


class Address(msgspec.Struct, frozen=True):
    """An address in its two parts, the domain in lower case and as DNS has it (RFC 5890)."""

    whole: str
    local: str
    domain: str

    def __repr__(self) -> str:
        return "Address(…)"


def address_of(text: str) -> Address:
    """Read an address. Raises UnreadableInput ``address-unreadable`` where it is none."""
    whole = text.strip()
    local, at, domain = whole.rpartition("@")
    try:
        written = domain.encode("idna").decode("ascii").lower()
    except UnicodeError:
        written = ""
    parts = written.split(".")
    fit = all(part and len(part) < 64 and part.replace("-", "").isalnum() for part in parts)
    if not at or not local or " " in whole or len(parts) < 2 or not fit or len(written) > 253:
        raise UnreadableInput("address-unreadable")
    return Address(whole, local, written)
