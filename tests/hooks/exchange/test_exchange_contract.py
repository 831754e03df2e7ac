"""Drafts on an Exchange server keep the contract of every hook of drafts: marked by a folder, and
by a category."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from support.drafts_contract import mail
from support.drafts_lacking import LackingContract
from support.exchange_bench import ExchangeBench
from support.filed_by_server import FiledByServer
from support.same_mail import SameMail
from support.strict_exchange.server import strict_exchange


class TestMarkedByFolder(FiledByServer, LackingContract):
    @pytest.fixture
    def bench(self) -> Iterator[ExchangeBench]:
        yield from _bench("")


class TestMarkedByCategory(FiledByServer):
    @pytest.fixture
    def bench(self) -> Iterator[ExchangeBench]:
        yield from _bench("Envoyer avec Sceau")


def _bench(category: str) -> Iterator[ExchangeBench]:
    with strict_exchange() as exchange:
        bench = ExchangeBench(exchange, category)
        yield bench
        bench.close()


def test_a_mail_that_says_something_else_is_not_the_same() -> None:
    assert SameMail(mail()) == mail()
    assert SameMail(mail()) != mail(text="Autre chose.")
