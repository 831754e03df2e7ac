"""What a domain's web servers say: Thunderbird's autoconfig, over HTTPS alone."""

from __future__ import annotations

import ssl

import httpx

from sceau.errors import UnreadableInput
from sceau.settings.discovery.clientconfig import LARGEST, read
from sceau.settings.discovery.model import Address, Offer

_TIMEOUT = 8.0  # seconds


class Web:
    """Asks web servers; ``port`` and ``context`` are others for tests."""

    def __init__(self, *, port: int = 443, context: ssl.SSLContext | None = None) -> None:
        self._port = port
        self._context = context or ssl.create_default_context()

    def autoconfig(self, address: Address) -> Offer | None:
        """Give what the domain describes of itself, at the two places where Thunderbird looks.
        The address itself is not sent. None where there is nothing usable."""
        domain = address.domain
        for place in (
            f"https://autoconfig.{domain}:{self._port}/mail/config-v1.1.xml",
            f"https://{domain}:{self._port}/.well-known/autoconfig/mail/config-v1.1.xml",
        ):
            content = self._get(place)
            if content is not None:
                try:
                    return read(content, address, "autoconfig")
                except UnreadableInput:
                    continue
        return None

    def _get(self, place: str) -> bytes | None:
        """Give a page; none where there is none. A redirection is followed within HTTPS."""
        try:
            with (
                httpx.Client(
                    verify=self._context, timeout=_TIMEOUT, follow_redirects=True, max_redirects=3
                ) as client,
                client.stream("GET", place) as response,
            ):
                if response.status_code != 200 or response.url.scheme != "https":
                    return None
                content = b""
                for piece in response.iter_bytes():
                    content += piece
                    if len(content) > LARGEST:
                        return None
                return content
        except (httpx.HTTPError, httpx.InvalidURL, OSError):
            return None
