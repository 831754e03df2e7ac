"""Spoilt at any line, within a body or between two chunks: what left is known, and the watching
goes on. ``faults.lines`` spoils every line in every way."""

from __future__ import annotations

import asyncio
from contextlib import aclosing

import pytest

from sceau.hooks.mailboxes.hook import MailboxDrafts
from support.drafts_contract import WAIT, mail, new_id
from support.exchange_bench import ExchangeBench
from support.http_faults import STREAM, HttpFault, Kind
from support.spoilt_lines import BOTH, FAULTS, Server, Wire, wired


@pytest.mark.parametrize("server", BOTH)
def test_cut_at_every_line_it_is_known_whether_the_mail_left(server: Server) -> None:
    with wired(server) as wire:
        lines = wire.lines()
        assert wire.spoil(FAULTS["cut within it"], lines) == sum(many for _, _, many in lines)


LONG = ("cut within it", "late", "silent from the middle of it")
SENDING = {name: one for name, one in FAULTS.items() if name not in LONG}


@pytest.mark.parametrize("server", BOTH)
@pytest.mark.parametrize("fault", SENDING.values(), ids=SENDING)
def test_the_request_that_sends_spoilt_at_every_line(server: Server, fault: HttpFault) -> None:
    with wired(server) as wire:
        lines = wire.lines()
        sending = [one for one in lines if one[1] == lines[-1][1]]
        assert len(sending) == 2
        assert wire.spoil(fault, sending) >= len(sending)


SPOILT: dict[str, Kind] = {
    "cut": "cut-line",
    "reset": "reset-line",
    "late": "delay-line",
    "said twice": "repeat-line",
    "silent": "stall-line",
}
HEAD = 6
"""Lines of the head of a stream; the first chunk says that it stands, the second what changed."""


@pytest.mark.parametrize("kind", SPOILT.values(), ids=SPOILT)
def test_a_stream_spoilt_at_any_line_or_chunk_costs_no_draft(kind: Kind) -> None:
    with wired("exchange") as wire:
        # a silent stream keeps its connection for as long as it was asked for, of which there are
        # but a few
        for line in (0, HEAD, HEAD + 1) if kind == "stall-line" else range(HEAD + 2):
            wire.proxy.struck = False
            wire.proxy.fault = HttpFault(kind, STREAM, "answer", line, 0.5)
            asyncio.run(_noticed(wire, struck_before=line <= HEAD))
            assert wire.proxy.struck, line


async def _noticed(wire: Wire, *, struck_before: bool) -> None:
    assert isinstance(wire.bench, ExchangeBench)
    known = wire.bench.exchange.subscriptions.known
    known.clear()
    hook = MailboxDrafts("compte", wire.mailbox, "one", with_stream=0.3, without=0.1)
    async with asyncio.timeout(WAIT), aclosing(hook.watch(lambda _: None)) as given:
        coming = asyncio.ensure_future(anext(given))
        while not (wire.proxy.struck if struck_before else known):
            await asyncio.sleep(0.01)
        await asyncio.to_thread(wire.bench.write, mail())
        draft, held = await coming, new_id()
        await asyncio.to_thread(draft.claim, held)
        await asyncio.to_thread(draft.remove, held)
        while not wire.proxy.struck:
            await asyncio.sleep(0.01)
