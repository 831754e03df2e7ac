"""Mails sent from a mailbox of Exchange or Graph through a proxy that spoils the conversation at
one line after the other."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Literal

import httpx
import trustme

from sceau.hooks.exchange import server as exchange_server
from sceau.hooks.exchange.access import Access
from sceau.hooks.exchange.server import ExchangeServer
from sceau.hooks.graph import requests as graph_requests
from sceau.hooks.mailboxes.drafts_out import DraftsOut
from sceau.hooks.mailboxes.mailbox import WORK_FOLDER, Mailbox
from sceau.mail.submission import outgoing
from sceau.outbox.ways_out.answer import Result, Submission
from sceau.outbox.ways_out.saved_draft import SavedDraftWayOut
from support.exchange_bench import ExchangeBench
from support.graph_bench import GraphBench
from support.http_faults import NO_HTTP_FAULT, HttpFault, HttpProxy, Side
from support.letters import letter
from support.mailbox_bench import MARKED, MailboxBench
from support.smtp_server import running_loop
from support.strict_exchange.server import StrictExchange
from support.strict_graph.server import StrictGraph

Server = Literal["exchange", "graph"]
BOTH: tuple[Server, ...] = ("exchange", "graph")
FAULTS: dict[str, HttpFault] = {
    "cut before it": HttpFault("cut-line"),
    "cut within it": HttpFault("cut-line", part=0.5),
    "reset within it, answers in chunks": HttpFault("reset-line", part=0.5, chunked=True),
    "late": HttpFault("delay-line"),
    "said twice": HttpFault("repeat-line"),
    "said twice, answers in chunks": HttpFault("repeat-line", chunked=True),
    "silent from the middle of it": HttpFault("stall-line", part=0.5),
}
Lines = Sequence[tuple[Side, int, int]]
"""For each request and each answer: which it is, and how many lines it has."""


@dataclass
class Wire:
    """A mailbox behind a proxy, and a way out through it."""

    bench: MailboxBench
    proxy: HttpProxy
    mailbox: Mailbox
    mails: int = 0

    def submit(self, fault: HttpFault = NO_HTTP_FAULT) -> Submission:
        """Send one more mail; ``fault`` counts the requests from this mail's first."""
        self.mails += 1
        self.proxy.struck = False
        self.proxy.fault = replace(fault, number=self.proxy.requests + fault.number)
        raw = letter().replace(b"<one.42@", f"<one.{self.mails}@".encode())
        way = SavedDraftWayOut(
            DraftsOut(self.mailbox),
            lambda id: self.mailbox.operation("one", id),
            pause=lambda _: None,
        )
        return asyncio.run(way.submit(outgoing(raw, now=datetime.now(UTC)), lambda _: None))

    def lines(self) -> Lines:
        """Send a mail, and say how many lines each of its requests and their answers had."""
        before, first = len(self.proxy.seen), self.proxy.requests
        assert self.submit().left
        return [(side, number - first, many) for side, number, many in self.proxy.seen[before:]]

    def spoil(self, fault: HttpFault, lines: Lines) -> int:
        """Send a mail for each line, spoilt there. Each must have left as often as was said, and
        leave no draft behind. Gives how many were spoilt."""
        box, struck = self.bench.box, 0
        for side, number, many in lines:
            for line in range(many):
                before = len(box.sent)
                here = replace(fault, number=number, side=side, line=line)
                told = self.submit(here)
                assert told.result is not Result.UNSURE, here
                assert len(box.sent) - before == int(told.left), here
                assert box.within(box.named(WORK_FOLDER).id) == [], here
                struck += self.proxy.struck
        return struck


@contextmanager
def wired(server: Server, patience: float = 2.0) -> Iterator[Wire]:
    """Give a mailbox of a stand-in behind a proxy; ``patience`` is for each answer, in seconds."""
    authority = trustme.CA()
    before = exchange_server._TIMEOUT, graph_requests._TIMEOUT
    exchange_server._TIMEOUT = patience  # type: ignore[assignment]
    graph_requests._TIMEOUT = httpx.Timeout(patience)
    try:
        with running_loop() as loop:

            def wait(what: Any) -> None:
                asyncio.run_coroutine_threadsafe(what, loop).result(60)

            yield from _wired(server, authority, wait)
    finally:
        exchange_server._TIMEOUT, graph_requests._TIMEOUT = before


def _wired(kind: Server, authority: trustme.CA, wait: Callable[[Any], None]) -> Iterator[Wire]:
    server: StrictExchange | StrictGraph
    if kind == "graph":
        server = StrictGraph(authority=authority)
    else:
        server = StrictExchange(authority=authority)
    proxy = HttpProxy(server.port, NO_HTTP_FAULT, authority)
    wait(proxy.start())
    try:
        wire = _wire(server, proxy)
        assert wire.submit().left  # what is asked but once is known
        yield wire
        wire.mailbox.close()
    finally:
        wait(proxy.close())
        server.close()


def _wire(server: StrictExchange | StrictGraph, proxy: HttpProxy) -> Wire:
    if isinstance(server, StrictGraph):
        server.front = proxy.port
        bench = GraphBench(server)
        return Wire(bench, proxy, bench.server())
    url = server.url.replace(f":{server.port}/", f":{proxy.port}/")
    user, password = next(iter(server.users.items()))
    access = Access(url, user, user, "basic", server.ca_file, MARKED)
    return Wire(ExchangeBench(server), proxy, ExchangeServer(access, lambda: password))
