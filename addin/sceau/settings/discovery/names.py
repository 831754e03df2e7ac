"""What DNS says of a domain's servers: SRV records (RFC 2782, RFC 6186, RFC 8314) and MX."""

from __future__ import annotations

from typing import Any, NamedTuple

import dns.exception
import dns.resolver

from sceau.errors import ServiceRefused

_LONGEST = 6.0  # seconds for one question


class Server(NamedTuple):
    """A server and its port."""

    host: str
    port: int


class Names:
    """Asks the resolver of this machine; ``resolver`` is another one, for tests. ``longest`` is
    in seconds, for one question."""

    def __init__(
        self, resolver: dns.resolver.Resolver | None = None, *, longest: float = _LONGEST
    ) -> None:
        self._given = resolver
        self._longest = longest

    def srv(self, service: str, domain: str) -> list[Server]:
        """Give the servers of a service (``_imaps._tcp``), the preferred first; none where the
        domain does not offer it, which a target of ``.`` says too (RFC 2782).

        Raises ServiceRefused ``dns-not-reached``.
        """
        found = self._ask(f"{service}.{domain}", "SRV")
        ordered = sorted(found, key=lambda one: (one.priority, -one.weight))
        named = [Server(_name(one.target), int(one.port)) for one in ordered]
        return [one for one in named if one.host]

    def mx(self, domain: str) -> list[str]:
        """Give the hosts that take a domain's mail, the preferred first. Raises as :meth:`srv`."""
        found = self._ask(domain, "MX")
        return [_name(one.exchange) for one in sorted(found, key=lambda one: one.preference)]

    def _ask(self, name: str, kind: str) -> list[Any]:
        try:
            resolver = self._given or dns.resolver.Resolver()
            return list(resolver.resolve(name, kind, lifetime=self._longest))
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return []
        except dns.exception.DNSException as problem:
            raise ServiceRefused("dns-not-reached") from problem


def _name(target: object) -> str:
    return str(target).rstrip(".").lower()
