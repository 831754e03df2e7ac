"""Whether a server is this machine: the one place where a connection may go without TLS."""

from __future__ import annotations

import ipaddress


def is_this_machine(host: str) -> bool:
    """Say whether ``host`` is a loopback address (RFC 5735, RFC 4291) or is called localhost
    (RFC 6761). Asks no name server: a name may be answered by anybody."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
