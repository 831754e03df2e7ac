"""``sceau-host``: frames go through it as they are, it finds or starts the helper, and it is gone
as soon as either end is."""

from __future__ import annotations

import json
import os
import socket
import statistics
import struct
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sceau import link
from sceau.hooks import frames
from sceau.socket_place import quick_place
from support.add_on_stand_in import HOST
from support.command import Desktop

HELLO = {"op": "hello-thunderbird", "protocol": frames.PROTOCOL, "version": "0.1.0"}


def frame(message: object) -> bytes:
    body = json.dumps(message).encode()
    return struct.pack("=I", len(body)) + body


class Running:
    """A ``sceau-host`` as Thunderbird has it."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            [str(HOST)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, bufsize=0
        )

    def say(self, content: bytes) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(content)

    def hear(self) -> dict[str, object] | None:
        assert self.process.stdout is not None
        head = self.process.stdout.read(4)
        if not head:
            return None
        (length,) = struct.unpack("=I", head)
        body = b""
        while len(body) < length:
            body += self.process.stdout.read(length - len(body))
        told: dict[str, object] = json.loads(body)
        return told

    def close(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()


@pytest.fixture
def user(tmp_path: Path) -> Iterator[Desktop]:
    one = Desktop(tmp_path)
    yield one
    one.sceau("helper", "stop")


@pytest.fixture
def host(user: Desktop) -> Iterator[Callable[[], Running]]:
    started: list[Running] = []

    def start() -> Running:
        started.append(Running(user.environment()))
        return started[-1]

    yield start
    for one in started:
        if one.process.poll() is None:
            one.process.kill()
        one.process.wait()
        one.close()
        assert one.process.stdout is not None
        one.process.stdout.close()


def test_it_starts_a_helper_that_is_not_there_and_the_helper_outlives_it(
    user: Desktop, host: Callable[[], Running]
) -> None:
    first = host()
    first.say(frame(HELLO))
    told = first.hear()
    assert told is not None
    assert told["op"] == "welcome"
    first.close()
    assert first.process.wait(3) == 0
    assert user.sceau("helper", "status").code == 0


def test_many_at_once_share_one_helper(user: Desktop, host: Callable[[], Running]) -> None:
    several = [host() for _ in range(4)]
    for one in several:
        one.say(frame(HELLO))
    assert [told["op"] for one in several if (told := one.hear())] == ["welcome"] * 4


def test_when_the_helper_ends_it_ends_and_the_next_one_starts_another(
    user: Desktop, host: Callable[[], Running]
) -> None:
    first = host()
    first.say(frame(HELLO))
    first.hear()
    assert user.sceau("helper", "stop").code == 0
    assert first.hear() is None
    assert first.process.wait(3) == 0
    second = host()
    second.say(frame(HELLO))
    told = second.hear()
    assert told is not None
    assert told["op"] == "welcome"


def test_a_socket_left_behind_by_a_helper_that_died_is_no_obstacle(
    user: Desktop, host: Callable[[], Running]
) -> None:
    first = host()
    first.say(frame(HELLO))
    first.hear()
    state = json.loads(user.sceau("helper", "status", "--json").out)
    os.kill(state["pid"], 9)
    assert first.process.wait(3) == 0
    second = host()
    second.say(frame(HELLO))
    told = second.hear()
    assert told is not None
    assert told["op"] == "welcome"


def test_of_two_versions_each_says_which_is_to_be_renewed(
    host: Callable[[], Running],
) -> None:
    for protocol, word in ((frames.PROTOCOL + 1, "Sceau"), (frames.PROTOCOL - 1, "module")):
        one = host()
        one.say(frame({**HELLO, "protocol": protocol, "language": "fr"}))
        told = one.hear()
        assert told is not None
        assert (told["op"], told["reason"]) == ("refused", "other-version")
        assert word in str(told["sentence"])
        assert one.hear() is None
        assert one.process.wait(3) == 0


@pytest.mark.parametrize(
    "said",
    [
        pytest.param(frame({"op": "hello-thunderbird"}), id="a greeting without a version"),
        pytest.param(frame(HELLO) + frame({"op": "send"}), id="a frame that lacks everything"),
        pytest.param(frame(HELLO) + struct.pack("=I", 2**31), id="a frame of 2 GB announced"),
    ],
)
def test_nonsense_is_cut_off(host: Callable[[], Running], said: bytes) -> None:
    one = host()
    one.say(said)
    while one.hear() is not None:
        pass
    assert one.process.wait(3) == 0


# -- with something else in the helper's place ---------------------------------------------


@pytest.fixture
def other(user: Desktop) -> Iterator[socket.socket]:
    """A socket where the helper's would be."""
    folder = user.home / "state"
    folder.mkdir(mode=0o700, parents=True)
    with socket.socket(socket.AF_UNIX) as there:
        there.bind(str(folder / "helper.sock"))
        there.listen(30)
        yield there


def test_a_helper_that_hangs_is_told_within_three_seconds(
    other: socket.socket, host: Callable[[], Running]
) -> None:
    one = host()
    begun = time.monotonic()
    one.say(frame(HELLO))
    told = one.hear()
    assert told == {"op": "refused", "reason": "helper-silent"}
    assert time.monotonic() - begun < 4
    assert one.process.wait(3) == 69


def test_a_helper_that_cannot_start_is_told_as_soon_as_it_ended(
    user: Desktop, host: Callable[[], Running]
) -> None:
    user.home.write_text("a file where the folder should be")
    begun = time.monotonic()
    one = host()
    assert one.hear() == {"op": "refused", "reason": "helper-not-started"}
    assert time.monotonic() - begun < 4.5
    user.home.unlink()


def test_what_goes_through_is_what_was_said_to_the_byte(
    other: socket.socket, host: Callable[[], Running]
) -> None:
    sent = os.urandom(7_000_001)

    def echo() -> None:
        talk, _ = other.accept()
        with talk:
            while piece := talk.recv(65536):
                talk.sendall(piece)

    echoing = threading.Thread(target=echo)
    echoing.start()
    one = host()
    heard = bytearray()

    def listen() -> None:
        assert one.process.stdout is not None
        while len(heard) < len(sent) and (piece := one.process.stdout.read(100_000)):
            heard.extend(piece)

    listening = threading.Thread(target=listen)
    listening.start()
    for at in range(0, len(sent), 50_000):
        one.say(sent[at : at + 50_000])
    listening.join(20)
    one.close()
    echoing.join(5)
    assert bytes(heard) == sent
    assert one.process.wait(3) == 0


def test_it_is_there_before_anybody_notices(
    other: socket.socket, host: Callable[[], Running]
) -> None:
    """Its start costs little over that of Python itself (measured in the same run)."""

    def echo() -> None:
        for _ in range(15):
            talk, _ = other.accept()
            with talk:
                talk.sendall(talk.recv(65536))

    threading.Thread(target=echo, daemon=True).start()
    bare, ours = [], []
    for _ in range(15):
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-c", "pass"], check=True)
        bare.append(time.perf_counter() - begun)
        begun = time.perf_counter()
        one = host()
        one.say(frame(HELLO))
        one.hear()
        ours.append(time.perf_counter() - begun)
        one.close()
    assert min(ours) < min(bare) + 0.025, (statistics.median(ours), statistics.median(bare))


@pytest.mark.parametrize(
    "environment",
    [
        pytest.param({"SCEAU_HOME": "/place/sceau-place"}, id="its own home"),
        pytest.param({"XDG_STATE_HOME": "/place/sceau-states"}, id="a state folder of the session"),
        pytest.param({"HOME": "/place/sceau-user"}, id="the user's home"),
        pytest.param({"HOME": "/place/sceau-user", "XDG_STATE_HOME": ""}, id="an empty variable"),
        pytest.param({"SCEAU_HOME": "sceau-here"}, id="a relative home"),
    ],
)
def test_host_and_helper_look_in_the_same_place(
    environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with tempfile.TemporaryDirectory(prefix="s") as short:
        monkeypatch.chdir(short)
        for name in ("SCEAU_HOME", "XDG_STATE_HOME"):
            monkeypatch.delenv(name, raising=False)
        for name, value in environment.items():
            monkeypatch.setenv(name, value.replace("/place", short))
        assert quick_place() == str(link.socket_path())
        assert quick_place().startswith(short) or "HOME" in environment
        monkeypatch.undo()


def test_a_place_too_long_for_a_socket_is_looked_for_as_the_helper_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCEAU_HOME", str(tmp_path / ("long" * 30)))
    assert quick_place() == ""
