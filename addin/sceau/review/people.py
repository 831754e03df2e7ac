"""Who is outside the establishment, and who is the same person.

A list that could not be expanded, an address without a domain and a malformed domain all count as
outside: what is not known to be a colleague is not taken for one.
"""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Iterable

from sceau.mail.model import Mail, Recipient

PUBLIC_PROVIDERS = frozenset(
    {
        "aliceadsl.fr",
        "aol.com",
        "bbox.fr",
        "club-internet.fr",
        "cegetel.net",
        "free.fr",
        "gmail.com",
        "gmx.com",
        "gmx.fr",
        "googlemail.com",
        "hotmail.com",
        "hotmail.fr",
        "icloud.com",
        "laposte.net",
        "live.com",
        "live.fr",
        "mac.com",
        "mail.com",
        "me.com",
        "msn.com",
        "neuf.fr",
        "noos.fr",
        "numericable.fr",
        "orange.fr",
        "outlook.com",
        "outlook.fr",
        "proton.me",
        "protonmail.com",
        "sfr.fr",
        "tutanota.com",
        "voila.fr",
        "wanadoo.fr",
        "yahoo.com",
        "yahoo.fr",
        "ymail.com",
    }
)
"""Domains in which anybody can have an address: never an establishment's own."""

_LONGEST_DOMAIN = 253  # RFC 1035 section 2.3.4: 255 octets on the wire
_LONGEST_LABEL = 63
_DOTS = str.maketrans({"\u3002": ".", "\uff0e": ".", "\uff61": "."})  # RFC 3490 section 3.1


@functools.lru_cache(maxsize=4096)
def ascii_domain(domain: str) -> str:
    """Give ``domain`` as it is compared: lower case, in A-labels (RFC 5890), no dot at its end.

    ``Clinique-Bellevüe.fr`` and ``clinique-xn--…`` forms of one domain give the same text. Empty
    where it is not a domain (an empty or too long label, a character no label can hold).
    """
    plain = unicodedata.normalize("NFKC", domain).translate(_DOTS).lower().removesuffix(".")
    labels = [_ascii_label(label) for label in plain.split(".")]
    joined = ".".join(labels)
    return joined if all(labels) and len(joined) <= _LONGEST_DOMAIN else ""


def _ascii_label(label: str) -> str:
    if not label.isascii():
        if not all(
            letter.isalnum() or letter == "-" or unicodedata.combining(letter) for letter in label
        ):
            return ""
        label = "xn--" + label.encode("punycode").decode("ascii")
    well_formed = label.replace("-", "").replace("_", "").isalnum()
    sized = 0 < len(label) <= _LONGEST_LABEL
    return label if well_formed and sized and label[0] != "-" and label[-1] != "-" else ""


@functools.lru_cache(maxsize=32_768)
def person(address: str) -> str:
    """Give what makes two addresses one person's: the address without case, its domain in one
    form.

    RFC 5321 section 2.4 lets a server tell local parts apart by case; none that people write to
    does.
    """
    local, at, domain = address.strip().rpartition("@")
    return f"{local.lower()}@{ascii_domain(domain) or domain.lower()}" if at else domain.lower()


def internal_domains(mail: Mail, configured: Iterable[str]) -> frozenset[str]:
    """Give the domains that are inside, in the form of :func:`ascii_domain`.

    They are the ``configured`` ones. Where there are none, it is the domain of the sender, unless
    that is a public provider's: then nobody is inside.
    """
    named = frozenset(filter(None, map(ascii_domain, configured)))
    if named or mail.sender is None or mail.sender.defect:
        return named
    own = ascii_domain(mail.sender.domain)
    return frozenset() if not own or own in PUBLIC_PROVIDERS else frozenset({own})


@functools.lru_cache(maxsize=8192)
def is_inside(domain: str, internal: frozenset[str]) -> bool:
    """Say whether ``domain`` is one of ``internal`` or a sub-domain of one: ``evil-chu.fr`` is
    none of ``chu.fr``."""
    rest = ascii_domain(domain)
    while rest:
        if rest in internal:
            return True
        rest = rest.partition(".")[2]
    return False


class Circle:
    """The inside as one mail sees it: its internal domains, and its sender.

    ``people`` are the persons (:func:`person`) of its recipients, in their order: every rule asks
    for them."""

    def __init__(self, mail: Mail, configured: Iterable[str]) -> None:
        self.internal = internal_domains(mail, configured)
        self.sender = person(mail.sender.address) if mail.sender is not None else ""
        self.people = tuple([person(one.address) for one in mail.recipients])
        self._leaves: dict[str, bool] = {}
        domains: dict[str, bool] = {}
        for one, key in zip(mail.recipients, self.people, strict=True):
            domain = key.rpartition("@")[2]
            inside = domains.get(domain)
            if inside is None:
                inside = domains[domain] = is_inside(one.domain, self.internal)
            self._leaves[one.address] = not inside and key != self.sender

    def is_sender(self, recipient: Recipient) -> bool:
        """Whether it is the sender's own address."""
        return bool(self.sender) and person(recipient.address) == self.sender

    def is_outside(self, recipient: Recipient) -> bool:
        """Whether the mail leaves the establishment with this recipient."""
        if recipient.kind == "list" or recipient.defect:
            return not self.is_sender(recipient)
        leaves = self._leaves.get(recipient.address)
        if leaves is None:
            leaves = not (self.is_sender(recipient) or is_inside(recipient.domain, self.internal))
            self._leaves[recipient.address] = leaves
        return leaves
