"""Addresses that were mistyped, and what was surely meant.

A repair is only given where there is one: it is proposed, and never made by itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from sceau.mail.addresses import defect_of
from sceau.mail.model import Recipient
from sceau.review.people import PUBLIC_PROVIDERS, ascii_domain

_ENDINGS = frozenset({"fr", "com", "net", "org", "eu", "be", "ch", "care"})

_WITHOUT_ENDING = {
    "gmail": "gmail.com",
    "googlemail": "googlemail.com",
    "icloud": "icloud.com",
    "protonmail": "protonmail.com",
    "orange": "orange.fr",
    "wanadoo": "wanadoo.fr",
    "laposte": "laposte.net",
    "free": "free.fr",
    "sfr": "sfr.fr",
}
"""Providers with one ending: behind ``@gmail`` only ``.com`` can follow. Hotmail, Outlook, Live and
Yahoo have several, so that theirs cannot be told."""

_WITHOUT_DOT = {provider.replace(".", ""): provider for provider in PUBLIC_PROVIDERS}

_WITHOUT_AT = tuple(
    sorted(
        (one for one in PUBLIC_PROVIDERS if len(one.partition(".")[0]) >= 5),
        key=lambda one: (-len(one), one),
    )
)
"""Providers recognised at the end of a text without ``@``; short ones end other words too."""


def is_dotless(recipient: Recipient) -> bool:
    """Whether the domain has no dot, hence no place on the Internet (RFC 5321 section 2.3.5).

    ``localhost`` and address literals (``[192.0.2.1]``) are addresses.
    """
    domain = ascii_domain(recipient.domain)
    return bool(domain) and "." not in domain and domain != "localhost"


def tails(recipients: Sequence[Recipient]) -> dict[int, int]:
    """Find the ends that a comma or semicolon typed for a dot has broken off their address.

    ``marie@gmail,com`` is read as ``marie@gmail`` and ``com``. Gives the place of each such end
    and the place of the address it belongs to, which stands right before it in the same field.
    """
    return {
        place: place - 1
        for place in range(1, len(recipients))
        if "@" not in recipients[place].address
        and recipients[place].address.strip().lower() in _ENDINGS
        and recipients[place - 1].field == recipients[place].field
        and is_dotless(recipients[place - 1])
    }


def joined(head: Recipient, tail: Recipient) -> str:
    """Give the address that ``head`` and the broken off ``tail`` were meant to be, or empty."""
    return _checked(f"{head.address}.{tail.address.strip()}", head.address)


def repaired(written: str) -> str:
    """Give the address surely meant by ``written``; empty where it is not sure, or nothing is
    wrong with it."""
    text = unicodedata.normalize("NFKC", written)
    text = "".join(one for one in text if unicodedata.category(one) not in ("Cc", "Cf"))
    text = text.strip().strip("<>\"'«»()[]").strip()
    text = re.sub(r"^mailto:\s*", "", text, flags=re.IGNORECASE)
    text = re.sub(r"\s*(?:\((?:at|arobase|a)\)|\[at\]| arobase )\s*", "@", text)
    text = re.sub(r"@(?:\s*@)+", "@", text)
    text = text.rstrip(" .,;:!?>)")
    if "@" not in text:
        text = _with_at(text)
    local, at, domain = text.rpartition("@")
    if not at or "@" in local:
        return ""
    local = re.sub(r"\s+", "", local)
    local = re.sub(r"\.{2,}", ".", local).strip(".")
    return _checked(f"{local}@{_domain(domain)}", written)


def _with_at(text: str) -> str:
    """Put in the ``@``: for the ``à`` a French keyboard types without AltGr, or before a provider's
    name."""
    for typed in ("à", "À"):
        head, found, rest = text.partition(typed)
        if found and head.strip() and "." in _domain(rest):
            return f"{head.strip()}@{rest.strip()}"
    for provider in _WITHOUT_AT:
        if text.lower().endswith(provider) and len(text) > len(provider):
            return f"{text[: -len(provider)].rstrip('.-_ ')}@{provider}"
    return text


def _domain(written: str) -> str:
    domain = re.sub(r"\s*[.,;:·](?:\s*[.,;:·])*\s*", ".", written.strip()).strip(".")
    spaced = domain.split()
    if len(spaced) == 2 and spaced[1].lower() in _ENDINGS:
        domain = ".".join(spaced)
    domain = re.sub(r"\s+", "", domain)
    known = domain.lower()
    return _WITHOUT_DOT.get(known) or _WITHOUT_ENDING.get(known) or domain


def _checked(repair: str, written: str) -> str:
    return repair if repair != written and not defect_of(repair) else ""
