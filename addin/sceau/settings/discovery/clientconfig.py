"""Thunderbird's description of a provider (``clientConfig`` 1.1), as far as Sceau uses it.

The format: *Thunderbird:Autoconfiguration:ConfigFileFormat*. What comes from the network is hostile
input: no document type, no entities, a limited size, no server without protection.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from sceau.errors import UnreadableInput
from sceau.settings.discovery.model import Address, Offer, Source
from sceau.settings.schema import AccountSettings, DraftsSettings

LARGEST = 256_000
"""In bytes; descriptions have some 3,000."""

_SECURITY: dict[str, Literal["tls", "starttls"]] = {"SSL": "tls", "STARTTLS": "starttls"}


def read(content: bytes, address: Address, source: Source) -> Offer:
    """Give what a description offers for ``address``.

    Raises UnreadableInput ``autoconfig-unreadable`` where it is no description, or offers no IMAP
    and SMTP servers with TLS.
    """
    root = _parsed(content)
    provider = root.find("emailProvider")
    if provider is None:
        raise UnreadableInput("autoconfig-unreadable")
    incoming = next(_servers(provider, "incomingServer", "imap", address), None)
    leaving = next(_servers(provider, "outgoingServer", "smtp", address), None)
    if incoming is None or leaving is None:
        raise UnreadableInput("autoconfig-unreadable")
    drafts = DraftsSettings(
        kind="imap",
        host=incoming.host,
        port=incoming.port,
        security=incoming.security,
        user=incoming.user if incoming.user != leaving.user else "",
    )
    account = AccountSettings(
        kind="smtp",
        host=leaving.host,
        port=leaving.port,
        security=leaving.security,
        user=leaving.user,
        drafts=drafts,
    )
    users = dict.fromkeys((leaving.user, address.whole, address.local))
    return Offer(_text(provider, "displayName")[:100], source, account, tuple(users))


def domains(content: bytes) -> tuple[str, ...]:
    """Give the domains a description is for, in lower case."""
    provider = _parsed(content).find("emailProvider")
    found = provider.findall("domain") if provider is not None else []
    return tuple((one.text or "").strip().lower() for one in found)


class _Server:
    def __init__(
        self, host: str, port: int, security: Literal["tls", "starttls"], user: str
    ) -> None:
        self.host = host
        self.port = port
        self.security = security
        self.user = user


def _parsed(content: bytes) -> Element:
    if len(content) > LARGEST or b"<!" in content.replace(b"<!--", b""):
        raise UnreadableInput("autoconfig-unreadable")
    try:
        root = ElementTree.fromstring(content)  # noqa: S314  (no document type, so no entities)
    except (ElementTree.ParseError, ValueError, LookupError) as wrong:
        raise UnreadableInput("autoconfig-unreadable") from wrong
    if root.tag != "clientConfig":
        raise UnreadableInput("autoconfig-unreadable")
    return root


def _servers(provider: Element, tag: str, kind: str, address: Address) -> Iterator[_Server]:
    """Give the servers with protection, in the order of the description, which is that of
    preference."""
    for one in provider.findall(tag):
        security = _SECURITY.get(_text(one, "socketType"))
        host = _filled(_text(one, "hostname"), address).lower()
        port = _text(one, "port")
        if one.get("type") != kind or security is None or not _is_host(host):
            continue
        if not port.isascii() or not port.isdigit() or not 0 < int(port[:6]) < 65_536:
            continue
        yield _Server(host, int(port), security, _filled(_text(one, "username"), address))


def _text(element: Element, tag: str) -> str:
    return (element.findtext(tag) or "").strip()


def _filled(text: str, address: Address) -> str:
    for name, value in (
        ("%EMAILADDRESS%", address.whole),
        ("%EMAILLOCALPART%", address.local),
        ("%EMAILDOMAIN%", address.domain),
    ):
        text = text.replace(name, value)
    return text


def _is_host(host: str) -> bool:
    parts = host.split(".")
    return (
        len(host) < 254
        and len(parts) > 1
        and all(one and one.isascii() and one.replace("-", "").isalnum() for one in parts)
    )
