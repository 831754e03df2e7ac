"""``python -m faults.large``: a marked draft of 100 MB on Exchange and on Graph, claimed and sent.

Exits 1 unless it left once, as it was, and is a draft no more.
"""

from __future__ import annotations

import asyncio
import os
import sys
import time
from contextlib import ExitStack
from datetime import UTC, datetime

from sceau.mail.submission import outgoing
from support.drafts_contract import new_id
from support.exchange_bench import ExchangeBench
from support.graph_bench import GraphBench
from support.letters import letter
from support.mailbox_bench import MailboxBench
from support.strict_exchange.server import strict_exchange
from support.strict_graph.server import strict_graph

SIZE = 100_000_000


def leaves(bench: MailboxBench) -> bool:
    """Send a file of that size; give whether it arrived, and nothing stayed."""
    bench.box.largest = bench.box.quota = 10 * SIZE
    file = os.urandom(SIZE)
    bench.write(letter(file))
    hook, held = bench.hook(), new_id()
    (draft,) = hook.drafts()
    raw = draft.claim(held)
    told = asyncio.run(hook.way_out.submit(outgoing(raw, now=datetime.now(UTC)), lambda _: None))
    draft.remove(held)
    arrived = [[one.content for one in sent.item.files] for sent in bench.box.sent]
    return told.left and arrived == [[file]] and bench.anywhere() == []


def main() -> int:
    """Try both, say how long it took, and give the exit code."""
    with ExitStack() as servers:
        benches = (
            ExchangeBench(servers.enter_context(strict_exchange())),
            GraphBench(servers.enter_context(strict_graph())),
        )
        for bench in benches:
            began = time.monotonic()
            if not leaves(bench):
                return 1
            took = time.monotonic() - began
            print(f"{type(bench).__name__}: {SIZE // 1_000_000} MB claimed and sent, {took:.0f} s")
            bench.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
