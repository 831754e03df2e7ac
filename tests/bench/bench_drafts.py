"""Drafts over IMAP: from the draft marked to the window painted, from the confirmation to the SMTP
server's answer, and five watchers at rest; against the barest programs with the same libraries.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import os
import smtplib
import ssl
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

from imapclient import IMAPClient

from bench.row import Row
from sceau.desk.dialogue import Dialogue
from sceau.desk.view import Act, ConfirmView, Keep
from sceau.desk.window import ConfirmWindow
from sceau.errors import SceauError
from sceau.hooks.drafts import DraftsHook
from sceau.mail.submission import Outgoing
from sceau.outbox.sources import Source
from sceau.outbox.ways_out.smtp import SmtpWayOut
from sceau.outbox.ways_out.way import Step
from sceau.settings.save import set_account
from sceau.settings.schema import AccountSettings, DraftsSettings
from sceau.way.parts import open_parts
from sceau.way.watchers import Watchers
from support.dovecot import Dovecot, dovecot
from support.drafts_contract import mail
from support.held_mails import PATIENT, SENDER, Place, verdict_on
from support.imap_client import MARKS, PASSWORD, Client, done
from support.postfix import Postfix, postfix
from support.windows import desktop

_USER = "camille"
_ROUNDS = 9
_REST = 600.0  # seconds
_WATCHERS = 5

_BARE = """
import ssl, sys, threading
from imapclient import IMAPClient
port, ca_file, number = int(sys.argv[1]), sys.argv[2], int(sys.argv[3])
def watch():
    context = ssl.create_default_context(cafile=ca_file)
    client = IMAPClient("localhost", port, ssl_context=context)
    client.plain_login("camille", sys.argv[4])
    client.select_folder("À vérifier", readonly=True)
    client.idle()
    while True:
        client.idle_check(timeout=60)
for _ in range(number):
    threading.Thread(target=watch, daemon=True).start()
sys.stdin.readline()
"""
_OURS = """
import asyncio, sys
from sceau.hooks.imap.connect import Server
from sceau.hooks.imap.hook import ImapDrafts
port, ca_file, number = int(sys.argv[1]), sys.argv[2], int(sys.argv[3])
at = Server("localhost", port, "tls", "camille", lambda: sys.argv[4], ca_file)
async def watch(name):
    async for _ in ImapDrafts(name, at, name).watch(lambda _: None):
        pass
async def main():
    for one in range(number):
        globals()[f"task{one}"] = asyncio.create_task(watch(f"device{one}"))
    await asyncio.to_thread(sys.stdin.readline)
asyncio.run(main())
"""


def rows() -> Iterator[Row]:
    """Measure each."""
    with dovecot({_USER: PASSWORD}, "mail_max_userip_connections = 50\n") as imap:
        Client(imap, _USER).make(MARKS)
        yield from _noticed(imap)
        yield from _at_rest(imap)
    with postfix([PATIENT], users={_USER: PASSWORD}, size=100_000_000) as smtp:
        for megabytes in (1, 25):
            yield _accepted(smtp, megabytes)


# ── from marked to painted ───────────────────────────────────────────────────────────────────


class Stopwatch:
    """A desk that shows each draft in the real window, notes when it was painted, and keeps it."""

    lost: SceauError | None = None

    def __init__(self, window: ConfirmWindow) -> None:
        self._window = window
        self.painted: list[float] = []

    @asynccontextmanager
    async def session(self, view: ConfirmView) -> AsyncIterator[Dialogue]:
        async with self._window.session(view) as shown:
            await shown.painted(1)
            self.painted.append(time.monotonic())
            yield self

    def update(self, view: ConfirmView) -> None: ...

    async def acts(self) -> AsyncIterator[Act]:
        yield Keep()


class _Timed(Watchers):
    """Watchers that note when they were given a draft."""

    noticed: list[float]

    async def _see_to(self, hook: DraftsHook, source: Source) -> None:
        self.noticed.append(time.monotonic())
        await super()._see_to(hook, source)


def _noticed(imap: Dovecot) -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as home, desktop() as desk:
        os.environ["SCEAU_HOME"] = home
        account = AccountSettings(
            kind="smtp",
            host="localhost",
            user=_USER,
            ca_file=str(imap.ca_file),
            drafts=DraftsSettings(kind="imap", port=imap.port),
        )
        set_account("chv", account)
        noticed, painted = asyncio.run(_ours_noticed(imap, desk.environment))
    bare = _bare_noticed(imap)
    peer = f"{bare * 1000:.0f} ms, a bare IDLE hears of it"
    yield Row(
        "draft marked (IMAP, Dovecot) → noticed",
        f"{noticed * 1000:.0f} ms",
        peer,
        noticed / bare,
        "within 0.5 s of the server’s own batches of 0.5 s",
        noticed - bare < 0.5,
    )
    yield Row(
        "draft marked (IMAP, Dovecot) → window painted",
        f"{painted * 1000:.0f} ms",
        peer,
        painted / bare,
    )


async def _ours_noticed(imap: Dovecot, environment: dict[str, str]) -> tuple[float, float]:
    window = ConfirmWindow(environment=environment)
    await window.start()
    watch = Stopwatch(window)
    async with open_parts() as parts:
        parts.keys.set_secret("chv", PASSWORD)
        watchers = _Timed(parts, watch)
        watchers.noticed = []
        running = asyncio.create_task(watchers.run())
        heard, times = [], []
        for number in range(_ROUNDS):
            while "chv" not in watchers.states or watchers.busy:
                await asyncio.sleep(0.05)
            await asyncio.sleep(1)  # at rest: the connection waits
            began = await asyncio.to_thread(_mark, imap, number)
            while len(watch.painted) <= number:
                await asyncio.sleep(0.005)
            heard.append(watchers.noticed[number] - began)
            times.append(watch.painted[number] - began)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    await window.close()
    return statistics.median(heard), statistics.median(times)


def _mark(imap: Dovecot, number: int) -> float:
    """Put a draft into the folder; give the moment the server said it is there."""
    with Client(imap, _USER).connection() as line:
        done(line.append(f'"{MARKS}"', "(\\Draft)", "", mail(number)))
        return time.monotonic()


def _bare_noticed(imap: Dovecot) -> float:
    context = ssl.create_default_context(cafile=str(imap.ca_file))
    client = IMAPClient("localhost", imap.port, ssl_context=context)
    client.plain_login(_USER, PASSWORD)
    client.select_folder("À vérifier", readonly=True)
    client.idle()
    times = []
    for number in range(_ROUNDS):
        client.idle_check(timeout=1)
        began = _mark(imap, number)
        while not any(one[1] == b"EXISTS" for one in client.idle_check(timeout=5)):
            pass
        times.append(max(time.monotonic() - began, 0.001))
    client.shutdown()
    Client(imap, _USER).delete_all(MARKS)
    return statistics.median(times)


# ── from confirmed to accepted ───────────────────────────────────────────────────────────────


def _accepted(smtp: Postfix, megabytes: int) -> Row:
    line = b"QUJD" * 18 + b"\r\n"
    content = mail() + line * (megabytes * 2**20 // len(line))
    ours, bare = [], []
    for number in range(5):
        ours.append(_ours_accepted(smtp, content, number))
        bare.append(_bare_accepted(smtp, content))
    mine, peer = statistics.median(ours), statistics.median(bare)
    return Row(
        f"confirmed → accepted by Postfix (TLS, login), {megabytes} MB",
        f"{mine * 1000:.0f} ms",
        f"{peer * 1000:.0f} ms, bare smtplib",
        mine / peer,
    )


def _ours_accepted(smtp: Postfix, content: bytes, number: int) -> float:
    account = AccountSettings(
        kind="smtp", host="localhost", port=smtp.port, user=_USER, ca_file=str(smtp.ca_file)
    )
    ended: list[float] = []

    def on_step(step: Step) -> None:
        if (step.name, step.moment) == ("submit", "after"):
            ended.append(time.monotonic())

    with tempfile.TemporaryDirectory() as folder:
        place = Place(Path(folder), on_step)
        held = place.outbox.hold(place.draft(content))
        outgoing = Outgoing(
            sender=SENDER,
            recipients=(PATIENT,),
            content=content,
            message_id=f"<bench.{number}@cabinet-exemple.fr>",
            needs_8bitmime=True,
        )
        began = time.monotonic()
        place.outbox.confirm(held, verdict_on(content))
        place.outbox.ready(held, [outgoing])
        asyncio.run(place.outbox.dispatch(held, SmtpWayOut(account, PASSWORD)))
    return ended[0] - began


def _bare_accepted(smtp: Postfix, content: bytes) -> float:
    began = time.monotonic()
    with smtplib.SMTP("localhost", smtp.port) as line:
        line.starttls(context=ssl.create_default_context(cafile=str(smtp.ca_file)))
        line.ehlo()
        told = base64.b64encode(f"\0{_USER}\0{PASSWORD}".encode()).decode()
        line.docmd("AUTH", f"PLAIN {told}")
        line.sendmail(SENDER, [PATIENT], content, ["BODY=8BITMIME"])
        return time.monotonic() - began


# ── at rest ──────────────────────────────────────────────────────────────────────────────────


def _at_rest(imap: Dovecot) -> Iterator[Row]:
    with _program(_OURS, imap, _WATCHERS) as ours, _program(_BARE, imap, _WATCHERS) as bare:
        time.sleep(5)
        before = _processor(ours), _processor(bare)
        time.sleep(_REST)
        mine, peer = _processor(ours) - before[0], _processor(bare) - before[1]
        memory = _memory(ours), _memory(bare)
    yield Row(
        f"{_WATCHERS} watchers at rest over {_REST:.0f} s: processor",
        f"{100 * mine / _REST:.3f} %",
        f"{100 * peer / _REST:.3f} %, {_WATCHERS} bare IDLE loops",
        mine / max(peer, 0.001),
        "under 0.1 %",
        mine / _REST < 0.001,
    )
    yield Row(
        f"{_WATCHERS} watchers at rest: memory (PSS)",
        f"{memory[0]:.0f} MiB",
        f"{memory[1]:.0f} MiB, {_WATCHERS} bare IDLE loops",
        memory[0] / memory[1],
    )


@contextlib.contextmanager
def _program(text: str, imap: Dovecot, number: int) -> Iterator[int]:
    words = [str(imap.port), str(imap.ca_file), str(number), PASSWORD]
    process = subprocess.Popen(
        [sys.executable, "-c", text, *words],
        stdin=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    try:
        yield process.pid
    finally:
        process.kill()
        process.wait()


def _processor(pid: int) -> float:
    """Seconds of processor time so far, as the kernel counts them."""
    words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


def _memory(pid: int) -> float:
    """Proportional set size in MiB."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    raise AssertionError("no Pss")
