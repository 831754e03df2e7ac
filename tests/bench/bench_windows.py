"""The helper with Windows' Python, under Wine: how soon it answers, from nothing."""

from __future__ import annotations

import json
import statistics
import struct
import sys
import time
from collections.abc import Iterator

from bench.row import Row
from sceau.hooks import frames
from support.repository import ROOT
from support.wine import Wine, wine_station

sys.path.insert(0, str(ROOT / "installer" / "windows"))

import launchers

ROUNDS = 5
_HELLO = {"op": "hello-thunderbird", "protocol": frames.PROTOCOL, "version": "0.1.0"}


def _helper(windows: Wine) -> float:
    """Give the time from ``sceau-host.exe``'s start to the helper's first word, no helper running;
    the helper is ended again."""
    body = json.dumps(_HELLO).encode()
    begun = time.perf_counter()
    host = windows.start(windows.runtime / "sceau-host.exe", bufsize=0)
    assert host.stdin is not None
    assert host.stdout is not None
    host.stdin.write(struct.pack("=I", len(body)) + body)
    (length,) = struct.unpack("=I", host.stdout.read(4))
    answer = json.loads(host.stdout.read(length))
    taken = time.perf_counter() - begun
    if answer["op"] != "welcome":
        raise RuntimeError("the helper did not greet")
    windows.python("-m", "sceau.cli", "helper", "stop")
    host.wait()
    for one in (host.stdin, host.stdout, host.stderr):
        assert one is not None
        one.close()
    return taken


def _python(windows: Wine) -> float:
    begun = time.perf_counter()
    windows.python("-c", "pass")
    return time.perf_counter() - begun


def rows() -> Iterator[Row]:
    """Give each row as it is measured."""
    with wine_station() as windows:
        launchers.build(windows.runtime)
        _helper(windows)
        ours, peer = [], []
        for _ in range(ROUNDS):
            ours.append(_helper(windows))
            peer.append(_python(windows))
    mine, theirs = statistics.median(ours), statistics.median(peer)
    yield Row(
        "helper under Wine, from `sceau-host.exe`’s start to its first word",
        f"{mine:.1f} s",
        f"{theirs:.1f} s, python -c pass there",
        mine / theirs,
    )
