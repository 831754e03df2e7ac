"""The resident helper: one per user, for this user alone, and what it says when asked."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import stat
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from sceau import __version__
from sceau.filelock import FileLock
from sceau.hooks.frames import PROTOCOL
from support.command import Desktop


@pytest.fixture
def desktop(tmp_path: Path) -> Iterator[Desktop]:
    one = Desktop(tmp_path)
    yield one
    one.sceau("helper", "stop")


def socket_of(desktop: Desktop) -> Path:
    found = [*desktop.home.rglob("helper.sock"), *desktop.tmp.rglob("helper.sock")]
    assert len(found) == 1
    return found[0]


def status(desktop: Desktop) -> dict[str, object]:
    ran = desktop.sceau("helper", "status", "--json")
    return {} if ran.code else ran.json


def test_it_starts_once_and_is_found_again(desktop: Desktop) -> None:
    assert desktop.sceau("helper", "status").code == 75
    first = desktop.sceau()
    assert first.code == 0, first.said
    pid = status(desktop)["pid"]
    assert desktop.sceau().code == 0
    assert status(desktop)["pid"] == pid


def test_two_started_at_once_leave_one(desktop: Desktop) -> None:
    command = [sys.executable, "-m", "sceau.helper"]
    both = [subprocess.Popen(command, env=desktop.environment()) for _ in range(2)]
    until = time.monotonic() + 20
    while all(one.poll() is None for one in both) and time.monotonic() < until:
        time.sleep(0.05)
    assert [one.poll() is None for one in both].count(True) == 1
    assert status(desktop)["pid"] in [one.pid for one in both]
    desktop.sceau("helper", "stop")
    assert [one.wait(20) for one in both] == [0, 0]


def test_one_started_while_another_is_on_its_way_out_takes_its_place(desktop: Desktop) -> None:
    desktop.sceau()
    lock = next(desktop.home.rglob("helper.lock"))
    desktop.sceau("helper", "stop")
    leaving = FileLock(lock)
    assert leaving.take(wait=True)
    following = subprocess.Popen([sys.executable, "-m", "sceau.helper"], env=desktop.environment())
    with pytest.raises(subprocess.TimeoutExpired):
        following.wait(1.5)
    leaving.release()
    until = time.monotonic() + 20
    while not status(desktop) and time.monotonic() < until:
        time.sleep(0.05)
    assert status(desktop)["pid"] == following.pid
    desktop.sceau("helper", "stop")
    assert following.wait(20) == 0


def test_its_socket_is_its_users_alone(desktop: Desktop) -> None:
    desktop.sceau()
    path = socket_of(desktop)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) & 0o077 == 0
    assert path.stat().st_uid == os.getuid()


def test_stopped_it_leaves_nothing_behind(desktop: Desktop) -> None:
    desktop.sceau()
    path, pid = socket_of(desktop), int(str(status(desktop)["pid"]))
    assert desktop.sceau("helper", "stop").code == 0
    until = time.monotonic() + 20
    while Path(f"/proc/{pid}").exists() and time.monotonic() < until:
        time.sleep(0.05)
    assert not Path(f"/proc/{pid}").exists()
    assert not path.exists()


def test_one_that_is_only_just_starting_is_stopped_too(desktop: Desktop) -> None:
    starting = subprocess.Popen([sys.executable, "-m", "sceau.helper"], env=desktop.environment())
    until = time.monotonic() + 20
    while not list(desktop.home.rglob("helper.lock")) and time.monotonic() < until:
        time.sleep(0.001)
    assert desktop.sceau("helper", "stop").code == 0
    assert starting.wait(1) == 0


WITH_AN_END_THAT_HANGS = """
import asyncio
from sceau import helper
async def for_ever(window):
    await asyncio.Event().wait()
helper.ConfirmWindow.close = for_ever
helper._ENDS_WITHIN = 2.0
helper.main()
"""


def test_one_that_cannot_end_is_ended(desktop: Desktop) -> None:
    command = [sys.executable, "-c", WITH_AN_END_THAT_HANGS]
    hanging = subprocess.Popen(command, env=desktop.environment())
    until = time.monotonic() + 20
    while not status(desktop) and time.monotonic() < until:
        time.sleep(0.05)
    began = time.monotonic()
    assert desktop.sceau("helper", "stop").code == 0
    assert time.monotonic() - began > 1.5
    assert hanging.wait(1) == 70
    assert desktop.sceau().code == 0


def frame(message: object) -> bytes:
    body = json.dumps(message).encode()
    return struct.pack("=I", len(body)) + body


def test_it_knows_how_many_thunderbirds_are_connected(desktop: Desktop) -> None:
    desktop.sceau()
    hello = {"op": "hello-thunderbird", "protocol": PROTOCOL, "version": __version__}

    def connected(many: int) -> bool:
        until = time.monotonic() + 60
        while status(desktop)["thunderbirds"] != many and time.monotonic() < until:
            time.sleep(0.05)
        return status(desktop)["thunderbirds"] == many

    with socket.socket(socket.AF_UNIX) as add_on, socket.socket(socket.AF_UNIX) as doctor:
        for link, client in ((add_on, {"client": "152.0"}), (doctor, {})):
            link.connect(str(socket_of(desktop)))
            link.sendall(frame({**hello, **client}))
            assert link.recv(4)
        assert connected(1), "what only tries the line is no Thunderbird"
    assert connected(0)


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"GET / HTTP/1.1\r\n\r\n", id="another protocol"),
        pytest.param(struct.pack("=I", 2**32 - 1), id="a frame of 4 GB announced"),
        pytest.param(struct.pack("=I", 50) + b"{", id="a frame cut short"),
        pytest.param(frame({"op": "stop"}), id="a request before the greeting"),
        pytest.param(
            frame({"op": "hello", "version": "0.0.0"}) + frame({"op": "stop"}), id="another version"
        ),
        pytest.param(
            frame({"op": "hello", "version": __version__}) + frame({"op": "erase"}),
            id="a request there is not",
        ),
    ],
)
def test_whoever_speaks_something_else_is_cut_off_and_it_goes_on(
    desktop: Desktop, sent: bytes
) -> None:
    desktop.sceau()
    with socket.socket(socket.AF_UNIX) as talk:
        talk.settimeout(20)
        talk.connect(str(socket_of(desktop)))
        talk.sendall(sent)
        talk.shutdown(socket.SHUT_WR)
        answered = b""
        while part := talk.recv(4096):
            answered += part
    assert b"state" not in answered
    assert status(desktop)["busy"] == 0


def test_without_a_screen_a_mail_sent_by_it_is_kept_and_says_so(desktop: Desktop) -> None:
    from sceau.demo import sample

    mail = desktop.root / "mail.eml"
    mail.write_bytes(sample.patient_mail())
    desktop.sceau()

    async def ask() -> dict[str, object]:
        reader, writer = await asyncio.open_unix_connection(str(socket_of(desktop)))
        writer.write(frame({"op": "hello", "version": __version__}))
        writer.write(frame({"op": "send", "file": str(mail)}))
        for _ in range(2):
            (length,) = struct.unpack("=I", await reader.readexactly(4))
            answer = json.loads(await reader.readexactly(length))
        writer.close()
        return answer

    answer = asyncio.run(asyncio.wait_for(ask(), 60))
    assert answer["op"] == "reported"
    report = answer["report"]
    assert isinstance(report, dict)
    assert report["ending"] == "kept"
    assert report["sentence"]["key"].startswith("error.")
