"""Native messaging on Windows: ``sceau-host.exe`` starts the helper, carries frames, and ends."""

from __future__ import annotations

import json
import struct
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from sceau.hooks import frames
from support.repository import ROOT
from support.wine import Wine

sys.path.insert(0, str(ROOT / "installer" / "windows"))

import launchers

pytestmark = pytest.mark.e2e

HELLO = {"op": "hello-thunderbird", "protocol": frames.PROTOCOL, "version": "0.1.0"}


class Host:
    """A ``sceau-host.exe`` as Thunderbird has it."""

    def __init__(self, windows: Wine) -> None:
        self.process = windows.start(
            windows.runtime / "sceau-host.exe", stderr=subprocess.DEVNULL, bufsize=0
        )
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self._in, self._out = self.process.stdin, self.process.stdout

    def say(self, message: object) -> None:
        body = json.dumps(message).encode()
        self._in.write(struct.pack("=I", len(body)) + body)

    def hear(self) -> dict[str, object] | None:
        head = self._out.read(4)
        if not head:
            return None
        (length,) = struct.unpack("=I", head)
        body = b""
        while len(body) < length:
            body += self._out.read(length - len(body))
        told: dict[str, object] = json.loads(body)
        return told

    def end(self) -> int:
        self._in.close()
        code = self.process.wait(30)
        self._out.close()
        return code


@pytest.fixture
def program(windows: Wine) -> Iterator[Wine]:
    launchers.build(windows.runtime)
    yield windows
    # one on its way out still takes clients for a moment, and drops them: the next test waits
    windows.python("-m", "sceau.cli", "helper", "stop")
    until = time.monotonic() + 60
    while windows.python("-m", "sceau.cli", "helper", "status").returncode == 0:
        assert time.monotonic() < until, "the helper does not end"
        time.sleep(0.1)


def test_it_starts_the_helper_greets_and_the_helper_outlives_it(program: Wine) -> None:
    first = Host(program)
    first.say(HELLO)
    told = first.hear()
    assert told is not None
    assert told["op"] == "welcome", told
    for number in (1, 2):
        first.say({"op": "ping", "number": number})
        answer = first.hear()
        assert answer is not None
        assert (answer["op"], answer["number"]) == ("pong", number)
    assert first.end() == 0
    state = json.loads(program.python("-m", "sceau.cli", "helper", "status", "--json").stdout)
    assert state["running"] is True
    # a second helper leaves at once: one a person
    assert program.python("-m", "sceau.helper").returncode == 0
    second = json.loads(program.python("-m", "sceau.cli", "helper", "status", "--json").stdout)
    assert second["pid"] == state["pid"]


def test_when_the_helper_ends_it_ends(program: Wine) -> None:
    host = Host(program)
    host.say(HELLO)
    assert host.hear() is not None
    assert program.python("-m", "sceau.cli", "helper", "stop").returncode == 0
    assert host.hear() is None
    assert host.end() == 0


def test_several_hosts_at_once_start_one_helper(program: Wine) -> None:
    hosts = [Host(program) for _ in range(3)]
    for host in hosts:
        host.say(HELLO)
    assert [host.hear()["op"] for host in hosts] == ["welcome"] * 3  # type: ignore[index]
    assert [host.end() for host in hosts] == [0, 0, 0]
    # each that lost the race has left: what runs is the one that answers
    count = "from sceau.windows.processes import every; print(every().count('pythonw.exe'))"
    until = time.monotonic() + 30
    while (running := program.python("-c", count).stdout.split()) != [b"1"]:
        assert time.monotonic() < until, running


def test_where_no_helper_can_start_the_add_on_is_told(program: Wine) -> None:
    module = program.runtime / "lib" / "sceau" / "helper.py"
    aside = module.with_name("helper.py.aside")
    module.rename(aside)
    try:
        host = Host(program)
        host.say(HELLO)
        assert host.hear() == {"op": "refused", "reason": "helper-not-started"}
        assert host.process.wait(30) == 69
        host.end()
    finally:
        aside.rename(module)
