"""What arrives, and what a server refuses, each told in its own way."""

from __future__ import annotations

import socket

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis.strategies import binary, lists, sampled_from

from sceau.outbox.ways_out.answer import Result
from sceau.outbox.ways_out.way import Step
from support.held_mails import DRAFT, PATIENT, SENDER, outgoing
from support.smtp_server import Rules, raw_server, smtp_server
from support.submitting import account, submit

OTHER = "paul.durand@courriel-exemple.fr"


def test_what_arrives_is_what_was_submitted_byte_for_byte() -> None:
    with smtp_server() as server:
        result = submit(account(server.port))
        (accepted,) = server.accepted
    assert result.left
    assert result.code == 250
    assert accepted.content == DRAFT.replace(
        b"<draft.1@cabinet-exemple.fr>", outgoing().message_id.encode()
    )
    assert (accepted.sender, accepted.recipients) == (SENDER, (PATIENT,))
    assert accepted.options == ("BODY=8BITMIME",)  # aiosmtpd keeps SIZE to itself


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(lists(sampled_from([b".", b"..", b".x", b"", b"texte", b" . ", b"\xc3\xa9"]), max_size=12))
def test_lines_of_dots_arrive_as_they_are(lines: list[bytes]) -> None:
    content = b"Subject: x\r\n\r\n" + b"".join(line + b"\r\n" for line in lines)
    with smtp_server() as server:
        assert submit(account(server.port), outgoing(content=content)).left
        (accepted,) = server.accepted
    assert accepted.content == content


def test_a_mail_that_begins_with_a_dot_and_lacks_its_last_line_end() -> None:
    with smtp_server() as server:
        assert submit(account(server.port), outgoing(content=b".\r\n.x")).left
        assert server.accepted[0].content == b".\r\n.x\r\n"


@pytest.mark.parametrize("before", range(4))
def test_a_dot_is_doubled_wherever_the_content_is_cut_into_chunks(before: int) -> None:
    """The lines' ends and the dot are on both sides of the cut, in every way."""
    head = b"Subject: x\r\n\r\n"
    lines = (b"0123456789" * 97 + b"\r\n") * 67
    content = head + lines + b"a" * (64 * 1024 - len(head + lines) - before) + b"\r\n.x\r\n"
    assert content[64 * 1024 - before :] == b"\r\n.x\r\n"
    with smtp_server() as server:
        assert submit(account(server.port), outgoing(content=content)).left
        assert server.accepted[0].content == content


def test_everybody_in_one_transmission() -> None:
    with smtp_server() as server:
        assert submit(account(server.port), outgoing(recipients=(PATIENT, OTHER))).left
        assert server.accepted[0].recipients == (PATIENT, OTHER)


def test_the_machines_name_stays_here() -> None:
    heard: list[bytes] = []

    def serve(line: socket.socket) -> None:
        line.sendall(b"220 hello\r\n")
        heard.append(line.recv(1000))

    with raw_server(serve) as port:
        submit(account(port))
    assert heard == [b"ehlo [127.0.0.1]\r\n"]


def test_the_size_is_declared_where_the_server_asks_for_it() -> None:
    heard: list[bytes] = []

    def serve(line: socket.socket) -> None:
        line.sendall(b"220 hello\r\n")
        line.recv(1000)
        line.sendall(b"250-hello\r\n250-8BITMIME\r\n250 SIZE 0\r\n")
        heard.append(line.recv(1000))

    with raw_server(serve) as port:
        submit(account(port))
    size = len(outgoing().content)
    assert heard == [f"MAIL FROM:<{SENDER}> SIZE={size} BODY=8BITMIME\r\n".encode()]


def test_progress_tells_how_much_was_sent() -> None:
    steps: list[Step] = []
    big = outgoing(content=b"Subject: x\r\n\r\n" + b"0123456789\r\n" * 20_000)
    with smtp_server() as server:
        assert submit(account(server.port), big, steps=steps).left
    sent = [one for one in steps if one.name == "smtp-content"]
    assert [one.done for one in sent] == sorted({one.done for one in sent})
    assert {one.total for one in sent} == {len(big.content)}
    assert [one.name for one in steps][-3:] == ["smtp-dot", "smtp-wait", "smtp-reply"]


def test_a_name_with_accents_goes_out_where_the_server_takes_it() -> None:
    mail = outgoing(recipients=("zoé@courriel-exemple.fr",), needs_smtputf8=True)
    with smtp_server() as server:
        assert submit(account(server.port), mail).left
        assert server.accepted[0].recipients == ("zoé@courriel-exemple.fr",)
        assert "SMTPUTF8" in server.accepted[0].options


def test_one_recipient_refused_and_nobody_gets_it() -> None:
    rules = Rules(recipients={OTHER: "550 5.1.1 no such user\x07 here"})
    with smtp_server(rules) as server:
        result = submit(account(server.port), outgoing(recipients=(PATIENT, OTHER)))
        assert server.accepted == []
        assert "RSET" in server.commands
        assert "DATA" not in server.commands
    assert result.result is Result.RECIPIENTS_REFUSED
    assert [(one.address, one.code) for one in result.refusals] == [(OTHER, 550)]
    assert result.sentence.values["addresses"] == OTHER
    assert result.evidence and result.evidence.values["text"] == "5.1.1 no such user here"


@pytest.mark.parametrize(
    ("rules", "result", "again"),
    [
        (Rules(recipients={PATIENT: "450 4.2.1 busy"}), Result.RECIPIENTS_LATER, True),
        (Rules(recipients={PATIENT: "452 4.5.3 too many"}), Result.TOO_MANY_RECIPIENTS, False),
        (Rules(recipients={PATIENT: "552 too many"}), Result.TOO_MANY_RECIPIENTS, False),
        (Rules(recipients={PATIENT: "421 4.3.2 going down"}), Result.TEMPORARY, True),
        (Rules(mail="553 5.7.1 not yours"), Result.SENDER_REFUSED, False),
        (Rules(mail="451 4.3.0 later"), Result.TEMPORARY, True),
        (Rules(mail="552 5.3.4 too big"), Result.TOO_LARGE, False),
        (Rules(mail="530 5.7.0 log in"), Result.AUTH_NEEDED, False),
        (Rules(data="552 5.3.4 too big"), Result.TOO_LARGE, False),
        (Rules(data="554 5.7.1 spam"), Result.PERMANENT, False),
        (Rules(data="451 4.7.1 greylisted"), Result.TEMPORARY, True),
        (Rules(data="421 4.3.2 going down"), Result.TEMPORARY, True),
        (Rules(size=100), Result.TOO_LARGE, False),
        (Rules(eightbit=False), Result.NEEDS_8BITMIME, False),
    ],
    ids=lambda value: str(value) if isinstance(value, Result) else "",
)
def test_what_a_server_refuses(rules: Rules, result: Result, again: bool) -> None:
    with smtp_server(rules) as server:
        given_ = submit(account(server.port))
        assert server.accepted == []
    assert (given_.result, given_.again, given_.left) == (result, again, False)


def test_too_large_is_known_before_anything_is_transmitted() -> None:
    with smtp_server(Rules(size=2_000_000)) as server:
        big = outgoing(content=b"Subject: x\r\n\r\n" + b"x" * 70 + b"\r\n" * 1_000_000)
        result = submit(account(server.port), big)
        assert "MAIL" not in server.commands
    assert (result.result, result.limit) == (Result.TOO_LARGE, 2_000_000)
    assert (result.sentence.key, result.sentence.values["megabytes"]) == (
        "outbox.too-large.limit",
        2,
    )


def test_an_address_with_accents_where_the_server_takes_none() -> None:
    with smtp_server(Rules(smtputf8=False)) as server:
        mail = outgoing(recipients=("zoé@courriel-exemple.fr",))
        assert submit(account(server.port), mail).result is Result.NEEDS_SMTPUTF8
        assert "MAIL" not in server.commands


@pytest.mark.parametrize(
    "address",
    ["a@b.fr>\r\nRCPT TO:<c@d.fr", "a@b.fr> SIZE=1", "a b@c.fr", "<a@b.fr>", "a@b.fr\0", ""],
    ids=["a second command", "an option", "a space", "brackets", "a NUL", "nothing"],
)
def test_an_address_that_would_end_its_command_is_not_sent(address: str) -> None:
    with smtp_server() as server:
        mail = outgoing(recipients=(PATIENT, address))
        assert submit(account(server.port), mail).result is Result.RECIPIENTS_REFUSED
        mail = outgoing(sender=address or "a b")
        assert submit(account(server.port), mail).result is Result.SENDER_REFUSED
        assert server.commands == []


@pytest.mark.parametrize(
    ("content", "result"),
    [
        (b"Subject: x\r\n\r\na\n.\r\nMAIL FROM:<x@y.fr>\r\n", Result.NOT_TRANSMISSIBLE),
        (b"Subject: x\r\n\r\na\r.\rb\r\n", Result.NOT_TRANSMISSIBLE),
        (b"Subject: x\r\n\r\n\0\r\n", Result.NOT_TRANSMISSIBLE),
        (b"Subject: x\r\n\r\n" + b"x" * 999 + b"\r\n", Result.LINES_TOO_LONG),
    ],
    ids=["a lone LF", "a lone CR", "a NUL", "a line of 999"],
)
def test_bytes_that_would_not_arrive_as_they_are(content: bytes, result: Result) -> None:
    with smtp_server() as server:
        assert submit(account(server.port), outgoing(content=content)).result is result
        assert server.commands == []


@settings(max_examples=40, deadline=None)
@given(binary(max_size=200))
def test_whatever_the_server_says_is_shown_clean_and_short(said: bytes) -> None:
    def serve(line: socket.socket) -> None:
        line.sendall(b"554 " + said.replace(b"\n", b" ").replace(b"\r", b" ") + b"\r\n")
        line.recv(100)

    with raw_server(serve) as port:
        result = submit(account(port))
    assert result.result is Result.PERMANENT
    assert result.text.isprintable()
    assert len(result.text) <= 301
