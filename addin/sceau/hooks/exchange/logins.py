"""Logging in without a password of Sceau's own: as the person who is logged in to this computer
(SPNEGO, RFC 4559: Kerberos, or NTLM where there is none), or by a token (hybrid modern
authentication)."""

from __future__ import annotations

import base64
import random
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import requests
import spnego
import spnego.exceptions
from requests.auth import AuthBase

_LEGS = 4  # of one handshake


class Negotiate(AuthBase):
    """Answers ``WWW-Authenticate: Negotiate``; as the person logged in where no ``user`` is given.
    A request that got 401 was not carried out, so it may be made again."""

    def __init__(self, user: str = "", password: str = "") -> None:
        self._user = user
        self._password = password

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Be asked for each request."""
        request.register_hook("response", self._answered)
        return request

    def _answered(self, response: requests.Response, **more: Any) -> requests.Response:
        if response.status_code != 401 or not _offered(response):
            return response
        try:
            context = spnego.client(
                self._user or None,
                self._password or None,
                hostname=urlsplit(response.url).hostname or "",
                service="HTTP",
                protocol="negotiate",
            )
            return self._shake_hands(context, response, **more)
        except (spnego.exceptions.SpnegoError, ImportError, OSError):
            return response  # the 401 says it

    def _shake_hands(
        self, context: spnego.ContextProxy, response: requests.Response, **more: Any
    ) -> requests.Response:
        told: bytes | None = None
        for _ in range(_LEGS):
            token = context.step(told)
            if token is None:
                return response
            response.content  # noqa: B018  (read to its end, the connection is used again)
            response.close()
            request = response.request.copy()
            request.headers["Authorization"] = f"Negotiate {base64.b64encode(token).decode()}"
            again = response.connection.send(request, **more)
            again.history.append(response)
            again.request = request
            if again.status_code != 401:
                return again
            told = _token(again)
            if told is None:
                return again
            response = again
        return response


class Bearer(AuthBase):
    """Sends an access token, a fresh one each time."""

    def __init__(self, token: Callable[[], str]) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Be asked for each request."""
        request.headers["Authorization"] = f"Bearer {self._token()}"
        return request


def use(protocol: Any, login: Callable[[], AuthBase]) -> None:
    """Have every session of an ``exchangelib`` protocol log in by ``login``."""

    def create_session() -> Any:
        session = protocol.raw_session(protocol.service_endpoint)
        session.auth = login()
        session.session_id = random.randint(10_000, 99_999)  # noqa: S311  (a name, no secret)
        session.usage_count = 0
        return session

    protocol.create_session = create_session


def _offered(response: requests.Response) -> bool:
    return "negotiate" in response.headers.get("WWW-Authenticate", "").lower()


def _token(response: requests.Response) -> bytes | None:
    for one in response.headers.get("WWW-Authenticate", "").split(","):
        kind, _, token = one.strip().partition(" ")
        if kind.lower() == "negotiate" and token:
            try:
                return base64.b64decode(token)
            except ValueError:
                return None
    return None
