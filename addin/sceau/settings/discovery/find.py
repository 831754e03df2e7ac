"""Finding the servers of an address, the surest way first.

1. Sceau's own list, which asks nobody.
2. Whoever takes the domain's mail (MX): Microsoft 365, or a provider of the list.
3. Exchange's autodiscover, where the domain has it: it alone needs the password.
4. What the domain describes of itself: autoconfig, then SRV records.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sceau.errors import MissingInput
from sceau.settings.discovery.model import Address, Offer, Source
from sceau.settings.discovery.names import Names
from sceau.settings.discovery.providers import listed
from sceau.settings.discovery.web import Web
from sceau.settings.schema import AccountSettings, DraftsSettings

_MICROSOFT = (".mail.protection.outlook.com", ".mx.microsoft")
_PERSONAL = frozenset({"outlook.com", "outlook.fr", "hotmail.com", "hotmail.fr", "live.fr"})

Exchange = Callable[[Address], str | None]
"""Gives the address of an Exchange server's web services for an address, or none."""


def find(
    address: Address, *, names: Names | None = None, web: Web | None = None, exchange: Exchange
) -> Offer:
    """Give the servers of ``address``.

    Raises MissingInput ``servers-not-found``; ServiceRefused ``dns-not-reached``, and what
    ``exchange`` raises.
    """
    found = next(_offers(address, names or Names(), web or Web(), exchange), None)
    if found is None:
        raise MissingInput("servers-not-found", domain=address.domain)
    return found


def _offers(address: Address, names: Names, web: Web, exchange: Exchange) -> Iterator[Offer]:
    own = listed(address)
    if own is not None:
        yield own
        return
    if address.domain in _PERSONAL:
        yield _microsoft(address, "list")
    hosts = names.mx(address.domain)
    if any(one.endswith(_MICROSOFT) for one in hosts):
        yield _microsoft(address, "mx")
    for host in hosts:
        parts = host.split(".")
        for domain in (".".join(parts[-2:]), ".".join(parts[-3:])):
            by_mx = listed(address, domain, "mx")
            if by_mx is not None:
                yield by_mx
    url = exchange(address)
    if url:
        yield _exchange(address, url)
    described = web.autoconfig(address)
    if described is not None:
        yield described
    by_srv = _srv(address, names)
    if by_srv is not None:
        yield by_srv


def _microsoft(address: Address, source: Source) -> Offer:
    drafts = DraftsSettings(kind="mailbox")
    account = AccountSettings(kind="graph", user=address.whole, drafts=drafts)
    return Offer("Microsoft 365", source, account, (address.whole,))


def _exchange(address: Address, url: str) -> Offer:
    account = AccountSettings(
        kind="exchange", url=url, user=address.whole, drafts=DraftsSettings(kind="mailbox")
    )
    return Offer("Exchange", "autodiscover", account, (address.whole,))


def _srv(address: Address, names: Names) -> Offer | None:
    """Give what SRV records name; implicit TLS where there is a choice (RFC 8314 section 3)."""
    domain = address.domain
    imaps, imap = names.srv("_imaps._tcp", domain), names.srv("_imap._tcp", domain)
    out = names.srv("_submissions._tcp", domain)
    later = names.srv("_submission._tcp", domain)
    if not (imaps or imap) or not (out or later):
        return None
    incoming, leaving = (imaps or imap)[0], (out or later)[0]
    account = AccountSettings(
        kind="smtp",
        host=leaving.host,
        port=leaving.port,
        security="tls" if out else "starttls",
        user=address.whole,
        drafts=DraftsSettings(
            kind="imap",
            host=incoming.host,
            port=incoming.port,
            security="tls" if imaps else "starttls",
        ),
    )
    return Offer(domain, "srv", account, (address.whole, address.local))
