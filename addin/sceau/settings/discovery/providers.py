"""Sceau's own list of providers: one description each, in Thunderbird's format, read offline."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from sceau.settings.discovery.clientconfig import domains, read
from sceau.settings.discovery.model import Address, Offer, Source


@cache
def _known() -> dict[str, bytes]:
    """Give the descriptions by their domains."""
    known: dict[str, bytes] = {}
    for one in files("sceau.settings.discovery").joinpath("providers").iterdir():
        if one.name.endswith(".xml"):
            content = one.read_bytes()
            known.update(dict.fromkeys(domains(content), content))
    return known


def listed(address: Address, domain: str = "", source: Source = "list") -> Offer | None:
    """Give what the list has for ``domain`` (that of the address where empty)."""
    content = _known().get(domain or address.domain)
    return read(content, address, source) if content is not None else None
