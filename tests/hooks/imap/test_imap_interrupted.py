"""A server that falls silent: whoever gives up waiting is let go at once, and nothing is lost."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from sceau.errors import TryLater
from sceau.hooks.imap import jobs
from sceau.hooks.imap.hook import ImapDrafts
from sceau.outbox import to_its_end
from sceau.outbox.sources import Standing
from sceau.outbox.to_its_end import while_it_answers
from support.dovecot import Dovecot
from support.drafts_contract import NOTE, draft_of, mail, new_id
from support.imap_client import ImapBench
from support.mute_relay import MuteRelay, mute_relay

pytestmark = pytest.mark.e2e
AT_ONCE = 1.0  # seconds; the server would be waited for 30


class Silent:
    """A mailbox behind a relay, one marked draft in it, and what is done with it."""

    def __init__(self, bench: ImapBench, relay: MuteRelay) -> None:
        self.bench = bench
        self.relay = relay
        self.hook = ImapDrafts("chv", bench.at(relay.port), "one")
        bench.write(mail())
        (self.draft,) = self.hook.drafts()
        self.held = new_id()


@pytest.fixture
def silent(server: Dovecot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Silent]:
    monkeypatch.setattr(jobs, "_NOT_NOW", 0.3)
    monkeypatch.setattr(to_its_end, "GRACE", 0.1)
    bench = ImapBench(server)
    with mute_relay(server.port) as relay:
        made = Silent(bench, relay)
        yield made
        made.hook.close()
    bench.close()


def claim(it: Silent) -> None:
    it.draft.claim(it.held)


def standing(it: Silent) -> None:
    it.draft.standing(it.held)


def put_back(it: Silent) -> None:
    it.draft.put_back(it.held, NOTE)


def file_sent(it: Silent) -> None:
    it.hook.sent.file_sent(mail(), "key", "<a@b.example>")


def connecting(it: Silent) -> None:
    it.hook.close()
    it.draft.standing(it.held)


@pytest.mark.parametrize("wait", [claim, standing, put_back, file_sent, connecting])
def test_the_wait_ends_at_once(silent: Silent, wait: Callable[[Silent], None]) -> None:
    silent.relay.mute = True
    ended: list[float | BaseException] = []

    def work() -> None:
        try:
            wait(silent)
        except TryLater as told:
            ended.append(told)

    thread = threading.Thread(target=work)
    thread.start()
    assert silent.relay.asked.wait(5)
    time.sleep(0.1)
    began = time.monotonic()
    silent.hook.interrupt()
    thread.join(5)
    assert time.monotonic() - began < AT_ONCE
    assert len(ended) == 1


def test_who_stands_in_line_is_let_go_too(silent: Silent) -> None:
    silent.relay.mute = True
    both = [threading.Thread(target=_quietly, args=(silent,)) for _ in range(3)]
    for one in both:
        one.start()
    assert silent.relay.asked.wait(5)
    began = time.monotonic()
    silent.hook.interrupt()
    for one in both:
        one.join(5)
    assert time.monotonic() - began < AT_ONCE


def _quietly(it: Silent) -> None:
    with pytest.raises(TryLater):
        it.draft.standing(it.held)


def test_cancelled_while_the_server_hangs_and_taken_up_when_it_answers(silent: Silent) -> None:
    silent.draft.claim(silent.held)
    silent.relay.mute = True

    async def give_up() -> None:
        work = while_it_answers(silent.draft, silent.draft.put_back, silent.held, NOTE)
        task = asyncio.create_task(work)
        await asyncio.to_thread(silent.relay.asked.wait, 5)
        task.cancel()
        with pytest.raises(TryLater):
            await task

    began = time.monotonic()
    asyncio.run(give_up())
    assert time.monotonic() - began < 2 * AT_ONCE
    silent.relay.mute = False
    time.sleep(0.4)
    again = silent.hook.reopen(draft_of(silent.draft), mail())
    assert again.standing(silent.held) is Standing.AS_SHOWN
    again.put_back(silent.held, NOTE)
    assert silent.bench.returned() == [mail()]


def test_a_server_that_answers_in_time_is_not_cut_off(silent: Silent) -> None:
    silent.draft.claim(silent.held)

    async def give_up() -> None:
        task = asyncio.create_task(
            while_it_answers(silent.draft, silent.draft.put_back, silent.held, NOTE)
        )
        await asyncio.sleep(0)
        task.cancel()
        await task

    to_its_end.GRACE = 5.0
    asyncio.run(give_up())
    assert silent.bench.returned() == [mail()]
