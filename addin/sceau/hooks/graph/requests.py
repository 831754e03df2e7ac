"""How requests to Graph travel: at most four at a time, each once, and every fault told apart.

Sources: Graph's *throttling* and *error responses* pages (429 and 503 carry ``Retry-After`` in
seconds and were not carried out; Outlook allows four concurrent requests for a mailbox).
"""

from __future__ import annotations

import logging
import socket
import ssl
import threading
import uuid
from collections.abc import Callable, Mapping
from typing import Any

import httpx

from sceau.hooks.mailboxes.patience import Patience
from sceau.outbox.ways_out.answer import Result, Submission, quoted
from sceau.outbox.ways_out.saved_draft import Conflict, Gone, NotDone, NotKnown
from sceau.outbox.ways_out.smtp_faults import why_untrusted

for _name in ("httpx", "httpcore", "msal"):
    # they log addresses of requests, in which mailboxes and Message-IDs stand
    logging.getLogger(_name).setLevel(logging.CRITICAL + 1)

AT_ONCE = 4
_TIMEOUT = httpx.Timeout(120.0, connect=30.0)
_TRIES = 3
_NAME = "client-request-id"
_CODES = {
    "ErrorSendAsDenied": Result.SENDER_REFUSED,
    "ErrorMessageSizeExceeded": Result.TOO_LARGE,
    "ErrorQuotaExceeded": Result.MAILBOX_FULL,
    "ErrorInvalidRecipients": Result.RECIPIENTS_REFUSED,
    "ErrorExceededMessageLimit": Result.TEMPORARY,
}


class Requests:
    """Makes requests to ``base``. ``token`` gives an access token, and raises NotDone where nobody
    is signed in; ``context`` verifies the server."""

    def __init__(
        self,
        base: str,
        token: Callable[[], str],
        context: ssl.SSLContext,
        patience: Patience | None = None,
    ) -> None:
        self._token = token
        self._turns = threading.Semaphore(AT_ONCE)
        self.host = httpx.URL(base).host
        self.patience = patience or Patience(self.host)
        self._base = base
        self._context = context
        self._client: httpx.Client | None = None
        self._lock = threading.Lock()

    def call(
        self,
        method: str,
        path: str,
        *,
        json: object = None,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, str] | None = None,
        again: bool = True,
        signed: bool = True,
    ) -> httpx.Response:
        """Make a request; give the answer of a success.

        ``again``: once more after a refusal for being too many, which certainly did nothing.
        ``signed``: with the access token. Raises Gone, Conflict, NotDone, NotKnown.
        """
        for left in reversed(range(_TRIES if again else 1)):
            self.patience.wait()
            given = dict(headers or {})
            if signed:
                given["Authorization"] = f"Bearer {self._token()}"
            with self._turns:
                response = self._once(
                    method, path, json=json, content=content, headers=given, params=params
                )
            if response.status_code < 300:
                return response
            if response.status_code in (429, 503) and "retry-after" in response.headers:
                self.patience.heed(_seconds(response))
                if left:
                    continue
            if _NAME not in response.headers:
                self.distrust()  # not Graph's own, and perhaps a refusal of what was asked before
                if not again:
                    raise NotKnown
            raise self._why(response)
        raise NotKnown

    def _once(
        self, method: str, path: str, *, headers: dict[str, str], **more: Any
    ) -> httpx.Response:
        """Make a request, and make sure that the answer is one to it: Graph says the request's own
        name again, and a proxy may have given the answer before twice."""
        name = str(uuid.uuid4())
        headers[_NAME] = name
        try:
            response = self._open().request(method, path, headers=headers, **more)
            if response.headers.get(_NAME, name) != name:
                self.distrust()
                raise NotKnown
            return response
        except httpx.ConnectError as problem:
            raise NotDone(Submission(result=_why_unreached(problem), host=self.host)) from None
        except httpx.ConnectTimeout:
            raise NotDone(Submission(result=Result.TIMED_OUT, host=self.host)) from None
        except (httpx.HTTPError, OSError):
            raise NotKnown from None

    def _why(self, response: httpx.Response) -> Exception:
        code, text = _told(response)
        match response.status_code:
            case 401:
                return NotDone(Submission(result=Result.CONSENT_NEEDED, host=self.host))
            case 404 | 410:
                return Gone()
            case 409 | 412:
                return Conflict()
            case 429 | 503 if "retry-after" in response.headers:
                return NotDone(Submission(result=Result.TEMPORARY, host=self.host))
            case 413:
                return NotDone(Submission(result=Result.TOO_LARGE, host=self.host))
            case 507:
                return NotDone(Submission(result=Result.MAILBOX_FULL, host=self.host))
            case status if 400 <= status < 500:
                result = _CODES.get(code, Result.PERMANENT)
                return NotDone(Submission(result=result, host=self.host, text=text))
        return NotKnown()

    def _open(self) -> httpx.Client:
        with self._lock:
            if self._client is None:
                limits = httpx.Limits(max_connections=AT_ONCE, max_keepalive_connections=AT_ONCE)
                self._client = httpx.Client(
                    base_url=self._base, verify=self._context, timeout=_TIMEOUT, limits=limits
                )
            return self._client

    def distrust(self) -> None:
        """Use no connection again of those that are open: what came was no answer to what was
        asked."""
        with self._lock:
            self._client = None

    def close(self) -> None:
        """Let the connections go; they are opened again when needed."""
        with self._lock:
            if self._client is not None:
                self._client.close()
            self._client = None


def _seconds(response: httpx.Response) -> float:
    try:
        return max(0.1, float(response.headers["retry-after"]))
    except ValueError:
        return 30.0


def _told(response: httpx.Response) -> tuple[str, str]:
    """Give the code and the text of an error (``{"error": {"code", "message"}}``)."""
    try:
        error = response.json()["error"]
        return str(error["code"]), quoted(str(error.get("message", "")).encode())
    except (ValueError, KeyError, TypeError):
        return "", ""


def _why_unreached(problem: BaseException) -> Result:
    one: BaseException | None = problem
    while one is not None:
        if isinstance(one, ssl.SSLCertVerificationError):
            return why_untrusted(one)
        if isinstance(one, ssl.SSLError):
            return Result.TLS_FAILED
        if isinstance(one, socket.gaierror):
            return Result.HOST_UNKNOWN
        one = one.__cause__ or one.__context__
    return Result.CONNECTION_REFUSED
