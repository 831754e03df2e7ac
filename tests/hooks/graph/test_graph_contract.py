"""Drafts on Microsoft 365, as Graph describes it, keep the contract of every hook of drafts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from support.drafts_lacking import LackingContract
from support.filed_by_server import FiledByServer
from support.graph_bench import GraphBench
from support.strict_graph.server import strict_graph


class TestMarkedByFolder(FiledByServer, LackingContract):
    @pytest.fixture
    def bench(self) -> Iterator[GraphBench]:
        yield from _bench("")


class TestMarkedByCategory(FiledByServer):
    @pytest.fixture
    def bench(self) -> Iterator[GraphBench]:
        yield from _bench("Envoyer avec Sceau")


def _bench(category: str) -> Iterator[GraphBench]:
    with strict_graph() as graph:
        bench = GraphBench(graph, category)
        yield bench
        bench.close()
