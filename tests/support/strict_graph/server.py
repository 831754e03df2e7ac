"""The server: HTTPS on a random loopback port, one mailbox, and its own sign-in server."""

from __future__ import annotations

import json
import socket
import ssl
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import trustme

from support.http_message import WholeRequests
from support.strict_exchange.faults import Faults
from support.strict_exchange.mailbox import Box, Refused
from support.strict_graph.requests import Request
from support.strict_graph.sign_in import sign_in
from support.strict_graph.uploads import Upload

_STATUS = {
    "ErrorItemNotFound": 404,
    "ErrorFolderNotFound": 404,
    "ErrorFolderExists": 409,
    "ErrorIrresolvableConflict": 412,
    "ErrorStaleObject": 412,
    "ErrorMessageSizeExceeded": 413,
    "ErrorQuotaExceeded": 507,
    "ErrorInvalidRecipients": 400,
    "ErrorInvalidRequest": 400,
    "ErrorSyncStateNotFound": 410,
    "InvalidAuthenticationToken": 401,
    "RequestEntityTooLarge": 413,
}


class StrictGraph:
    """A running server with one mailbox. Signing in is by device code: ``approve`` is the person
    in the browser. ``front`` is the port of a proxy before it, by which its links then go."""

    def __init__(
        self, address: str = "alice@clinique.example", authority: trustme.CA | None = None
    ) -> None:
        self.box = Box(address)
        self.faults = Faults()
        self.uploads: dict[str, Upload] = {}
        self.tokens: set[str] = set()
        self.refresh: set[str] = set()
        self.approved = threading.Event()
        self.most_at_once = 0
        self._at_once = 0
        self._lock = threading.Lock()
        authority = authority or trustme.CA()
        self.front = 0
        self._pem = authority.cert_pem.bytes()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.graph = self
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("localhost").configure_cert(context)
        self._server.socket = context.wrap_socket(
            self._server.socket, server_side=True, do_handshake_on_connect=False
        )
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def base(self) -> str:
        """Its address, as far as the version."""
        return f"{self.origin}/v1.0/"

    @property
    def origin(self) -> str:
        """Its address; it is its own sign-in server too."""
        return f"https://localhost:{self.front or self.port}"

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._server.server_address[1])

    @property
    def context(self) -> ssl.SSLContext:
        """What trusts it."""
        return ssl.create_default_context(cadata=self._pem.decode())

    def save_authority(self, path: Path) -> Path:
        """Write the certificate of its authority."""
        path.write_bytes(self._pem)
        return path

    def token(self) -> str:
        """Give a token that is good."""
        made = uuid.uuid4().hex
        self.tokens.add(made)
        return made

    @contextmanager
    def counted(self) -> Iterator[None]:
        """Count the requests that run at the same time."""
        with self._lock:
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
        try:
            yield
        finally:
            with self._lock:
                self._at_once -= 1

    def close(self) -> None:
        """Stop it."""
        self._server.shutdown()
        self._server.server_close()


@contextmanager
def strict_graph(address: str = "alice@clinique.example") -> Iterator[StrictGraph]:
    """Run a server for as long as the block lasts."""
    graph = StrictGraph(address)
    try:
        yield graph
    finally:
        graph.close()


class _Server(ThreadingHTTPServer):
    graph: StrictGraph
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients go away in the middle of things: that is what is tested."""


class _Handler(WholeRequests, BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server
    timeout = 120

    def setup(self) -> None:
        """Shake hands in the connection's own thread."""
        super().setup()
        assert isinstance(self.connection, ssl.SSLSocket)
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.connection.do_handshake()

    def log_message(self, *args: Any) -> None:
        """Say nothing."""

    def _serve(self) -> None:
        graph = self.server.graph
        body = self.body()
        if body is None:
            return
        split = urlsplit(self.path)
        path = split.path
        query = {name: values[0] for name, values in parse_qs(split.query).items()}
        if "/oauth2/" in path or "openid-configuration" in path:
            self._respond(*sign_in(graph, path, body.decode()))
            return
        with graph.counted():
            request = Request(graph, self.command, path, query, dict(self.headers.items()), body)
            name, do = request.operation()
            fault = graph.faults.meet(name)
            if fault is not None and fault.kind == "lost-before":
                self._cut()
                return
            if fault is not None and fault.kind in ("busy", "busy-503"):
                status = 429 if fault.kind == "busy" else 503
                self._respond(status, _error("ApplicationThrottled"), int(fault.seconds))
                return
            if fault is not None and fault.kind == "error-500":
                self._respond(500, _error("InternalServerError"))
                return
            try:
                status, answer = do()
            except Refused as refused:
                status, answer = _STATUS.get(refused.code, 400), _error(refused.code)
            if fault is not None and fault.kind == "lost-after":
                self._cut()
                return
            self._respond(504 if fault is not None and fault.kind == "half" else status, answer)

    do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = _serve  # noqa: N815

    def _cut(self) -> None:
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def _respond(self, status: int, answer: object, retry: int | None = None) -> None:
        content = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        if answer is None:
            content = b""
        self.send_response(status)
        if retry is not None:
            self.send_header("Retry-After", str(retry))
        kind = "text/plain" if isinstance(answer, bytes) else "application/json"
        self.send_header("Content-Type", kind)
        if name := self.headers.get("client-request-id"):
            self.send_header("client-request-id", name)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


def _error(code: str) -> dict[str, Any]:
    return {"error": {"code": code, "message": code}}
