"""Hearing from the browser that a person signed in: one address of this machine, for one answer.

RFC 8252 section 7.3: a port of 127.0.0.1 that the system chooses, open while it is waited for.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

_LARGEST = 16_384  # characters of an address; codes have some hundreds

_PAGE = """<!doctype html><html lang="{language}"><meta charset="utf-8"><title>Sceau</title>
<style>body{{font:1.125rem system-ui,sans-serif;max-width:34rem;margin:20vh auto;padding:0 1rem;
color-scheme:light dark}}</style><h1>Sceau</h1><p>{said}</p></html>"""


class Loopback:
    """Listens once made. ``said`` is shown in the browser at the end, in ``language``; ``name`` is
    what this machine is called in :attr:`address`.

    Only the request with the right ``state`` counts: any page or program of this machine could
    make another, and must not be able to end the waiting (RFC 6749 section 10.12).
    """

    def __init__(self, said: str, language: str = "fr", name: str = "127.0.0.1") -> None:
        self.state = secrets.token_urlsafe(32)
        self.query = ""
        self._page = _PAGE.format(language=language, said=said).encode()
        self._name = name
        self._stopped = threading.Event()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.owner = self
        self._server.timeout = 0.25

    @property
    def address(self) -> str:
        """The address the browser is to come back to."""
        return f"http://{self._name}:{self._server.server_address[1]}/"

    def wait(self, seconds: float) -> str:
        """Give the query with which the browser came back; empty where it did not within
        ``seconds``, or :meth:`stop` was called. Nothing listens afterwards."""
        until = time.monotonic() + seconds
        try:
            while not self.query and not self._stopped.is_set() and time.monotonic() < until:
                self._server.handle_request()
        finally:
            self._server.server_close()
        return self.query

    @property
    def stopped(self) -> bool:
        """Whether nobody waits any more."""
        return self._stopped.is_set()

    def stop(self) -> None:
        """Wait no longer."""
        self._stopped.set()

    def heard(self, target: str, host: str) -> bool:
        """Whether a request is the one that is waited for."""
        split = urlsplit(target)
        given = parse_qs(split.query).get("state", [""])[0]
        mine = host == self.address.removeprefix("http://").rstrip("/")
        if split.path != "/" or not mine or len(target) > _LARGEST:
            return False
        if not secrets.compare_digest(given.encode(), self.state.encode()):
            return False
        self.query = split.query
        return True

    @property
    def page(self) -> bytes:
        """What the browser shows at the end."""
        return self._page


class _Server(HTTPServer):
    owner: Loopback

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that goes away is no fault."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    timeout = 5
    server_version = "Sceau"
    sys_version = ""

    def do_GET(self) -> None:
        """Answer the browser."""
        found = self.server.owner.heard(self.path, self.headers.get("Host", ""))
        content = self.server.owner.page if found else b""
        self.send_response(200 if found else 404)
        for name, value in (
            ("Content-Type", "text/html; charset=utf-8"),
            ("Content-Length", str(len(content))),
            ("Cache-Control", "no-store"),
            ("Referrer-Policy", "no-referrer"),
            ("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'"),
            ("Connection", "close"),
        ):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    log_message: Callable[..., None] = lambda *_: None  # the code stands in the request
