"""How requests to Exchange travel: verified, once each, and every fault told apart.

``exchangelib`` repeats requests by itself, and turns a lost answer into the same exception as a
busy server. Here each request is made once (:func:`once`), and what ended it says whether the
server can have done it: :class:`~sceau.outbox.ways_out.saved_draft.NotDone` or ``NotKnown``.
"""

from __future__ import annotations

import contextlib
import logging
import socket
import ssl
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import requests
import urllib3
from exchangelib import errors
from exchangelib.protocol import BaseProtocol
from requests.adapters import HTTPAdapter

from sceau.outbox.ways_out.answer import Result, Submission, quoted
from sceau.outbox.ways_out.saved_draft import Conflict, Gone, NotDone, NotKnown
from sceau.outbox.ways_out.smtp_faults import why_untrusted

# exchangelib logs whole requests, contents and all
logging.getLogger("exchangelib").setLevel(logging.CRITICAL + 1)

_authorities: dict[str, str] = {}


def trust(url: str, ca_file: str) -> None:
    """Verify the server of ``url`` by the authorities in ``ca_file`` (PEM) beside the system's."""
    _authorities[urlsplit(url).netloc] = ca_file


class _NotReached(NotDone):
    def __init__(self, result: Result) -> None:
        super().__init__(Submission(result=result))
        self.result = result


class _Adapter(HTTPAdapter):
    """Verifies by the system's certificate store, where an establishment puts its own authority,
    and says whether a server was reached at all."""

    def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:  # type: ignore[override]
        """Send a request, once."""
        try:
            return super().send(request, **kwargs)
        except requests.exceptions.SSLError as problem:
            raise _NotReached(_why_tls(problem)) from None
        except requests.exceptions.ConnectTimeout:
            raise _NotReached(Result.TIMED_OUT) from None
        except requests.exceptions.ConnectionError as problem:
            why = _why_unreached(problem)
            if why is not None:
                raise _NotReached(why) from None
            raise NotKnown from None
        except requests.exceptions.Timeout:
            raise NotKnown from None

    def build_connection_pool_key_attributes(
        self, request: requests.PreparedRequest, verify: Any, cert: Any = None
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """Give the connection our own context in the place of a bundle."""
        place, settings = super().build_connection_pool_key_attributes(request, True, cert)
        settings.pop("ca_certs", None)
        settings["ssl_context"] = _context(urlsplit(request.url or "").netloc)
        return place, settings

    def cert_verify(self, conn: Any, url: Any, verify: Any, cert: Any) -> None:
        """Add no bundle to the context."""
        conn.cert_reqs = "CERT_REQUIRED"


_contexts: dict[tuple[str, str], ssl.SSLContext] = {}


def _context(place: str) -> ssl.SSLContext:
    known = (place, _authorities.get(place, ""))
    if known not in _contexts:
        context = ssl.create_default_context()
        if known[1]:
            try:
                context.load_verify_locations(known[1])
            except (OSError, ssl.SSLError):
                raise _NotReached(Result.AUTHORITY_UNREADABLE) from None
        _contexts[known] = context
    return _contexts[known]


def session_of(url: str, ca_file: str = "") -> requests.Session:
    """Give a session for ``url`` that verifies as all others do."""
    if ca_file:
        trust(url, ca_file)
    session = requests.Session()
    session.mount("https://", _Adapter())
    return session


BaseProtocol.HTTP_ADAPTER_CLS = _Adapter
BaseProtocol.USERAGENT = "Sceau"


def _causes(problem: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    waiting: list[object] = [problem]
    while waiting:
        one = waiting.pop()
        if isinstance(one, BaseException) and id(one) not in seen:
            seen.add(id(one))
            yield one
            waiting += [getattr(one, "reason", None), one.__cause__, one.__context__, *one.args]


def _why_tls(problem: BaseException) -> Result:
    for one in _causes(problem):
        if isinstance(one, ssl.SSLCertVerificationError):
            return why_untrusted(one)
    return Result.TLS_FAILED


def _why_unreached(problem: BaseException) -> Result | None:
    found = list(_causes(problem))
    if any(isinstance(one, socket.gaierror) for one in found):
        return Result.HOST_UNKNOWN
    if any(isinstance(one, urllib3.exceptions.NewConnectionError) for one in found):
        return Result.CONNECTION_REFUSED
    return None


class _Once:
    def _get_elements(self, payload: Any) -> Iterator[Any]:
        yield from self._response_generator(payload=payload)  # type: ignore[attr-defined]

    @classmethod
    def _get_soap_parts(cls, response: Any) -> Any:
        return super()._get_soap_parts(_Whole(response))  # type: ignore[misc]


_PIECE = 2**16


class _Whole:
    """An answer in handy pieces: ``exchangelib`` would read it byte by byte, seconds for 25 MB,
    and copies what is left of a piece at each read."""

    def __init__(self, response: requests.Response) -> None:
        self._response = response

    def iter_content(self) -> Iterator[bytes]:
        """Give all of it."""
        content = self._response.content
        for start in range(0, len(content), _PIECE):
            yield content[start : start + _PIECE]


def once(service: Any) -> Any:
    """Give a service of ``exchangelib`` that makes its request once, whatever comes of it."""
    return type(service.__name__, (_Once, service), {})


class _AsItComes:
    def _get_soap_messages(self, body: Any) -> Iterator[Any]:
        yield from super()._get_soap_messages(_Chunks(body))  # type: ignore[misc]


class _Chunks:
    """A stream chunk by chunk, without those that say no more than that it stands: ``exchangelib``
    asks for one byte after the other, and a server says so every few seconds, day and night."""

    def __init__(self, response: requests.Response) -> None:
        self._response = response

    def iter_content(self) -> Iterator[bytes]:
        """Give the bytes that are to be parsed, one by one."""
        for chunk in self._response.iter_content(chunk_size=None):
            if not _only_stands(chunk):
                for at in range(len(chunk)):
                    yield chunk[at : at + 1]

    def close(self) -> None:
        """Let it go."""
        self._response.close()


def _only_stands(chunk: bytes) -> bool:
    text = chunk.rstrip()
    whole = text.startswith(b"<") and text.endswith(b"Envelope>") and text.count(b"Body>") == 2
    return whole and b"ConnectionStatus>OK<" in text and b"Notification>" not in text


def as_it_comes(service: Any) -> Any:
    """Give a service of ``exchangelib`` that reads a stream as it comes."""
    return type(service.__name__, (_AsItComes, service), {})


_NOT_DONE: dict[type[Exception], Result] = {
    errors.ErrorAccessDenied: Result.PERMANENT,
    errors.ErrorExceededConnectionCount: Result.TEMPORARY,
    errors.ErrorInvalidRecipients: Result.RECIPIENTS_REFUSED,
    errors.ErrorMessageSizeExceeded: Result.TOO_LARGE,
    errors.ErrorNonExistentMailbox: Result.PERMANENT,
    errors.ErrorQuotaExceeded: Result.MAILBOX_FULL,
    errors.ErrorSendAsDenied: Result.SENDER_REFUSED,
    errors.ErrorSubmissionQuotaExceeded: Result.TEMPORARY,
    errors.ErrorMimeContentInvalid: Result.NOT_TRANSMISSIBLE,
    errors.ErrorTooManyObjectsOpened: Result.TEMPORARY,
    errors.ErrorFolderNotFound: Result.PERMANENT,
    errors.ErrorInvalidRequest: Result.PERMANENT,
    errors.ErrorSchemaValidation: Result.PERMANENT,
}
"""What says that nothing was done. Anything that is not here may hide a deed: it is looked for."""


@contextlib.contextmanager
def told_apart(host: str) -> Iterator[None]:
    """Turn whatever ends a request into what is known of it.

    Raises Gone, Conflict, NotDone, NotKnown; :class:`Busy` for a server that asks to be left alone
    for a while. Never with the text of the request or the answer.
    """
    try:
        yield
    except _NotReached as problem:
        raise NotDone(Submission(result=problem.result, host=host)) from None
    except (Gone, Conflict, NotDone, NotKnown):
        raise
    except errors.ErrorItemNotFound:
        raise Gone from None
    except (errors.ErrorIrresolvableConflict, errors.ErrorStaleObject):
        raise Conflict from None
    except errors.UnauthorizedError:
        raise NotDone(Submission(result=Result.AUTH_REFUSED, host=host)) from None
    except errors.ErrorServerBusy as busy:
        if busy.back_off:
            raise Busy(host, float(busy.back_off)) from None
        raise NotKnown from None
    except tuple(_NOT_DONE) as refused:
        result = next(one for kind, one in _NOT_DONE.items() if isinstance(refused, kind))
        text = quoted(str(refused).encode())
        raise NotDone(Submission(result=result, host=host, text=text)) from None
    except (errors.EWSError, requests.RequestException, OSError, ValueError):
        raise NotKnown from None
    except (AttributeError, KeyError, TypeError):
        raise NotKnown from None  # exchangelib stumbles over answers that lack what it expects


class Busy(NotDone):
    """The server asked to be left alone for ``seconds``."""

    def __init__(self, host: str, seconds: float) -> None:
        super().__init__(Submission(result=Result.TEMPORARY, host=host))
        self.seconds = seconds
