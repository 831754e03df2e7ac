"""What the mailboxes of Exchange and Graph share, at bad moments: clocks that are wrong, and
certificates that have run out."""

from __future__ import annotations

import datetime
import random
import time
from collections.abc import Callable

import pytest
import trustme

from sceau.errors import MissingInput
from sceau.hooks.exchange.access import Access
from sceau.hooks.exchange.server import ExchangeServer
from sceau.hooks.graph.requests import Requests
from sceau.hooks.graph.server import GraphServer
from sceau.hooks.mailboxes.draft import MailboxDraft
from sceau.hooks.mailboxes.mailbox import Mailbox, Role
from sceau.outbox.sources import Standing
from sceau.outbox.ways_out.answer import Result
from sceau.outbox.ways_out.saved_draft import NotDone, Saved
from support.drafts_contract import draft_of, mail, new_id, race
from support.mailbox_bench import MailboxBench
from support.strict_exchange.server import strict_exchange
from support.strict_graph.server import StrictGraph

HOUR = 3600.0
CLOCKS: dict[str, tuple[Callable[[], float], Callable[[], float]]] = {
    "one is nine hours ahead": (lambda: time.time() + 9 * HOUR, time.time),
    "one is nine hours behind": (lambda: time.time() - 9 * HOUR, time.time),
    "both jump by hours": (lambda: _jumping(), lambda: _jumping()),
}


def _jumping() -> float:
    return time.time() + random.uniform(-9, 9) * HOUR


def seen_by(bench: MailboxBench, clock: Callable[[], float]) -> MailboxDraft:
    """Give the one draft there is, as a helper of its own sees it by its clock."""
    (found,) = bench.hook().drafts()
    return MailboxDraft(bench.server(), "compte", draft_of(found), now=clock)


@pytest.mark.parametrize("clocks", CLOCKS.values(), ids=CLOCKS)
def test_of_two_that_race_by_wrong_clocks_exactly_one_claims(
    bench: MailboxBench, clocks: tuple[Callable[[], float], Callable[[], float]]
) -> None:
    for number in range(4):
        bench.write(mail(number))
        drafts = [seen_by(bench, one) for one in clocks]
        ((won, held),) = race(list(drafts))
        assert drafts[won].standing(held) is Standing.AS_SHOWN
        drafts[won].remove(held)
        assert bench.anywhere() == []


class _Slow:
    """A mailbox whose move lets another be quicker."""

    def __init__(self, mailbox: Mailbox, before: Callable[[], None]) -> None:
        self._mailbox = mailbox
        self._before = before

    def __getattr__(self, name: str) -> object:
        return getattr(self._mailbox, name)

    def move(self, id: str, role: Role) -> Saved:
        self._before()
        return self._mailbox.move(id, role)


def test_a_fresh_mark_that_a_wrong_clock_takes_for_an_old_one_is_lost_to_one_and_not_to_both(
    bench: MailboxBench,
) -> None:
    bench.write(mail())
    quick = seen_by(bench, lambda: time.time() + 9 * HOUR)
    theirs, mine = new_id(), new_id()
    slow = MailboxDraft(
        _Slow(bench.server(), lambda: quick.claim(theirs)),  # type: ignore[arg-type]
        "compte",
        quick._id,
    )
    with pytest.raises(MissingInput):
        slow.claim(mine)
    slow.put_back(mine)
    assert quick.standing(theirs) is Standing.AS_SHOWN
    assert bench.returned() == []


class _Expired(trustme.CA):
    """An authority whose certificates have run out."""

    def issue_cert(self, *names: str, **more: object) -> trustme.LeafCert:
        past = datetime.datetime(2025, 1, 1, tzinfo=datetime.UTC)
        return super().issue_cert(*names, not_before=past, not_after=past)


def test_a_certificate_of_exchange_that_has_run_out_is_told() -> None:
    with strict_exchange(authority=_Expired()) as exchange:
        user = next(iter(exchange.users))
        access = Access(exchange.url, user, user, auth="basic", ca_file=exchange.ca_file)
        with pytest.raises(NotDone) as told:
            ExchangeServer(access, lambda: "sesame").folder("drafts")
    assert told.value.submission.result is Result.CERTIFICATE_EXPIRED
    assert exchange.faults.asked == []


def test_a_certificate_of_graph_that_has_run_out_is_told() -> None:
    graph = StrictGraph(authority=_Expired())
    try:
        server = GraphServer(Requests(graph.base, lambda: "token", graph.context))
        with pytest.raises(NotDone) as told:
            server.folder("drafts")
        assert told.value.submission.result is Result.CERTIFICATE_EXPIRED
        assert graph.faults.asked == []
    finally:
        graph.close()
