"""Drafts on an Exchange server keep the contract of every hook of drafts: marked by a folder, and
by a category."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from sceau.hooks.mailboxes.draft import MailboxDraft
from sceau.hooks.mailboxes.hook import MailboxDrafts
from sceau.mail.submission import outgoing
from sceau.outbox.ways_out.answer import Result
from support.drafts_contract import Bench, DraftsContract, file_once, mail
from support.exchange_bench import ExchangeBench
from support.same_mail import SameMail
from support.strict_exchange.server import strict_exchange


@pytest.fixture(autouse=True)
def compared_by_what_they_say(monkeypatch: pytest.MonkeyPatch) -> None:
    claim = MailboxDraft.claim
    monkeypatch.setattr(MailboxDraft, "claim", lambda self, held: SameMail(claim(self, held)))


class FiledByServer(DraftsContract):
    def test_a_copy_is_filed_once_however_often_it_is_tried(self, bench: Bench) -> None:
        """The server files it with the very step that sends; nothing is added to that."""
        hook = bench.hook()
        assert isinstance(hook, MailboxDrafts)
        out = outgoing(mail(), now=datetime.now(UTC))
        told = asyncio.run(hook.way_out.submit(out, lambda _: None))
        assert told.result is Result.ACCEPTED
        assert hook.sent is not None
        file_once(hook.sent, mail())
        assert bench.sent() == [mail()]


class TestMarkedByFolder(FiledByServer):
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
