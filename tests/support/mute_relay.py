"""A relay before a server, which can fall silent without closing anything: a server that hangs."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator


class MuteRelay:
    """Passes bytes on to ``upstream``; while ``mute``, the server's answers are swallowed."""

    def __init__(self, upstream: int) -> None:
        self._upstream = upstream
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self.mute = False
        self.asked = threading.Event()
        self._lines: list[socket.socket] = []
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listening.accept()
                server = socket.create_connection(("127.0.0.1", self._upstream))
                self._lines += [client, server]
                threading.Thread(target=self._pass, args=(client, server), daemon=True).start()
                threading.Thread(target=self._answer, args=(server, client), daemon=True).start()

    def _pass(self, client: socket.socket, server: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while told := client.recv(65_536):
                if self.mute:
                    self.asked.set()
                server.sendall(told)
            server.shutdown(socket.SHUT_RDWR)

    def _answer(self, server: socket.socket, client: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while said := server.recv(65_536):
                if not self.mute:
                    client.sendall(said)
            if not self.mute:
                client.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Stop it."""
        for one in (self._listening, *self._lines):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()


@contextlib.contextmanager
def mute_relay(upstream: int) -> Iterator[MuteRelay]:
    """Run one until the block ends."""
    relay = MuteRelay(upstream)
    try:
        yield relay
    finally:
        relay.close()
