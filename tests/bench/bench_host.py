"""``sceau-host``: how soon it is there, and what it costs to carry a file."""

from __future__ import annotations

import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from bench.row import Row

ROUNDS = 15
HOST = Path(sys.executable).with_name("sceau-host")
GREETING = b"\x02\x00\x00\x00{}"
SIZE = 25_000_000


def _echo(there: socket.socket) -> None:
    """Answer each connection with what it says."""
    while True:
        try:
            talk, _ = there.accept()
        except OSError:
            return
        with talk:
            while piece := talk.recv(1 << 20):
                talk.sendall(piece)


def _there(environment: dict[str, str]) -> float:
    begun = time.perf_counter()
    with subprocess.Popen(
        [HOST], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, bufsize=0
    ) as host:
        assert host.stdin is not None
        assert host.stdout is not None
        host.stdin.write(GREETING)
        answer = host.stdout.read(len(GREETING))
        taken = time.perf_counter() - begun
        host.stdin.close()
    if answer != GREETING:
        raise RuntimeError("the host did not carry the greeting")
    return taken


def _python() -> float:
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", "pass"], check=True)
    return time.perf_counter() - begun


def _through_host(environment: dict[str, str], content: bytes) -> float:
    with subprocess.Popen(
        [HOST], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, bufsize=0
    ) as host:
        writing, reading = host.stdin, host.stdout
        assert writing is not None
        assert reading is not None
        writing.write(GREETING)
        reading.read(len(GREETING))
        taken = _carried(content, lambda piece: writing.write(piece), reading.read)
        writing.close()
    return taken


def _through_socket(place: Path, content: bytes) -> float:
    with socket.socket(socket.AF_UNIX) as talk:
        talk.connect(str(place))
        return _carried(content, talk.sendall, talk.recv)


def _carried(content: bytes, write: object, read: object) -> float:
    """Give how long the content takes there and back."""
    assert callable(write)
    assert callable(read)

    def send() -> None:
        for at in range(0, len(content), 384 * 1024):
            view = memoryview(content)[at : at + 384 * 1024]
            while view:
                view = view[write(view) or len(view) :]

    begun = time.perf_counter()
    sending = threading.Thread(target=send)
    sending.start()
    left = len(content)
    while left:
        left -= len(read(1 << 20))
    sending.join()
    return time.perf_counter() - begun


def rows() -> Iterator[Row]:
    """Give each row as it is measured."""
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as there:
        state = Path(folder) / "state"
        state.mkdir(mode=0o700)
        there.bind(str(state / "helper.sock"))
        there.listen(50)
        threading.Thread(target=_echo, args=(there,), daemon=True).start()
        environment = {**os.environ, "SCEAU_HOME": folder}
        _there(environment)
        ours, peer = [], []
        for _ in range(ROUNDS):
            ours.append(_there(environment))
            peer.append(_python())
        mine, theirs = statistics.median(ours), statistics.median(peer)
        yield Row(
            "`sceau-host`, from its start to the first frame there and back",
            f"{mine * 1000:.0f} ms",
            f"{theirs * 1000:.0f} ms, python -c pass",
            mine / theirs,
        )
        content = os.urandom(SIZE)
        ours, peer = [], []
        for _ in range(5):
            ours.append(_through_host(environment, content))
            peer.append(_through_socket(state / "helper.sock", content))
        mine, theirs = statistics.median(ours), statistics.median(peer)
        yield Row(
            "25 MB through `sceau-host`, there and back",
            f"{mine * 1000:.0f} ms",
            f"{theirs * 1000:.0f} ms, the socket alone",
            mine / theirs,
        )
        there.shutdown(socket.SHUT_RDWR)
