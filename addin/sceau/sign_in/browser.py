"""Signing in by the browser that is there: the authorization code with PKCE (RFC 6749 section 4.1,
RFC 7636, RFC 8252), and access tokens refreshed from what is kept of it.

``oauthlib`` writes and reads the messages, ``httpx`` carries them.
"""

from __future__ import annotations

import contextlib
import logging
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import msgspec

from sceau.errors import CannotWrite
from sceau.filelock import FileLock
from sceau.settings.keys import AccountSecret
from sceau.settings.schema import SignInSettings
from sceau.sign_in.begun import Begun
from sceau.sign_in.faults import (
    SignInCancelled,
    SignInFailed,
    SignInFault,
    SignInNotReached,
    why,
)
from sceau.sign_in.loopback import Loopback
from sceau.sign_in.providers import Provider, provider_of

for _name in ("oauthlib", "httpx", "httpcore"):
    # they log addresses and bodies, in which codes and tokens stand
    logging.getLogger(_name).setLevel(logging.CRITICAL + 1)

EARLY = 120.0
"""Seconds before its end from which an access token is no longer used: clocks differ, and a mail
of 25 MB takes a while."""
PATIENCE = 600.0
"""Seconds a person has to sign in."""
_TIMEOUT = 30.0  # seconds, for each answer of the provider
_UNSAID = 300.0  # seconds a token is taken to hold where the provider does not say (RFC 6749 5.1)
_VERIFIER = 64  # characters; RFC 7636 section 4.1 has 43 to 128


class Kept(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is kept of a sign-in, as a password is: the ``refresh`` token, the last ``access``
    token, and until when it holds (seconds since the epoch)."""

    refresh: str
    access: str = ""
    until: float = 0.0

    def __repr__(self) -> str:
        return "Kept(…)"


class BrowserSignIn:
    """The sign-in of one account at one provider.

    ``user`` is suggested to the provider. ``lock`` is a file two programs of this user stand in
    line at: many providers take a refresh token once only. ``context`` verifies the provider.
    """

    def __init__(
        self,
        registration: SignInSettings,
        kept: AccountSecret,
        *,
        user: str,
        lock: Path,
        context: Callable[[], ssl.SSLContext] = ssl.create_default_context,
        now: Callable[[], float] = time.time,
        patience: float = PATIENCE,
    ) -> None:
        self._registration = registration
        self._kept = kept
        self._user = user
        self._lock = lock
        self._context = context
        self._now = now
        self._patience = patience
        self._threads = threading.Lock()

    def __repr__(self) -> str:
        return "BrowserSignIn(…)"

    def token(self, refused: str = "") -> str:
        """Give an access token that still holds for a while, and is not ``refused``, the one a
        server has just turned down.

        Raises SignInFailed where a person must do something, SignInNotReached.
        """
        with self._threads, _in_line(self._lock):
            kept = self._read()
            if kept.access and kept.access != refused and self._now() < kept.until - EARLY:
                return kept.access
            body = self._client().prepare_refresh_body(
                refresh_token=kept.refresh, client_id=self._registration.client, **self._secret()
            )
            return self._keep(self._ask(body), kept.refresh)

    def begin(self, said: str, language: str = "fr") -> Begun:
        """Begin to sign in: give the address to open in a browser and what waits for it to come
        back; ``said`` is what the browser then shows."""
        client, heard = self._client(), Loopback(said, language, self._provider.comes_back_to)
        verifier = client.create_code_verifier(_VERIFIER)
        place = client.prepare_request_uri(
            self._provider.authorization,
            redirect_uri=heard.address,
            scope=list(self._provider.scopes),
            state=heard.state,
            code_challenge=client.create_code_challenge(verifier, "S256"),
            code_challenge_method="S256",
            **({"login_hint": self._user} if self._user else {}),
            **self._provider.more,
        )

        def wait() -> None:
            query = heard.wait(self._patience)
            if heard.stopped:
                raise SignInCancelled
            if not query:
                raise SignInFailed(SignInFault.LATE, self._host)
            code = self._code(client, query, heard.state)
            body = client.prepare_request_body(
                code=code, redirect_uri=heard.address, code_verifier=verifier, **self._secret()
            )
            with self._threads, _in_line(self._lock):
                self._keep(self._ask(body), "")

        return Begun(place, "", wait, heard.stop)

    @property
    def _provider(self) -> Provider:
        # asked when it is needed: a registration that is wrong stops its own account alone
        return provider_of(self._registration)

    @property
    def _host(self) -> str:
        return urlsplit(self._provider.token).hostname or ""

    # ── inside ───────────────────────────────────────────────────────────────────────────────

    def _client(self) -> Any:
        from oauthlib.oauth2 import WebApplicationClient  # takes 60 ms

        return WebApplicationClient(self._registration.client)

    def _secret(self) -> dict[str, str]:
        """What Google calls a secret, and says is none, of a program people install."""
        given = self._registration.client_secret
        return {"client_secret": given} if given else {}

    def _read(self) -> Kept:
        before = self._kept()
        if before:
            with contextlib.suppress(msgspec.MsgspecError):
                return msgspec.json.decode(before, type=Kept)
        raise SignInFailed(SignInFault.NEEDED, self._host)

    def _code(self, client: Any, query: str, state: str) -> str:
        from oauthlib.oauth2 import OAuth2Error

        try:
            # the library insists on https; nothing but this machine carried it
            found = client.parse_request_uri_response(f"https://127.0.0.1/?{query}", state=state)
        except OAuth2Error as problem:
            fault = why(str(problem.error), text=str(problem.description or ""))
            raise SignInFailed(fault, self._host) from None
        return str(found["code"])

    def _ask(self, body: str) -> dict[str, Any]:
        """Ask the token endpoint. What it says of a fault is not repeated: it may name people."""
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        try:
            with httpx.Client(verify=self._context(), timeout=_TIMEOUT) as line:
                answer = line.post(self._provider.token, content=body, headers=headers)
            told = answer.json()
        except (httpx.HTTPError, OSError, ValueError):
            raise SignInNotReached(self._host) from None
        if answer.status_code == 429 or answer.status_code >= 500 or not isinstance(told, dict):
            raise SignInNotReached(self._host)
        if answer.status_code != 200 or "error" in told:
            code = str(told.get("error", ""))
            if code in ("temporarily_unavailable", "server_error", "slow_down"):
                raise SignInNotReached(self._host)
            numbers = told.get("error_codes")
            text = str(told.get("error_description", ""))
            known = numbers if isinstance(numbers, list) else ()
            raise SignInFailed(why(code, known, text), self._host)
        return told

    def _keep(self, told: dict[str, Any], before: str) -> str:
        """Keep what was given; a refresh token stays where no other is (RFC 6749 section 6)."""
        access, refresh = told.get("access_token"), told.get("refresh_token") or before
        if not isinstance(access, str) or not access:
            raise SignInNotReached(self._host)
        if not isinstance(refresh, str) or not refresh:
            raise SignInFailed(SignInFault.SCOPE, self._host)
        held = told.get("expires_in", _UNSAID)
        try:
            seconds = float(held)
        except (TypeError, ValueError):
            seconds = _UNSAID
        kept = Kept(refresh, access, self._now() + seconds)
        self._kept.keep(msgspec.json.encode(kept).decode())
        return access


@contextlib.contextmanager
def _in_line(path: Path) -> Iterator[None]:
    """Be the only program of this user that refreshes."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with FileLock(path):
            yield
    except OSError as problem:
        raise CannotWrite("state-not-writable") from problem
