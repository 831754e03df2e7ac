"""A mailbox of Exchange, and one of Microsoft 365, for what both are held to alike."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from support.exchange_bench import ExchangeBench
from support.graph_bench import GraphBench
from support.mailbox_bench import MailboxBench
from support.strict_exchange.server import strict_exchange
from support.strict_graph.server import strict_graph


@pytest.fixture(params=["exchange", "graph"])
def bench(request: pytest.FixtureRequest) -> Iterator[MailboxBench]:
    if request.param == "exchange":
        with strict_exchange() as exchange:
            made: MailboxBench = ExchangeBench(exchange)
            yield made
            made.close()
    else:
        with strict_graph() as graph:
            made = GraphBench(graph)
            yield made
            made.close()
