"""Signing in to Microsoft 365: by a code typed into a browser, once; then by what was kept of it.

What is kept (a refresh token, by ``msal``) is as good as a password, and kept as one. The
establishment registers Sceau once as a public client with delegated permissions; nobody's password
ever passes through Sceau.
"""

from __future__ import annotations

import ssl
import threading
from collections.abc import Mapping, Sequence
from typing import Any

import httpx

from sceau.errors import WrongSettings
from sceau.outbox.ways_out.answer import Result, Submission
from sceau.outbox.ways_out.saved_draft import NotDone, NotKnown
from sceau.settings.keys import AccountSecret
from sceau.sign_in.begun import Begun
from sceau.sign_in.faults import (
    SignInCancelled,
    SignInFailed,
    SignInFault,
    SignInNotReached,
    why,
)

AUTHORITY = "https://login.microsoftonline.com"


class SignIn:
    """The sign-in of one account. ``client`` and ``tenant`` name Sceau's registration; ``scopes``
    are what it asks to be allowed; ``authority`` and ``context`` are for tests."""

    def __init__(
        self,
        client: str,
        tenant: str,
        kept: AccountSecret,
        *,
        scopes: Sequence[str],
        authority: str = AUTHORITY,
        context: ssl.SSLContext | None = None,
    ) -> None:
        if not client:
            raise WrongSettings("account-client-missing")
        self._client = client
        self._authority = f"{authority}/{tenant}"
        self._known_host = authority == AUTHORITY
        self._kept = kept
        self._scopes = list(scopes)
        self._context = context
        self._lock = threading.Lock()

    def token(self) -> str:
        """Give an access token, a fresh one where the last has run out.

        Raises NotDone where somebody must sign in again, NotKnown where Microsoft does not answer.
        """
        with self._lock, self._told() as (application, cache):
            accounts = application.get_accounts()
            found = (
                application.acquire_token_silent_with_error(self._scopes, account=accounts[0])
                if accounts
                else None
            )
            self._keep(cache)
        if not found or "access_token" not in found:
            raise NotDone(Submission(result=_why(found), host="Microsoft 365"))
        return str(found["access_token"])

    def begin(self) -> Begun:
        """Begin to sign in by a code.

        Raises SignInFailed where Microsoft refuses, SignInNotReached where it does not answer.
        There is a quarter of an hour for it.
        """
        try:
            with self._told() as (application, cache):
                flow = application.initiate_device_flow(scopes=self._scopes)
        except NotKnown as problem:
            raise SignInNotReached("Microsoft 365") from problem
        if "user_code" not in flow:
            raise _failed(flow)
        stopped = threading.Event()

        def wait() -> None:
            done = application.acquire_token_by_device_flow(flow)
            if stopped.is_set():
                raise SignInCancelled
            if "access_token" not in done:
                raise _failed(done)
            self._keep(cache)

        def stop() -> None:
            stopped.set()
            flow["expires_at"] = 0  # how msal is told to wait no longer

        return Begun(str(flow["verification_uri"]), str(flow["user_code"]), wait, stop)

    def _told(self) -> _Open:
        return _Open(self._client, self._authority, self._known_host, self._kept, self._context)

    def _keep(self, cache: Any) -> None:
        if cache.has_state_changed:
            self._kept.keep(cache.serialize())
            cache.has_state_changed = False


def _fault(answer: Mapping[str, Any]) -> SignInFault:
    codes = answer.get("error_codes")
    known = codes if isinstance(codes, list) else ()
    return why(str(answer.get("error", "")), known, str(answer.get("error_description", "")))


def _failed(answer: Mapping[str, Any]) -> SignInFailed:
    if answer.get("error") in ("authorization_pending", "expired_token"):
        return SignInFailed(SignInFault.LATE, "Microsoft 365")
    return SignInFailed(_fault(answer), "Microsoft 365")


def _why(answer: Mapping[str, Any] | None) -> Result:
    """Say why there is no token: Microsoft's own reason, where it was asked."""
    return Result(f"sign-in-{_fault(answer)}") if answer else Result.CONSENT_NEEDED


class _Open:
    """An application of ``msal`` with what was kept; what goes wrong in it is NotKnown."""

    def __init__(
        self,
        client: str,
        authority: str,
        known: bool,
        kept: AccountSecret,
        context: ssl.SSLContext | None,
    ) -> None:
        self._settings = (client, authority, known, kept, context)

    def __enter__(self) -> tuple[Any, Any]:
        import msal  # takes 150 ms, and most never sign in there

        client, authority, known, kept, context = self._settings
        cache = msal.SerializableTokenCache()
        before = kept()
        if before:
            cache.deserialize(before)
        try:
            application = msal.PublicClientApplication(
                client,
                authority=authority,
                token_cache=cache,
                instance_discovery=None if known else False,
                http_client=_Http(context or ssl.create_default_context()),
            )
        except (httpx.HTTPError, OSError, ValueError):
            raise NotKnown from None
        return application, cache

    def __exit__(self, kind: object, problem: BaseException | None, trace: object) -> None:
        if isinstance(problem, httpx.HTTPError | OSError | ValueError):
            raise NotKnown from None


class _Http:
    """What ``msal`` needs of an HTTP client, with certificates verified by the system's store."""

    def __init__(self, context: ssl.SSLContext) -> None:
        self._client = httpx.Client(verify=context, timeout=30.0)

    def get(
        self,
        url: str,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        **_: object,
    ) -> httpx.Response:
        """Make a GET request."""
        return self._client.get(url, params=params, headers=headers)

    def post(
        self,
        url: str,
        params: Mapping[str, str] | None = None,
        data: Any = None,
        headers: Mapping[str, str] | None = None,
        **_: object,
    ) -> httpx.Response:
        """Make a POST request."""
        return self._client.post(url, params=params, data=data, headers=headers)

    def close(self) -> None:
        """Let the connections go."""
        self._client.close()
