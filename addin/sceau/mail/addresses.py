"""What an address is (an addr-spec, RFC 5322 section 3.4.1), and what is wrong with one."""

from __future__ import annotations

import re
import unicodedata

_QUOTED = re.compile(r'"((?:[^"\\]++|\\.)*+)"', re.DOTALL)
_ATOM = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?")
_LITERAL = re.compile(r"\[(?:\d{1,3}(?:\.\d{1,3}){3}|IPv6:[0-9A-Fa-f:.]+)\]")

MAX_LOCAL, MAX_DOMAIN, MAX_ADDRESS = 64, 255, 254
"""Octets: RFC 5321 sections 4.5.3.1.1 and 4.5.3.1.2, and RFC 3696 erratum 1690."""


def key(address: str) -> str:
    """Give what two spellings of one address have in common: case is left out.

    RFC 5321 section 2.4 lets a host tell ``Jean@`` from ``jean@``; none that people write to does.
    """
    return address.strip().casefold()


def defect_of(address: str) -> str:
    """Say why mail cannot be delivered to ``address``, in kebab-case; empty where it can.

    RFC 5321 section 4.1.2 with UTF-8 as in RFC 6531. A domain needs two labels (``localhost``
    apart): one without a dot is a slip of the pen, not a host of the public Internet.
    """
    local, at, domain = address.rpartition("@")
    if not at:
        return "no-at"
    if not local:
        return "no-local-part"
    if not domain:
        return "no-domain"
    sizes = len(local.encode("utf-8", "replace")), len(domain.encode("utf-8", "replace"))
    if sizes[0] > MAX_LOCAL or sizes[1] > MAX_DOMAIN or sum(sizes) + 1 > MAX_ADDRESS:
        return "too-long"
    if any(_never_in_address(one) for one in address):
        return "bad-character"
    if local.startswith('"'):
        if _QUOTED.fullmatch(local) is None:
            return "bad-character"
    elif _ATOM.fullmatch(_as_ascii(local)) is None:
        return "bad-character"
    if domain.startswith("["):
        return "" if _LITERAL.fullmatch(domain) else "bad-domain"
    labels = _as_ascii(domain).split(".")
    if any(_LABEL.fullmatch(label) is None for label in labels):
        return "bad-domain"
    if (len(labels) < 2 and domain.lower() != "localhost") or labels[-1].isdigit():
        return "bad-domain"
    return ""


def _as_ascii(text: str) -> str:
    return text if text.isascii() else "".join(one if one < "\x80" else "x" for one in text)


def _never_in_address(character: str) -> bool:
    # Pasted addresses bring no-break spaces and invisible marks along.
    if character.isascii():
        return not character.isprintable()
    return unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zs", "Zl", "Zp")
