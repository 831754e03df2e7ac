"""What a network does, and cancelling: before the final dot nothing left, after it nobody knows."""

from __future__ import annotations

import asyncio
import socket
import time
from typing import Any

import pytest

from sceau.outbox.ways_out.answer import Result, Submission
from sceau.outbox.ways_out.smtp import SmtpWayOut
from sceau.outbox.ways_out.way import Step
from support.faults import Fault, Proxy
from support.held_mails import PATIENT, outgoing
from support.smtp_server import Rules, raw_server, running_loop, smtp_server
from support.submitting import account, submit


def spoilt(fault: Fault, **more: Any) -> tuple[Submission, int]:
    """Submit through a proxy; give the result and how many mails the server took."""
    with running_loop() as loop, smtp_server(Rules(users={"u": "p"})) as server:
        proxy = Proxy(server.port, fault)
        asyncio.run_coroutine_threadsafe(proxy.start(), loop).result(5)
        to = account(proxy.port, user="u", timeout=0.4)
        result = submit(to, password="p", final_timeout=0.4, **more)
        asyncio.run_coroutine_threadsafe(proxy.close(), loop).result(5)
        return result, len(server.accepted)


BEFORE_THE_END = ["greeting", "EHLO", "AUTH", "MAIL", "RCPT", "DATA"]


@pytest.mark.parametrize("line", BEFORE_THE_END)
@pytest.mark.parametrize(
    ("kind", "result"),
    [("cut-before", Result.DROPPED), ("reset", Result.DROPPED), ("stall-before", Result.TIMED_OUT)],
)
def test_a_fault_before_the_final_dot_means_that_nothing_left(
    line: str, kind: Any, result: Result
) -> None:
    given_, arrived = spoilt(Fault(kind, line))
    assert given_.result is result
    assert arrived == 0


@pytest.mark.parametrize("silent", [False, True], ids=["cut", "stalled"])
def test_a_fault_amid_the_content_means_that_nothing_left(silent: bool) -> None:
    def serve(line: socket.socket) -> None:
        line.sendall(b"220 hello\r\n")
        for reply in (b"250 ok\r\n", b"250 ok\r\n", b"250 ok\r\n", b"354 go\r\n"):
            line.recv(1000)
            line.sendall(reply)
        line.recv(100_000)
        time.sleep(3 if silent else 0)

    # more than the system would take before the server reads it
    big = outgoing(
        content=b"Subject: x\r\n\r\n" + b"0123456789\r\n" * 2_000_000, needs_8bitmime=False
    )
    with raw_server(serve) as port:
        result = submit(account(port, timeout=1.0), big)
    assert result.result is (Result.TIMED_OUT if silent else Result.DROPPED)


@pytest.mark.parametrize("kind", ["cut-before", "reset", "stall-before"])
def test_content_that_was_written_to_its_end_and_not_answered_is_unsure(kind: Any) -> None:
    result, arrived = spoilt(Fault(kind, "content"))
    assert (result.result, arrived) == (Result.UNSURE, 0)


@pytest.mark.parametrize(
    ("kind", "arrived"),
    [
        ("cut-before", 0),
        ("cut-after", 1),
        ("cut-in-reply", 1),
        ("reset", 0),
        ("stall-before", 0),
        ("stall-after", 1),
    ],
)
def test_after_the_final_dot_nobody_can_know(kind: Any, arrived: int) -> None:
    assert spoilt(Fault(kind, "dot")) == (
        Submission(result=Result.UNSURE, host="127.0.0.1", text=""),
        arrived,
    )


def test_a_final_reply_that_is_none_leaves_it_unknown() -> None:
    def serve(line: socket.socket) -> None:
        line.sendall(b"220 hello\r\n")
        for reply in (b"250 8BITMIME\r\n", b"250 ok\r\n", b"250 ok\r\n", b"354 go\r\n"):
            line.recv(1000)
            line.sendall(reply)
        while not line.recv(10_000).endswith(b".\r\n"):
            pass
        line.sendall(b"what?\r\n")

    with raw_server(serve) as port:
        mail = outgoing(needs_8bitmime=False)
        result = submit(account(port), mail)
    assert (result.result, result.text) == (Result.UNSURE, "?")


def test_a_server_that_answers_a_byte_at_a_time_does_not_hold_for_ever() -> None:
    def serve(line: socket.socket) -> None:
        line.sendall(b"220 hello\r\n")
        for reply in (b"250 ok\r\n", b"250 ok\r\n", b"250 ok\r\n", b"354 go\r\n"):
            line.recv(1000)
            line.sendall(reply)
        for _ in range(100):
            line.sendall(b"2")
            time.sleep(0.05)

    with raw_server(serve) as port:
        began = time.monotonic()
        mail = outgoing(needs_8bitmime=False)
        assert submit(account(port), mail, final_timeout=0.5).result is Result.UNSURE
        assert time.monotonic() - began < 3


@pytest.mark.parametrize(
    "greeting", [b"x" * 100_000, b"220-" * 5_000 + b"\r\n", b"\xff\xfe\r\n", b"999 \r\n"]
)
def test_a_server_that_talks_nonsense_gets_nothing(greeting: bytes) -> None:
    def serve(line: socket.socket) -> None:
        line.sendall(greeting)
        line.recv(100)

    with raw_server(serve) as port:
        result = submit(account(port, timeout=1.0))
    assert not result.left
    assert result.result is not Result.UNSURE


def test_a_port_where_nobody_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert submit(account(port)).result is Result.CONNECTION_REFUSED


@pytest.mark.parametrize("host", ["smtp.exemple.invalid", "a" * 64 + ".fr", "smtp..fr"])
def test_a_server_that_cannot_be_found(host: str) -> None:
    assert submit(account(1, host=host, security="tls")).result is Result.HOST_UNKNOWN


async def _cancelled_at(port: int, step: str) -> Submission:
    way = SmtpWayOut(account(port, timeout=30.0), final_timeout=2)
    loop = asyncio.get_running_loop()
    reached = asyncio.Event()

    def on_step(told: Step) -> None:
        if told.name == step:
            loop.call_soon_threadsafe(reached.set)

    task = asyncio.create_task(way.submit(outgoing(needs_8bitmime=False), on_step))
    await asyncio.wait_for(reached.wait(), 5)
    task.cancel()
    return await asyncio.wait_for(task, 5)


@pytest.mark.parametrize("silent_at", ["greeting", "ehlo", "mail", "data"])
def test_cancelling_a_server_that_is_silent_takes_no_time(silent_at: str) -> None:
    waited_for = {
        "greeting": "smtp-connect",
        "ehlo": "smtp-ehlo",
        "mail": "smtp-mail",
        "data": "smtp-data",
    }

    def serve(line: socket.socket) -> None:
        if silent_at != "greeting":
            line.sendall(b"220 hello\r\n")
        while said := line.recv(1000):
            if said.lower().startswith(silent_at.encode()):
                break
            line.sendall(b"250 ok\r\n")
        line.recv(1000)

    with raw_server(serve) as port:
        began = time.monotonic()
        with pytest.raises(asyncio.CancelledError):
            asyncio.run(_cancelled_at(port, waited_for[silent_at]))
        assert time.monotonic() - began < 3


def test_once_the_end_is_transmitted_cancelling_changes_nothing() -> None:
    def serve(line: socket.socket) -> None:
        line.sendall(b"220 hello\r\n")
        for reply in (b"250 ok\r\n", b"250 ok\r\n", b"250 ok\r\n", b"354 go\r\n"):
            line.recv(1000)
            line.sendall(reply)
        while not line.recv(10_000).endswith(b".\r\n"):
            pass
        time.sleep(0.3)
        line.sendall(b"250 kept\r\n")

    with raw_server(serve) as port:
        assert asyncio.run(_cancelled_at(port, "smtp-wait")).left


def test_nothing_of_a_submission_shown_names_anybody() -> None:
    with smtp_server(Rules(recipients={PATIENT: f"550 {PATIENT} unknown"})) as server:
        result = submit(account(server.port))
    assert PATIENT in result.text or result.refusals
    assert PATIENT not in repr(result) + repr(result.refusals)
