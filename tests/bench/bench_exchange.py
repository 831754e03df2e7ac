"""Exchange: how soon a marked draft is noticed, and how long a confirmed mail takes to be accepted,
against ``exchangelib`` bare in the same run. The server is the strict stand-in, in the same
process: its own work is in both figures.

Noticed is from the draft's arrival in the folder to the moment the hook gives it. Accepted is from
the click on Send to the server's yes: Sceau saves the mail, reads it back, compares it and sends
it; the peer saves it and sends it. Painted is when the real window shows the draft, by the whole
helper. At rest are five watchers, each of a mailbox of its own, over ten minutes.
"""

from __future__ import annotations

import asyncio
import contextlib
import math
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import aclosing
from datetime import UTC, datetime
from typing import Any

import exchangelib

from bench.bench_drafts import Stopwatch, _memory, _processor
from bench.row import Row
from sceau.desk.window import ConfirmWindow
from sceau.mail.submission import Outgoing, outgoing
from sceau.outbox.ways_out.answer import Result
from sceau.settings.save import set_account
from sceau.settings.schema import AccountSettings, DraftsSettings
from sceau.way.parts import open_parts
from sceau.way.watchers import Watchers
from support.drafts_contract import mail
from support.exchange_bench import ExchangeBench
from support.letters import letter
from support.strict_exchange.server import StrictExchange, strict_exchange
from support.windows import desktop

_NOTICES = 7
_WATCHERS = 5
_IDLE = 600  # seconds


def rows() -> Iterator[Row]:
    """Measure, one row a question."""
    with strict_exchange() as exchange:
        bench = ExchangeBench(exchange)
        hook = bench.hook()
        account = hook._mailbox.account()  # type: ignore[attr-defined]
        ours = statistics.median(asyncio.run(_noticed(bench)))
        theirs = statistics.median(_events(bench, account))
        yield Row(
            "a marked draft is noticed (aim: within 1 s)",
            f"{ours * 1000:.0f} ms",
            f"{theirs * 1000:.0f} ms (bare stream)",
            ours / theirs,
            "1 s",
            held=ours < 1,
        )
        painted = _painted(bench)
        yield Row(
            "a marked draft is shown, its window painted",
            f"{painted * 1000:.0f} ms",
            f"{theirs * 1000:.0f} ms (bare stream)",
            painted / theirs,
        )
        for megabytes, times in ((1, 5), (25, 3)):
            pairs = [_accepted(bench, account, megabytes, number) for number in range(times)]
            mine = statistics.median(one for one, _ in pairs)
            peer = statistics.median(one for _, one in pairs)
            yield Row(
                f"a confirmed mail of {megabytes} MB is accepted",
                f"{mine * 1000:.0f} ms",
                f"{peer * 1000:.0f} ms (saved and sent)",
                mine / peer,
                "3",
            )
        bench.close()
    yield from _at_rest()


async def _noticed(bench: ExchangeBench) -> list[float]:
    found: list[float] = []
    hook = bench.hook()
    hook._with_stream = 20
    async with aclosing(hook.watch(lambda _: None)) as noticed:
        began = 0.0
        first = asyncio.ensure_future(anext(noticed))
        while not bench.exchange.subscriptions.known:
            await asyncio.sleep(0.05)
        for number in range(_NOTICES):
            await asyncio.sleep(0.3)
            began = time.perf_counter()
            await asyncio.to_thread(bench.write, mail(number))
            draft = await first
            found.append(time.perf_counter() - began)
            await asyncio.to_thread(draft.claim, f"bench{number}")
            await asyncio.to_thread(draft.remove, f"bench{number}")
            first = asyncio.ensure_future(anext(noticed))
        first.cancel()
        await asyncio.gather(first, return_exceptions=True)
    return found


def _painted(bench: ExchangeBench) -> float:
    """Give the seconds from the draft's arrival to the window that shows it, in the median."""
    exchange = bench.exchange
    with tempfile.TemporaryDirectory() as home, desktop() as desk:
        os.environ["SCEAU_HOME"] = home
        user, password = next(iter(exchange.users.items()))
        account = AccountSettings(
            kind="exchange",
            url=exchange.url,
            user=user,
            auth="basic",
            ca_file=exchange.ca_file,
            drafts=DraftsSettings(kind="mailbox"),
        )
        set_account("chv", account)
        return asyncio.run(_shown(bench, password, desk.environment))


async def _shown(bench: ExchangeBench, password: str, environment: dict[str, str]) -> float:
    window = ConfirmWindow(environment=environment)
    await window.start()
    watch = Stopwatch(window)
    times = []
    before = len(bench.exchange.subscriptions.known)
    async with open_parts() as parts:
        parts.keys.set_secret("chv", password)
        watchers = Watchers(parts, watch)
        running = asyncio.create_task(watchers.run())
        for number in range(_NOTICES):
            while len(bench.exchange.subscriptions.known) == before or watchers.busy:
                await asyncio.sleep(0.05)
            await asyncio.sleep(1)  # at rest
            began = time.monotonic()
            await asyncio.to_thread(bench.write, mail(100 + number))
            while len(watch.painted) <= number:
                await asyncio.sleep(0.005)
            times.append(watch.painted[number] - began)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    await window.close()
    return statistics.median(times)


def _events(bench: ExchangeBench, account: Any) -> list[float]:
    found: list[float] = []
    folder = account.inbox
    with folder.streaming_subscription() as subscription:
        for number in range(_NOTICES):
            began: list[float] = []

            def save(number: int = number, began: list[float] = began) -> None:
                time.sleep(0.3)
                began.append(time.perf_counter())
                bench.box.create(bench.box.role("inbox").id, subject=str(number))

            threading.Thread(target=save).start()
            for _ in folder.get_streaming_events(
                subscription, connection_timeout=1, max_notifications_returned=1
            ):
                found.append(time.perf_counter() - began[0])
                break
    return found


def _accepted(
    bench: ExchangeBench, account: Any, megabytes: int, number: int
) -> tuple[float, float]:
    raw = letter(os.urandom(megabytes * 1_000_000))
    out = _outgoing(raw, number)
    began = time.perf_counter()
    told = asyncio.run(bench._made[0].way_out.submit(out, lambda _: None))
    ours = time.perf_counter() - began
    assert told.result is Result.ACCEPTED
    began = time.perf_counter()
    draft = exchangelib.Message(account=account, folder=account.drafts, mime_content=out.content)
    draft.save()
    draft.send()
    return ours, time.perf_counter() - began


def _outgoing(raw: bytes, number: int) -> Outgoing:
    named = raw.replace(b"<one.42@", f"<bench.{number}@".encode())
    return outgoing(named, now=datetime.now(UTC))


def _at_rest() -> Iterator[Row]:
    """Let five mailboxes be watched, and five bare streams listen beside them."""
    addresses = [f"service-{number}@clinique.example" for number in range(2 * _WATCHERS)]
    with strict_exchange(*addresses) as exchange:
        ours, bare = addresses[:_WATCHERS], addresses[_WATCHERS:]
        with _program(_OURS, exchange, ours) as watching, _program(_BARE, exchange, bare) as peer:
            while len(exchange.subscriptions.known) < len(addresses):
                time.sleep(0.1)
            time.sleep(5)
            before = _processor(watching.pid), _processor(peer.pid)
            time.sleep(_IDLE)
            mine = _processor(watching.pid) - before[0]
            theirs = _processor(peer.pid) - before[1]
            memory = _memory(watching.pid), _memory(peer.pid)
            woken = max(_woken(watching, ExchangeBench(exchange, box=one)) for one in ours)
    yield Row(
        f"{_WATCHERS} watchers at rest over {_IDLE} s: processor",
        f"{100 * mine / _IDLE:.3f} %",
        f"{100 * theirs / _IDLE:.3f} %, {_WATCHERS} bare streams",
        mine / max(theirs, 0.001),
        "under 0.1 %",
        mine / _IDLE < 0.001,
    )
    yield Row(
        f"{_WATCHERS} watchers at rest: memory (PSS)",
        f"{memory[0]:.0f} MiB",
        f"{memory[1]:.0f} MiB, {_WATCHERS} bare streams",
        memory[0] / memory[1],
    )
    yield Row(
        f"the slowest of {_WATCHERS} watchers notices a draft after {_IDLE} s at rest",
        f"{woken * 1000:.0f} ms",
        "–",
        math.nan,
        "within 1 s",
        woken < 1,
    )


def _woken(watching: subprocess.Popen[str], bench: ExchangeBench) -> float:
    """Give the seconds from a draft's arrival to the moment its watcher says so."""
    assert watching.stdout is not None
    began = time.monotonic()
    bench.write(mail())
    return float(watching.stdout.readline()) - began


@contextlib.contextmanager
def _program(
    text: str, exchange: StrictExchange, addresses: Sequence[str]
) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-c", text, exchange.url, exchange.ca_file, *addresses],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


_OURS = """
import asyncio, sys, time
from sceau.hooks.exchange.access import Access
from sceau.hooks.exchange.server import ExchangeServer
from sceau.hooks.mailboxes.hook import MailboxDrafts

url, ca_file, *addresses = sys.argv[1:]

async def watch(address):
    access = Access(url, address, "alice@clinique.example", "basic", ca_file)
    hook = MailboxDrafts(address, ExchangeServer(access, lambda: "sesame"), "x")
    async for _ in hook.watch(lambda _: None):
        print(time.monotonic(), flush=True)

async def main():
    await asyncio.gather(*(watch(one) for one in addresses))

asyncio.run(main())
"""
_BARE = """
import sys, threading
import exchangelib
from sceau.hooks.exchange.transport import trust

url, ca_file, *addresses = sys.argv[1:]
trust(url, ca_file)

def listen(address):
    configuration = exchangelib.Configuration(
        service_endpoint=url,
        credentials=exchangelib.Credentials("alice@clinique.example", "sesame"),
        auth_type="basic",
        max_connections=len(addresses) + 1,
    )
    account = exchangelib.Account(address, config=configuration, access_type="delegate")
    with account.drafts.streaming_subscription() as subscription:
        while True:
            for _ in account.drafts.get_streaming_events(subscription, connection_timeout=1):
                pass

threads = [threading.Thread(target=listen, args=(one,)) for one in addresses]
for one in threads:
    one.start()
"""
