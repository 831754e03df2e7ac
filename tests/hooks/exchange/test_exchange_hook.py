"""Watching an Exchange mailbox when things are not as they were."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import aclosing

import pytest

from sceau.errors import SceauError, ServiceRefused
from sceau.hooks.mailboxes.hook import MailboxDrafts
from sceau.hooks.mailboxes.mailbox import WORK_FOLDER
from sceau.outbox.sources import Source
from support.drafts_contract import WAIT, mail, new_id
from support.exchange_bench import ExchangeBench
from support.graph_bench import GraphBench
from support.mailbox_bench import MARKED, MailboxBench
from support.strict_exchange.server import strict_exchange
from support.strict_graph.server import strict_graph


@pytest.fixture
def bench() -> Iterator[ExchangeBench]:
    with strict_exchange() as exchange:
        made = ExchangeBench(exchange)
        yield made
        made.close()


def test_a_draft_that_could_not_be_claimed_when_it_came_is_given_again(
    bench: ExchangeBench,
) -> None:
    bench.write(mail())
    hook = MailboxDrafts(
        "compte", bench.server(), "one", without=0.05, with_stream=0.05, all_over=0
    )
    hook.prepare()

    async def watch() -> int:
        given = 0
        async with asyncio.timeout(WAIT), aclosing(hook.watch(lambda _: None)) as noticed:
            async for _ in noticed:
                given += 1
                if given == 3:
                    break
        return given

    assert asyncio.run(watch()) == 3
    hook.close()


def test_a_thousand_drafts_are_found_and_the_oldest_comes_first(bench: ExchangeBench) -> None:
    hook = bench.hook()
    for number in range(1000):
        bench.write(mail(number))
    drafts = hook.drafts()
    assert len(drafts) == 1000
    assert drafts[0].origin == _of(bench, "Bilan 0", hook)


def _of(bench: MailboxBench, subject: str, hook: MailboxDrafts) -> object:
    (item,) = [one for one in bench.box.items.values() if one.subject == subject]
    return hook.reopen(item.id).origin


def test_a_password_given_anew_is_used_without_a_new_start(bench: ExchangeBench) -> None:
    hook, server = bench.hook(), bench.server()
    assert hook.drafts() == []
    bench.exchange.users["alice@clinique.example"] = "another"
    known = ["sesame"]
    server._secret = lambda: known[-1]
    with pytest.raises(ServiceRefused):
        server_drafts(server)
    known.append("another")
    assert server_drafts(server) == []
    server.close()


def server_drafts(server: object) -> list[Source]:
    return MailboxDrafts("compte", server, "one").drafts()  # type: ignore[arg-type]


BENCHES = ["exchange", "graph"]


@pytest.mark.parametrize("kind", BENCHES)
def test_a_folder_that_the_person_deletes_is_made_again(kind: str) -> None:
    with strict_exchange() as exchange, strict_graph() as graph:
        bench: MailboxBench = ExchangeBench(exchange) if kind == "exchange" else GraphBench(graph)
        hook = bench.hook()
        assert hook.drafts() == []
        for name in (WORK_FOLDER, MARKED):
            del bench.box.folders[bench.box.named(name).id]
        for _ in range(3):
            try:
                hook.prepare()
                bench.write(mail())
                drafts = hook.drafts()
                drafts[0].claim(new_id())
                break
            except SceauError:
                for item in list(bench.box.items):
                    bench.box.delete(item, hard=True)
        assert len(bench.anywhere()) == 1
        bench.close()


def test_a_shared_mailbox_is_watched_with_ones_own_password() -> None:
    shared = "secretariat@clinique.example"
    with strict_exchange("alice@clinique.example", shared) as exchange:
        bench = ExchangeBench(exchange)
        bench.box = exchange.boxes[shared]
        hook = MailboxDrafts("compte", bench.server(shared), "one")
        hook.prepare()
        bench.write(mail())
        (draft,) = hook.drafts()
        held = new_id()
        draft.claim(held)
        assert [one.name for one in exchange.boxes[shared].folders.values()].count(MARKED) == 1
        draft.put_back(held)
        assert len(bench.returned()) == 1
        assert exchange.box.items == {}
        hook.close()
