"""``sceau watch`` on an Exchange mailbox: a draft moved to the folder is noticed by the stream,
shown, cured, sent and gone; the account's state follows the server's."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from sceau.demo import sample
from support.command import Desktop
from support.drafts_contract import until
from support.exchange_bench import ExchangeBench
from support.strict_exchange.server import StrictExchange, strict_exchange
from support.watching import Watching, watching

pytestmark = pytest.mark.e2e
ALICE = "alice@clinique.example"
CURED = {"verdict": "send", "cures": "all", "acknowledge": "all"}


@pytest.fixture
def exchange() -> Iterator[StrictExchange]:
    with strict_exchange() as server:
        yield server


@pytest.fixture
def desktop(tmp_path: Path, exchange: StrictExchange) -> Desktop:
    made = Desktop(tmp_path)
    ran = made.sceau(
        *("account", "add", "clinique", "--kind", "exchange", "--url", exchange.url),
        *("--user", ALICE, "--ca-file", exchange.ca_file, "--password-stdin", "--default"),
        typed="sesame\n",
    )
    assert ran.code == 0, ran.said
    (tmp_path / "answers.json").write_text(json.dumps(CURED))
    return made


def states(watch: Watching) -> list[str]:
    return [str(one["watching"]) for one in watch.said if "watching" in one]


def test_noticed_it_is_cured_sent_and_gone(desktop: Desktop, exchange: StrictExchange) -> None:
    bench = ExchangeBench(exchange)
    with watching(desktop, "--verdict", "answers.json") as watch:
        watch.watches()
        bench.write(sample.patient_mail())
        (ended,) = watch.ended()
    assert ended["ending"] == "sent", ended
    (left,) = exchange.box.sent
    assert not left.item.to
    assert len(bench.sent()) == 1
    assert bench.anywhere() == []


def test_a_stream_that_is_cut_and_a_server_that_forgot_cost_nothing(
    desktop: Desktop, exchange: StrictExchange
) -> None:
    bench = ExchangeBench(exchange)
    with watching(desktop, "--verdict", "answers.json") as watch:
        watch.watches()
        until("it listens", lambda: exchange.subscriptions.known)
        exchange.subscriptions.forget()
        bench.write(sample.patient_mail())
        watch.ended()
        until("it listens again", lambda: exchange.subscriptions.known)
        bench.write(sample.patient_mail())
        watch.ended(2)
    assert len(exchange.box.sent) == 2


def test_a_password_that_was_changed_is_said_and_nothing_is_lost(
    desktop: Desktop, exchange: StrictExchange
) -> None:
    bench = ExchangeBench(exchange)
    exchange.users[ALICE] = "another"
    with watching(desktop, "--verdict", "answers.json") as watch:
        until("it says so", lambda: "stopped" in states(watch))
        bench.write(sample.patient_mail())
    assert len(bench.marked()) == 1
    assert exchange.box.sent == []
