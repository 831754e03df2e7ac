"""A sign-in server of the tests, as strict as the RFCs let one be: authorization code with PKCE
(RFC 6749, RFC 7636), refresh tokens that hold once and take everything down when used twice
(RFC 9700 section 4.14.2), and introspection for a mail server (RFC 7662).

A stand-in for those of Google and Microsoft, which cannot run here.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import re
import ssl
import threading
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import trustme

CLIENT = "sceau-des-essais.example"
SCOPE = "courrier"
_LOOPBACK = re.compile(r"http://127\.0\.0\.1:\d{4,5}/")  # RFC 8252 section 7.3
_UNRESERVED = re.compile(r"[A-Za-z0-9._~-]{43,128}")  # RFC 7636 section 4.1


@dataclass
class Family:
    """What came of one sign-in: the refresh tokens that follow each other."""

    user: str
    refresh: str = ""
    used: set[str] = field(default_factory=set)
    withdrawn: bool = False


class TokenServer:
    """A running server. ``user`` is who signs in next, ``person`` what they do: ``agrees`` or an
    OAuth error. ``lifetime`` is that of access tokens, in seconds. ``answers`` are given by the
    token endpoint before it does its work, one each."""

    def __init__(self, user: str) -> None:
        self.user = user
        self.person = "agrees"
        self.lifetime = 3600
        self.answers: list[tuple[int, dict[str, Any]]] = []
        self.asked: list[str] = []
        self.access: dict[str, tuple[str, bool]] = {}
        self._codes: dict[str, dict[str, str]] = {}
        self._families: list[Family] = []
        self._lock = threading.Lock()
        authority = trustme.CA()
        self.pem = authority.cert_pem.bytes()
        self._tls, self._plain = (self._serve() for _ in range(2))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("localhost").configure_cert(context)
        self._tls.socket = context.wrap_socket(self._tls.socket, server_side=True)
        for one in (self._tls, self._plain):
            threading.Thread(target=one.serve_forever, args=(0.02,), daemon=True).start()

    def _serve(self) -> _Server:
        made = _Server(("127.0.0.1", 0), _Handler)
        made.owner = self
        return made

    @property
    def origin(self) -> str:
        """Where people and Sceau reach it."""
        return f"https://localhost:{self._tls.server_address[1]}"

    @property
    def introspection(self) -> str:
        """Where the mail server of this machine asks it about tokens."""
        return f"http://127.0.0.1:{self._plain.server_address[1]}/introspect"

    @property
    def refresh_tokens(self) -> list[str]:
        """Every refresh token it ever gave."""
        return [one for each in self._families for one in (*each.used, each.refresh)]

    def registration(self, **more: object) -> dict[str, object]:
        """Give the settings by which it is signed in to."""
        return {
            "provider": "essais",
            "client": CLIENT,
            "authorization": f"{self.origin}/authorize",
            "token": f"{self.origin}/token",
            "scopes": (SCOPE,),
            **more,
        }

    def turn_down(self) -> None:
        """Let no access token hold any more; the refresh tokens do."""
        self.access = {one: (user, False) for one, (user, _) in self.access.items()}

    def withdraw(self) -> None:
        """Take back the consent: nothing holds any more."""
        self.turn_down()
        for one in self._families:
            one.withdrawn = True

    def close(self) -> None:
        """Stop it."""
        for one in (self._tls, self._plain):
            one.shutdown()
            one.server_close()

    # ── the endpoints ────────────────────────────────────────────────────────────────────────

    def authorize(self, query: dict[str, str]) -> tuple[int, str]:
        """Give the status and the address the browser is sent to."""
        place = query.get("redirect_uri", "")
        challenge = query.get("code_challenge", "")
        right = (
            query.get("response_type") == "code"
            and query.get("client_id") == CLIENT
            and _LOOPBACK.fullmatch(place)
            and query.get("scope") == SCOPE
            and query.get("code_challenge_method") == "S256"
            and len(challenge) == 43
            and len(query.get("state", "")) >= 22  # 128 bits
        )
        if not right:
            return 400, ""
        back = {"state": query["state"]}
        if self.person == "agrees":
            code = uuid.uuid4().hex
            self._codes[code] = {"place": place, "challenge": challenge, "user": self.user}
            back["code"] = code
        else:
            back["error"] = self.person
        return 302, f"{place}?{urlencode(back)}"

    def token(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """Answer the token endpoint."""
        self.asked.append(form.get("grant_type", ""))
        if self.answers:
            return self.answers.pop(0)
        if form.get("client_id") != CLIENT:
            return 401, {"error": "invalid_client"}
        with self._lock:
            match form.get("grant_type"):
                case "authorization_code":
                    return self._by_code(form)
                case "refresh_token":
                    return self._by_refresh(form)
        return 400, {"error": "unsupported_grant_type"}

    def _by_code(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        asked = self._codes.pop(form.get("code", ""), None)
        verifier = form.get("code_verifier", "")
        if asked is None or form.get("redirect_uri") != asked["place"]:
            return 400, {"error": "invalid_grant"}
        digest = hashlib.sha256(verifier.encode()).digest()
        told = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if not _UNRESERVED.fullmatch(verifier) or told != asked["challenge"]:
            return 400, {"error": "invalid_grant"}
        family = Family(asked["user"])
        self._families.append(family)
        return self._given(family)

    def _by_refresh(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        given = form.get("refresh_token", "")
        for one in self._families:
            if given in one.used:  # somebody has it who should not
                one.withdrawn = True
            if given == one.refresh and not one.withdrawn:
                one.used.add(given)
                return self._given(one)
        return 400, {"error": "invalid_grant"}

    def _given(self, family: Family) -> tuple[int, dict[str, Any]]:
        access, family.refresh = uuid.uuid4().hex, uuid.uuid4().hex
        self.access[access] = (family.user, True)
        return 200, {
            "access_token": access,
            "token_type": "Bearer",
            "expires_in": self.lifetime,
            "refresh_token": family.refresh,
            "scope": SCOPE,
        }

    def introspect(self, token: str) -> dict[str, Any]:
        """Say what a token is good for."""
        user, holds = self.access.get(token, ("", False))
        return {"active": True, "username": user, "scope": SCOPE} if holds else {"active": False}


class _Server(ThreadingHTTPServer):
    owner: TokenServer
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients go away in the middle of things."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    timeout = 30

    def log_message(self, *args: Any) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        split = urlsplit(self.path)
        if split.path == "/introspect":
            self._introspect(split.query)
            return
        if split.path != "/authorize":
            self._respond(404, {})
            return
        status, place = self.server.owner.authorize(_values(split.query))
        self.send_response(status)
        if place:
            self.send_header("Location", place)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode()
        form = self.headers.get("Content-Type", "").startswith("application/x-www-form-urlencoded")
        if self.path == "/introspect":
            self._introspect(body)
        elif self.path == "/token" and form:
            self._respond(*self.server.owner.token(_values(body)))
        else:
            self._respond(400, {"error": "invalid_request"})

    def _introspect(self, text: str) -> None:
        self._respond(200, self.server.owner.introspect(_values(text).get("token", "")))

    def _respond(self, status: int, answer: dict[str, Any]) -> None:
        content = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


def _values(text: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(text).items()}


@contextlib.contextmanager
def token_server(user: str = "camille") -> Iterator[TokenServer]:
    """Run a server for as long as the block lasts."""
    server = TokenServer(user)
    try:
        yield server
    finally:
        server.close()


def browser(folder: Path, authority: Path) -> Path:
    """Write a browser of few words, for ``BROWSER``: it opens a page and follows where it is
    sent."""
    script = folder / "browser"
    script.write_text(
        f'#!/bin/sh\nexec curl --silent --location --max-time 10 --cacert {authority} "$1" '
        f">{folder}/page.html 2>&1\n"
    )
    script.chmod(0o755)
    return script
