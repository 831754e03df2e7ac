"""The server: HTTPS on a random loopback port, Basic or NTLM, one mailbox per address."""

from __future__ import annotations

import base64
import contextlib
import os
import socket
import ssl
import tempfile
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Literal
from xml.etree import ElementTree

import spnego
import spnego.exceptions
import trustme

from support.http_message import WholeRequests
from support.strict_exchange.discovering import discovered
from support.strict_exchange.faults import Fault, Faults
from support.strict_exchange.mailbox import Box, Refused
from support.strict_exchange.operations import Operations, failed
from support.strict_exchange.reading import SOAP, M, T, local, text
from support.strict_exchange.streaming import Subscriptions

PATH = "/EWS/Exchange.asmx"
AUTODISCOVER = "/autodiscover/autodiscover.xml"
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<SOAP:Envelope xmlns:SOAP="http://schemas.xmlsoap.org/soap/envelope/"'
    ' xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages"'
    ' xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types">'
)
_VERSION = (
    '<SOAP:Header><t:ServerVersionInfo MajorVersion="15" MinorVersion="1" '
    'MajorBuildNumber="2507" MinorBuildNumber="6" Version="V2017_07_11"/></SOAP:Header>'
)


class StrictExchange:
    """A running server; leave it with :meth:`close`.

    ``users`` are passwords by user name; ``boxes`` the mailboxes, each open to every user (so a
    shared one is one more). ``faults`` is what shall go wrong.
    """

    def __init__(
        self,
        *addresses: str,
        users: dict[str, str] | None = None,
        auth: Literal["basic", "ntlm", "negotiate", "oauth"] = "basic",
        with_bcc: bool = False,
        authority: trustme.CA | None = None,
        host: str = "localhost",
        names: tuple[str, ...] = (),
    ) -> None:
        self.users = users or {"alice@clinique.example": "sesame"}
        self.auth = auth
        self.with_bcc = with_bcc
        self.faults = Faults()
        self.subscriptions = Subscriptions()
        self.boxes = {one.lower(): Box(one) for one in addresses or ("alice@clinique.example",)}
        self.host = host
        self.pages: dict[str, bytes] = {}
        self._folder = tempfile.TemporaryDirectory(prefix="strict-exchange-")
        self._authority = authority or trustme.CA()
        self.ca_file = str(Path(self._folder.name) / "ca.pem")
        self._authority.cert_pem.write_to_path(self.ca_file)
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.exchange = self
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._authority.issue_cert(host, "localhost", "127.0.0.1", *names).configure_cert(context)
        self._server.socket = context.wrap_socket(
            self._server.socket, server_side=True, do_handshake_on_connect=False
        )
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.02,), daemon=True
        )
        self._thread.start()
        self.tokens: set[str] = set()
        if auth in ("ntlm", "negotiate"):
            self._ntlm_users()

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._server.server_address[1])

    @property
    def url(self) -> str:
        """Its EWS address."""
        return f"https://{self.host}:{self.port}{PATH}"

    @property
    def box(self) -> Box:
        """The first mailbox."""
        return next(iter(self.boxes.values()))

    def close(self) -> None:
        """Stop it."""
        self.subscriptions.stopped.set()
        self._server.shutdown()
        self._server.server_close()
        self._folder.cleanup()

    def _ntlm_users(self) -> None:
        file = Path(self._folder.name) / "ntlm"
        lines = (
            f"{name.rpartition(chr(92))[0]}:{name.rpartition(chr(92))[2]}:{password}"
            for name, password in self.users.items()
        )
        file.write_text("\n".join(lines), encoding="utf-8")
        os.environ["NTLM_USER_FILE"] = str(file)


@contextlib.contextmanager
def strict_exchange(*addresses: str, **more: Any) -> Iterator[StrictExchange]:
    """Run a server for as long as the block lasts."""
    server = StrictExchange(*addresses, **more)
    try:
        yield server
    finally:
        server.close()


class _Server(ThreadingHTTPServer):
    exchange: StrictExchange
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients go away in the middle of things: that is what is tested."""


class _Handler(WholeRequests, BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server
    timeout = 120
    _known = ""
    _context: Any = None

    def setup(self) -> None:
        """Shake hands in the connection's own thread."""
        super().setup()
        assert isinstance(self.connection, ssl.SSLSocket)
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.connection.do_handshake()

    def log_message(self, *args: Any) -> None:
        """Say nothing."""

    def do_POST(self) -> None:
        """Answer a request."""
        body = self.body()
        if body is None:
            return
        if self.path not in (PATH, AUTODISCOVER):
            self._plain(404)
        elif self._logged_in():
            if self.path == PATH:
                self._ews(body)
            else:
                self._respond(200, discovered(self.server.exchange, body))

    def do_GET(self) -> None:
        """Answer what else is served: pages a test put there."""
        page = self.server.exchange.pages.get(self.path)
        if page is None:
            self._plain(404)
        else:
            self._respond(200, page)

    # -- who asks --------------------------------------------------------------------------

    def _logged_in(self) -> bool:
        exchange = self.server.exchange
        kind, _, token = self.headers.get("Authorization", "").partition(" ")
        if exchange.auth in ("ntlm", "negotiate"):
            return self._ntlm(kind, token)
        if exchange.auth == "oauth":
            if kind == "Bearer" and token in exchange.tokens:
                return True
            self._plain(401, "WWW-Authenticate: Bearer realm=exchange")
            return False
        with contextlib.suppress(ValueError):
            user, _, password = base64.b64decode(token).decode().partition(":")
            if kind == "Basic" and exchange.users.get(user) == password:
                return True
        self._plain(401, "WWW-Authenticate: Basic realm=exchange")
        return False

    def _ntlm(self, kind: str, token: str) -> bool:
        """NTLM, bare or within SPNEGO, belongs to the connection: once known, what follows on it
        is let in."""
        name = "NTLM" if self.server.exchange.auth == "ntlm" else "Negotiate"
        if self._known and not token:
            return True
        if kind != name or not token:
            self._plain(401, f"WWW-Authenticate: {name}")
            return False
        if self._context is None:
            self._context = spnego.server(protocol="ntlm" if name == "NTLM" else "negotiate")
        try:
            answer = self._context.step(base64.b64decode(token))
        except (ValueError, spnego.exceptions.SpnegoError):
            self._context = None
            self._plain(401, f"WWW-Authenticate: {name}")
            return False
        if self._context.complete:
            self._known = str(self._context.client_principal)
            self._context = None
            return True
        written = base64.b64encode(answer or b"").decode()
        self._plain(401, f"WWW-Authenticate: {name} {written}")
        return False

    # -- what is asked ---------------------------------------------------------------------

    def _ews(self, body: bytes) -> None:
        exchange = self.server.exchange
        try:
            envelope = ElementTree.fromstring(body)
        except ElementTree.ParseError:
            self._plain(400)
            return
        holder = envelope.find(f"{SOAP}Body")
        if holder is None or len(holder) != 1:
            self._plain(400)
            return
        request = holder[0]
        operation = local(request)
        fault = exchange.faults.meet(operation)
        if fault is not None and self._refuse(fault):
            return
        if operation == "GetStreamingEvents":
            self._stream(request)
            return
        answer = self._answer(operation, request)
        if fault is not None and fault.kind == "lost-after":
            self._cut()
        elif fault is not None and fault.kind == "half":
            self._respond(200, answer, cut_at=len(answer) // 2)
        else:
            self._respond(500 if b"<SOAP:Fault>" in answer[:600] else 200, answer)

    def _answer(self, operation: str, request: ElementTree.Element) -> bytes:
        exchange = self.server.exchange
        operations = Operations(
            self._box(request), exchange.subscriptions, with_bcc=exchange.with_bcc
        )
        known = operations.known.get(operation)
        if known is None:
            return _fault("ErrorInvalidRequest", f"{operation} was not recorded")
        try:
            inside = known(request)
        except Refused as refused:
            inside = failed(operation, refused)
        return (
            f"{_HEAD}{_VERSION}<SOAP:Body><m:{operation}Response><m:ResponseMessages>{inside}"
            f"</m:ResponseMessages></m:{operation}Response></SOAP:Body></SOAP:Envelope>"
        ).encode()

    def _box(self, request: ElementTree.Element) -> Box:
        """The mailbox a request is about: the one it names, or that of the ids in it."""
        boxes = self.server.exchange.boxes
        for owner in request.iter(f"{T}EmailAddress"):
            found = boxes.get(text(owner).lower())
            if found is not None and request.find(f".//{T}DistinguishedFolderId") is not None:
                return found
        ids = {one.get("Id", "") for one in request.iter()}
        for box in boxes.values():
            with box.lock:
                if ids & (box.items.keys() | box.folders.keys()):
                    return box
                if any(one.id in ids for item in box.items.values() for one in item.files):
                    return box
        return self.server.exchange.box

    # -- what goes wrong -------------------------------------------------------------------

    def _refuse(self, fault: Fault) -> bool:
        match fault.kind:
            case "lost-before":
                self._cut()
            case "error-500":
                self._plain(500)
            case "busy-503":
                self._plain(503, f"Retry-After: {int(fault.seconds)}")
            case "unauthorized":
                self._plain(401, "WWW-Authenticate: Basic realm=exchange")
            case "busy":
                self._respond(500, _busy(int(fault.seconds * 1000)))
            case "hold":
                self.server.exchange.faults.released.wait(60)
                return False
            case _:
                return False
        return True

    def _cut(self) -> None:
        self.close_connection = True
        with contextlib.suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)

    # -- how it is written -----------------------------------------------------------------

    def _stream(self, request: ElementTree.Element) -> None:
        exchange = self.server.exchange
        ids = [text(one) for one in request.iter(f"{T}SubscriptionId")]
        minutes = int(text(request.find(f"{M}ConnectionTimeout")) or "1")
        if len(ids) != 1 or not 1 <= minutes <= 30:
            self._respond(500, _fault("ErrorSchemaValidation", "one subscription, 1 to 30 minutes"))
            return
        try:
            events = exchange.subscriptions.events(ids[0], minutes)
            first = next(events)
        except Refused as refused:
            lost = failed("GetStreamingEvents", refused)
            lost = lost.replace(
                "</m:GetStreamingEventsResponseMessage>",
                f"<m:ErrorSubscriptionIds><m:SubscriptionId>{ids[0]}</m:SubscriptionId>"
                "</m:ErrorSubscriptionIds></m:GetStreamingEventsResponseMessage>",
            )
            self._respond(200, _streamed(lost))
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/xml; charset=utf-8")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        self._chunk(_streamed(first or ""))
        for one in events:
            if one is None:
                self._cut()
                return
            self._chunk(_streamed(one))
        self._chunk(b"")

    def _chunk(self, content: bytes) -> None:
        self.wfile.write(f"{len(content):x}\r\n".encode() + content + b"\r\n")
        self.wfile.flush()

    def _plain(self, status: int, *headers: str) -> None:
        self.send_response(status)
        for one in headers:
            name, _, value = one.partition(": ")
            self.send_header(name, value)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _respond(self, status: int, content: bytes, cut_at: int | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "text/xml; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content if cut_at is None else content[:cut_at])
        if cut_at is not None:
            self.wfile.flush()
            self._cut()


def _streamed(inside: str) -> bytes:
    return (
        f"{_HEAD}{_VERSION}<SOAP:Body><m:GetStreamingEventsResponse><m:ResponseMessages>{inside}"
        "</m:ResponseMessages></m:GetStreamingEventsResponse></SOAP:Body></SOAP:Envelope>"
    ).encode()


def _fault(code: str, words: str, more: str = "") -> bytes:
    return (
        f"{_HEAD}<SOAP:Body><SOAP:Fault><faultcode>SOAP:Client</faultcode>"
        f"<faultstring>{words}</faultstring><detail>"
        '<e:ResponseCode xmlns:e="http://schemas.microsoft.com/exchange/services/2006/errors">'
        f"{code}</e:ResponseCode>"
        '<e:Message xmlns:e="http://schemas.microsoft.com/exchange/services/2006/errors">'
        f"{words}</e:Message>{more}</detail></SOAP:Fault></SOAP:Body></SOAP:Envelope>"
    ).encode()


def _busy(milliseconds: int) -> bytes:
    value = (
        f'<t:MessageXml><t:Value Name="BackOffMilliseconds">{milliseconds}</t:Value></t:MessageXml>'
    )
    return _fault("ErrorServerBusy", "The server cannot service this request right now.", value)
