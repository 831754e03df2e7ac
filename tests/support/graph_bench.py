"""A person's client on the strict stand-in for Graph."""

from __future__ import annotations

from sceau.hooks.graph.requests import Requests
from sceau.hooks.graph.server import HELD, GraphServer
from support.mailbox_bench import MARKED, MailboxBench
from support.strict_graph.server import StrictGraph


class GraphBench(MailboxBench):
    """The one mailbox of the server."""

    held = HELD

    def __init__(self, graph: StrictGraph, category: str = "") -> None:
        super().__init__(graph.box, category)
        self.graph = graph

    def server(self, address: str = "") -> GraphServer:
        token = self.graph.token()
        requests = Requests(self.graph.base, lambda: token, self.graph.context)
        return GraphServer(requests, address, MARKED)
