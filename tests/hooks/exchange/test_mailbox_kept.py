"""What mailboxes of Exchange and Graph are held to alike: change keys, streams that are refused,
mails that are large, to nobody, broken or signed, and many at once."""

from __future__ import annotations

import asyncio
import os
import socket
import ssl
from contextlib import aclosing
from datetime import UTC, datetime

import pytest

from sceau.errors import SceauError
from sceau.hooks.exchange import waking
from sceau.hooks.mailboxes.hook import MailboxDrafts
from sceau.hooks.mailboxes.mailbox import WORK_FOLDER
from sceau.hooks.mailboxes.patience import Patience
from sceau.mail.message import Message
from sceau.mail.submission import outgoing
from sceau.outbox.sources import Standing
from sceau.outbox.ways_out.answer import Result, Submission
from sceau.outbox.ways_out.saved_draft import Conflict, Gone, NotDone, NotKnown, Saved
from support.drafts_contract import WAIT, mail, new_id
from support.exchange_bench import ExchangeBench
from support.graph_bench import GraphBench
from support.letters import letter
from support.mailbox_bench import MailboxBench
from support.same_mail import same
from support.strict_exchange.mailbox import Item
from support.strict_exchange.mime import mime
from support.strict_exchange.server import StrictExchange, strict_exchange
from support.strict_graph.server import StrictGraph, strict_graph


def server_of(bench: MailboxBench) -> StrictExchange | StrictGraph:
    assert isinstance(bench, ExchangeBench | GraphBench)
    return bench.exchange if isinstance(bench, ExchangeBench) else bench.graph


def submit(bench: MailboxBench, raw: bytes) -> Submission:
    out = outgoing(raw, now=datetime.now(UTC))
    return asyncio.run(bench.hook().way_out.submit(out, lambda _: None))


def left_over(bench: MailboxBench) -> list[Item]:
    return bench.box.within(bench.box.named(WORK_FOLDER).id)


def test_a_mark_by_a_change_key_of_before_is_refused_and_changes_nothing(
    bench: MailboxBench,
) -> None:
    bench.write(mail())
    bench.hook()
    server = bench.server()
    (seen,) = server.changes("marked", "").drafts
    before = Saved(seen.id, seen.key)
    assert server.mark(before, "mine").key != before.key
    with pytest.raises(Conflict):
        server.mark(before, "theirs")
    assert server.listed(seen.id).held == "mine"
    server.close()


def test_where_the_server_gives_no_stream_looking_alone_notices() -> None:
    with strict_exchange() as exchange:
        bench = ExchangeBench(exchange)
        exchange.faults.plan("Subscribe", "error-500", times=1000)
        hook = bench.hook()

        async def noticed() -> bytes:
            async with asyncio.timeout(WAIT), aclosing(hook.watch(lambda _: None)) as given:
                coming = asyncio.ensure_future(anext(given))
                while not exchange.faults.count("Subscribe"):
                    await asyncio.sleep(0.01)
                await asyncio.to_thread(bench.write, mail())
                return await asyncio.to_thread((await coming).claim, new_id())

        assert same(asyncio.run(noticed())) == mail()
        assert exchange.subscriptions.known == {}
        bench.close()


@pytest.mark.parametrize(
    "refusal",
    ["ErrorSchemaValidation", "ErrorInvalidSubscriptionRequest", "ErrorExceededConnectionCount"],
)
def test_where_the_server_gives_no_stream_it_is_asked_for_events(
    monkeypatch: pytest.MonkeyPatch, refusal: str
) -> None:
    monkeypatch.setattr(waking, "ASK_EVERY", 0.05)
    with strict_exchange() as exchange:
        bench = ExchangeBench(exchange)
        exchange.subscriptions.no_stream = refusal
        hook = MailboxDrafts("compte", bench.server(), "one", without=WAIT, with_stream=WAIT)
        hook.prepare()

        async def noticed() -> bytes:
            async with asyncio.timeout(WAIT / 2), aclosing(hook.watch(lambda _: None)) as given:
                coming = asyncio.ensure_future(anext(given))
                while exchange.subscriptions.asked < 3:
                    await asyncio.sleep(0.01)
                await asyncio.to_thread(bench.write, mail())
                return await asyncio.to_thread((await coming).claim, new_id())

        assert same(asyncio.run(noticed())) == mail()
        assert exchange.faults.count("GetStreamingEvents") == 0
        bench.close()


def test_a_server_that_forgot_the_subscription_is_told_apart(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(waking, "ASK_EVERY", 0.01)
    with strict_exchange() as exchange:
        bench = ExchangeBench(exchange)
        exchange.subscriptions.no_stream = "ErrorSchemaValidation"
        bench.hook()
        server = bench.server()
        woken = server.stream("marked")
        next(woken)
        exchange.subscriptions.known.clear()
        with pytest.raises(NotKnown):
            next(woken)
        server.close()


def test_exchange_is_left_alone_for_as_long_as_it_asked() -> None:
    slept: list[float] = []
    with strict_exchange() as exchange:
        bench = ExchangeBench(exchange)
        server = bench.server()
        server.folder("work")
        server._patience = Patience("x", clock=lambda: sum(slept), sleep=slept.append)
        exchange.faults.plan("FindItem", "busy", seconds=7)
        with pytest.raises(NotDone):
            server.find("work", "held", "x")
        assert server.find("work", "held", "x") == []
        assert slept == [7.0]
        assert exchange.faults.count("FindItem") == 2
        server.close()


def test_graph_says_once_more_what_there_is_where_it_forgot_where_one_was() -> None:
    with strict_graph() as graph:
        bench = GraphBench(graph)
        bench.write(mail())
        bench.hook()
        server = bench.server()
        state = server.changes("marked", "").state.partition("$deltatoken=")[0]
        assert len(server.changes("marked", f"{state}$deltatoken=99999").drafts) == 1
        bench.close()


def test_a_shared_mailbox_of_graph_is_asked_for_by_its_address() -> None:
    shared = "secretariat@clinique.example"
    with strict_graph(shared) as graph:
        bench = GraphBench(graph)
        hook = MailboxDrafts("compte", bench.server(shared), "one")
        hook.prepare()
        bench.write(mail())
        (draft,) = hook.drafts()
        draft.claim(new_id())
        hook.close()
        other = bench.server("direction@clinique.example")
        with pytest.raises(Gone):
            other.folder("drafts")
        other.close()


def test_a_draft_of_25_mb_is_read_as_it_is(bench: MailboxBench) -> None:
    file = os.urandom(25_000_000)
    bench.write(letter(file))
    (draft,) = bench.hook().drafts()
    read = Message.read(draft.claim(new_id()))
    assert [read.content(one.id) for one in read.mail.attachments] == [file]


LIMITS = {
    "no room in the mailbox": ("quota", Result.MAILBOX_FULL),
    "larger than the server takes": ("largest", Result.TOO_LARGE),
}


@pytest.mark.parametrize(("limit", "result"), LIMITS.values(), ids=LIMITS)
def test_what_has_no_room_is_told_and_the_draft_comes_back(
    bench: MailboxBench, limit: str, result: Result
) -> None:
    bench.write(mail())
    (draft,) = bench.hook().drafts()
    held = new_id()
    draft.claim(held)
    setattr(bench.box, limit, 10)
    assert submit(bench, letter()).result is result
    draft.put_back(held)
    assert (bench.box.sent, left_over(bench)) == ([], [])
    assert bench.returned() == [mail()]


def test_to_nobody_nothing_leaves_and_it_is_told(bench: MailboxBench) -> None:
    nobody = b"\r\n".join(
        line for line in letter().split(b"\r\n") if not line.startswith((b"To:", b"Cc:", b"Bcc:"))
    )
    with pytest.raises(SceauError):
        submit(bench, nobody)
    assert bench.box.sent == []


SIGNED = (
    b"Content-Type: text/plain; charset=utf-8\r\n\r\nBonjour,  voil\xc3\xa0.\r\n",
    b"Content-Type: application/pkcs7-signature; name=smime.p7s\r\n"
    b"Content-Transfer-Encoding: base64\r\n\r\nMIIBAAEC\r\n",
)


def signed(words: bytes = b"") -> bytes:
    """Give a mail that is signed (RFC 8551), so that no byte of its first part may change."""
    head = (
        b"From: alice@clinique.example\r\nTo: jeanne.moreau@courriel.example\r\n"
        b"Subject: Bilan\r\nMessage-ID: <one.42@clinique.example>\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/signed; protocol="application/pkcs7-signature";'
        b' micalg=sha-256; boundary="s"\r\n\r\n'
    )
    return head + b"--s\r\n" + SIGNED[0] + words + b"\r\n--s\r\n" + SIGNED[1] + b"\r\n--s--\r\n"


def test_a_signed_mail_is_claimed_and_leaves_as_it_was_signed(bench: MailboxBench) -> None:
    bench.write(signed())
    (draft,) = bench.hook().drafts()
    held = new_id()
    assert SIGNED[0] in draft.claim(held)
    assert submit(bench, signed()).result is Result.ACCEPTED
    draft.remove(held)
    (sent,) = bench.box.sent
    assert all(part in mime(sent.item) for part in SIGNED)
    assert bench.anywhere() == []


def test_a_signed_mail_that_graph_would_want_in_pieces_is_too_large() -> None:
    with strict_graph() as graph:
        bench = GraphBench(graph)
        assert submit(bench, signed(b"mot \r\n" * 600_000)).result is Result.TOO_LARGE
        assert (graph.box.sent, left_over(bench)) == ([], [])
        bench.close()


BROKEN = {
    "nothing": b" ",
    "no head": b"\r\nBonjour",
    "parts that never end": (
        b"From: a@b.example\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n"
    ),
    "a file in no base64": (
        b"From: a@b.example\r\nContent-Type: application/pdf; name=a.pdf\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\n%%%\r\n"
    ),
    "bytes": bytes(range(1, 256)),
}


@pytest.mark.parametrize("raw", BROKEN.values(), ids=BROKEN)
def test_a_draft_that_cannot_be_read_is_given_as_it_is_and_goes_back(
    bench: MailboxBench, raw: bytes
) -> None:
    bench.write(mail())
    item = bench._one()
    bench.box.update(item.id, "", never_overwrite=False, raw=raw)
    (draft,) = bench.hook().drafts()
    held = new_id()
    assert draft.claim(held).endswith(raw)
    assert draft.standing(held) is Standing.AS_SHOWN
    draft.put_back(held)
    drafts = bench.box.within(bench.box.role("drafts").id)
    assert [one.raw for one in drafts] == [raw]
    assert bench.hook().drafts() == []


def test_a_thousand_drafts_at_once_are_found_and_the_oldest_comes_first(
    bench: MailboxBench,
) -> None:
    hook = bench.hook()
    for number in range(1000):
        bench.write(mail(number))
    drafts = hook.drafts()
    assert len(drafts) == 1000
    assert Message.read(drafts[0].claim(new_id())).mail.subject == "Bilan 0"


@pytest.mark.parametrize("end", ["in the head", "in the body"])
def test_a_request_that_is_cut_is_not_carried_out(bench: MailboxBench, end: str) -> None:
    """As every server does it, and Python's own does not."""
    server = server_of(bench)
    length = b"" if end == "in the head" else b"Content-Length: 9\r\n\r\n{}"
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with (
        socket.create_connection(("127.0.0.1", server.port), 10) as plain,
        context.wrap_socket(plain) as line,
    ):
        path = b"/EWS/Exchange.asmx" if isinstance(server, StrictExchange) else b"/v1.0/me/x"
        line.sendall(b"POST " + path + b" HTTP/1.1\r\nHost: localhost\r\n" + length)
        line.unwrap()
    assert server.faults.asked == []
