"""TLS and logging in: nothing is said to a server that is not the right one."""

from __future__ import annotations

import datetime
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sceau.outbox.ways_out.answer import Result
from support.held_mails import outgoing
from support.smtp_server import Authority, Rules, authority, raw_server, smtp_server
from support.submitting import account, submit


@pytest.mark.parametrize("mechanism", ["PLAIN", "LOGIN"])
def test_a_password_with_accents_logs_in(mechanism: str) -> None:
    rules = Rules(users={"zoé": "café à 3 €"}, mechanisms=(mechanism,))
    with smtp_server(rules) as server:
        assert submit(account(server.port, user="zoé"), password="café à 3 €").left


@pytest.mark.parametrize("security", ["starttls", "tls"])
@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_with_tls_and_an_authority_of_ones_own(tmp_path: Path, security: str, host: str) -> None:
    vouched = authority(tmp_path)
    rules = Rules(tls=vouched.context(), implicit_tls=security == "tls", users={"u": "p"})
    with smtp_server(rules) as server:
        to = account(server.port, host=host, security=security, ca_file=str(vouched.file), user="u")
        assert submit(to, password="p").left
        assert len(server.accepted) == 1


def _expired(vouched: Authority) -> Any:
    past = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    return vouched.context("127.0.0.1", not_after=past)


@pytest.mark.parametrize("security", ["starttls", "tls"])
@pytest.mark.parametrize(
    ("context", "trusted", "result"),
    [
        (_expired, True, Result.CERTIFICATE_EXPIRED),
        (lambda vouched: vouched.context("127.0.0.1"), False, Result.CERTIFICATE_UNKNOWN),
        (lambda vouched: vouched.context("mail.invalid"), True, Result.CERTIFICATE_NAME),
    ],
    ids=["expired", "vouched for by nobody", "of another name"],
)
def test_a_certificate_that_does_not_hold(
    tmp_path: Path, security: str, context: Callable[..., Any], trusted: bool, result: Result
) -> None:
    vouched = authority(tmp_path)
    rules = Rules(tls=context(vouched), implicit_tls=security == "tls", users={"u": "p"})
    with smtp_server(rules) as server:
        ca_file = str(vouched.file) if trusted else ""
        to = account(server.port, security=security, ca_file=ca_file, user="u")
        assert submit(to, password="p").result is result
        assert "MAIL" not in server.commands
        assert "AUTH" not in server.commands


def test_without_starttls_offered_nothing_is_said() -> None:
    with smtp_server(Rules(users={"u": "p"})) as server:
        to = account(server.port, security="starttls", user="u")
        assert submit(to, password="p").result is Result.STARTTLS_NOT_OFFERED
        assert not {"AUTH", "MAIL"} & set(server.commands)


def test_tls_with_a_server_that_speaks_clear() -> None:
    with smtp_server() as server:
        assert submit(account(server.port, security="tls")).result is Result.TLS_FAILED


def test_an_authority_file_that_is_not_one(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("no certificate")
    for file in (tmp_path / "ca.pem", tmp_path / "none.pem"):
        to = account(1, security="tls", ca_file=str(file))
        assert submit(to).result is Result.AUTHORITY_UNREADABLE


def test_what_a_stranger_slips_in_before_tls_is_not_heard(tmp_path: Path) -> None:
    vouched = authority(tmp_path)

    def serve(line: socket.socket) -> None:
        line.sendall(b"220 hello\r\n")
        line.recv(1000)
        line.sendall(b"250-hello\r\n250 STARTTLS\r\n")
        line.recv(1000)
        line.sendall(b"220 go\r\n250-slipped in\r\n250 AUTH PLAIN\r\n")
        secured = vouched.context().wrap_socket(line, server_side=True)
        assert secured.recv(1000).startswith(b"ehlo")
        secured.sendall(b"250 hello\r\n")
        secured.recv(1000)

    with raw_server(serve) as port:
        to = account(port, security="starttls", ca_file=str(vouched.file), user="u")
        mail = outgoing(needs_8bitmime=False)
        assert submit(to, mail, password="p").result is Result.AUTH_NOT_OFFERED


@pytest.mark.parametrize(
    "host", ["smtp.exemple.invalid", "192.0.2.1", "127.0.0.1.exemple.invalid", "::2"]
)
def test_in_clear_only_to_this_machine(host: str) -> None:
    assert submit(account(25, host=host)).result is Result.CLEAR_TEXT


@pytest.mark.parametrize(
    ("rules", "user", "password", "result"),
    [
        (Rules(users={"u": "p"}), "u", "wrong", Result.AUTH_REFUSED),
        (Rules(users={"u": "p"}), "u", None, Result.PASSWORD_MISSING),
        (Rules(users={"u": "p"}), "", None, Result.AUTH_NEEDED),
        (Rules(users={"u": "p"}, mechanisms=()), "u", "p", Result.AUTH_NOT_OFFERED),
    ],
    ids=["a wrong password", "none kept", "nobody named", "no way to log in"],
)
def test_what_logging_in_can_come_to(
    rules: Rules, user: str, password: str | None, result: Result
) -> None:
    with smtp_server(rules) as server:
        given_ = submit(account(server.port, user=user), password=password)
        assert given_.result is result
        assert server.accepted == []
