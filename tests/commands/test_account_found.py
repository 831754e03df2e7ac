"""Accounts of Exchange and Microsoft 365, and those that are found: added, tried, used, removed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from sceau.demo import sample
from sceau.desk.answers import CURE_AND_SEND
from support.command import Desktop, Ran
from support.exchange_bench import ExchangeBench
from support.strict_exchange.server import StrictExchange, strict_exchange
from support.strict_graph.server import StrictGraph, strict_graph
from support.strict_graph.sign_in import CLIENT

ALICE = "alice@clinique.example"


@pytest.fixture
def desktop(tmp_path: Path) -> Desktop:
    return Desktop(tmp_path)


@pytest.fixture
def exchange() -> Iterator[StrictExchange]:
    with strict_exchange() as server:
        yield server


def add(desktop: Desktop, exchange: StrictExchange, *more: str, password: str = "sesame") -> Ran:
    return desktop.sceau(
        *("account", "add", "clinique", "--kind", "exchange", "--url", exchange.url),
        *("--user", ALICE, "--ca-file", exchange.ca_file, "--password-stdin", *more),
        typed=password + "\n",
    )


def test_an_exchange_account_is_tried_kept_and_gets_its_folder(
    desktop: Desktop, exchange: StrictExchange
) -> None:
    ran = add(desktop, exchange, "--default")
    assert ran.code == 0, ran.said
    assert "vous reconnaît" in ran.out
    assert exchange.box.named("À vérifier")
    assert desktop.holding(b"sesame") == []
    assert desktop.sceau("account", "test", "clinique").code == 0
    (listed,) = [
        one for one in desktop.sceau("account", "list", "--json").json if one["name"] == "clinique"
    ]
    assert (listed["kind"], listed["default"]) == ("exchange", True)


def test_a_wrong_password_is_said_and_nothing_is_kept(
    desktop: Desktop, exchange: StrictExchange
) -> None:
    ran = add(desktop, exchange, password="wrong")
    assert ran.code == 69
    assert "Traceback" not in ran.said
    names = [one["name"] for one in desktop.sceau("account", "list", "--json").json]
    assert names == ["local"]


def test_a_server_that_is_not_there_is_said(desktop: Desktop, exchange: StrictExchange) -> None:
    url = exchange.url
    exchange.close()
    exchange.close = lambda: None  # type: ignore[method-assign]
    ran = desktop.sceau(
        *("account", "add", "clinique", "--kind", "exchange", "--url", url, "--user", ALICE),
        *("--password-stdin", "--json"),
        typed="sesame\n",
    )
    assert ran.code == 69
    assert ran.json["works"] is False


def test_through_the_account_any_mail_leaves(desktop: Desktop, exchange: StrictExchange) -> None:
    add(desktop, exchange, "--default")
    mail = desktop.root / "mail.eml"
    mail.write_bytes(sample.patient_mail())
    verdict = desktop.root / "verdict.json"
    verdict.write_bytes(msgspec.json.encode(CURE_AND_SEND))
    ran = desktop.sceau("send", str(mail), "--verdict", str(verdict))
    assert ran.code == 0, ran.said
    assert len(exchange.box.sent) == 1
    assert len(ExchangeBench(exchange).sent()) == 1


MISSING = {
    "the address of the server": ("--kind", "exchange", "--user", ALICE),
    "the application": ("--kind", "graph"),
}


@pytest.mark.parametrize("typed", MISSING.values(), ids=MISSING)
def test_what_is_missing_is_said(desktop: Desktop, typed: tuple[str, ...]) -> None:
    password = () if "graph" in typed else ("--password-stdin",)
    ran = desktop.sceau("account", "add", "clinique", *typed, *password, typed="x\n")
    assert ran.code == 78
    assert "Traceback" not in ran.said


def test_what_is_no_address_is_said(desktop: Desktop) -> None:
    assert desktop.sceau("account", "add", "jean@", "--password-stdin", typed="x\n").code == 65


def test_microsoft_365_is_signed_in_by_code(desktop: Desktop, tmp_path: Path) -> None:
    with strict_graph() as graph:
        graph.approved.set()
        ran = desktop.sceau(*graph_account(graph, tmp_path))
        assert ran.code == 0, ran.said
        assert "ABCD-EFGH" in ran.out
        assert graph.box.named("À vérifier")
        assert desktop.sceau("account", "test", "microsoft").code == 0
        assert desktop.sceau("account", "login", "microsoft").code == 0
        for token in (*graph.refresh, *graph.tokens):
            assert desktop.holding(token.encode()) == []


def graph_account(graph: StrictGraph, folder: Path) -> tuple[str, ...]:
    host = graph.origin.removeprefix("https://")
    return (
        *("account", "add", "microsoft", "--kind", "graph", "--client", CLIENT),
        *("--tenant", "clinique", "--url", graph.base, "--sign-in", host),
        *("--ca-file", str(graph.save_authority(folder / "graph.pem"))),
    )
