"""A mail leaves an Exchange mailbox exactly once, whatever goes wrong at whichever request."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from sceau.errors import TryLater
from sceau.hooks.mailboxes.drafts_out import DraftsOut, way_out
from sceau.hooks.mailboxes.mailbox import WORK_FOLDER
from sceau.mail.submission import Outgoing, outgoing
from sceau.outbox.ways_out.answer import Result, Submission
from sceau.outbox.ways_out.saved_draft import SavedDraftWayOut
from sceau.outbox.ways_out.way import Evidence, Step
from support.exchange_bench import ExchangeBench
from support.letters import PDF, letter
from support.same_mail import same
from support.strict_exchange.mailbox import Item, Person
from support.strict_exchange.mime import mime
from support.strict_exchange.server import strict_exchange


@pytest.fixture
def bench() -> Iterator[ExchangeBench]:
    with strict_exchange() as exchange:
        made = ExchangeBench(exchange)
        yield made
        made.close()


def ready(raw: bytes | None = None) -> Outgoing:
    return outgoing(raw or letter(), now=datetime.now(UTC))


def way(bench: ExchangeBench) -> SavedDraftWayOut:
    mailbox = bench.hook()._mailbox
    return SavedDraftWayOut(
        DraftsOut(mailbox), lambda id: mailbox.operation("one", id), pause=lambda _: None
    )


def submit(bench: ExchangeBench, out: Outgoing | None = None) -> Submission:
    return asyncio.run(way(bench).submit(out or ready(), lambda _: None))


def left_over(bench: ExchangeBench) -> list[Item]:
    return bench.box.within(bench.box.named(WORK_FOLDER).id)


def test_what_leaves_is_what_was_confirmed(bench: ExchangeBench) -> None:
    out = ready()
    assert submit(bench, out).result is Result.ACCEPTED
    (sent,) = bench.box.sent
    assert sorted(sent.recipients) == [
        "jeanne.moreau@courriel.example",
        "louis.petit@courriel.example",
        "paul.roy@cabinet.example",
    ]
    assert [one.address for one in sent.item.bcc] == ["louis.petit@courriel.example"]
    assert [one.content for one in sent.item.files] == [PDF]
    assert same(mime(sent.item), ("louis.petit@courriel.example",)) == out.sender_copy
    assert b"<one.42@clinique.example>" in mime(sent.item)
    assert left_over(bench) == []
    assert bench.sent() == [out.sender_copy]


def test_what_leaves_has_no_category_and_nothing_of_a_draft(bench: ExchangeBench) -> None:
    raw = b"Keywords: Envoyer avec Sceau\r\nX-Unsent: 1\r\n" + letter()
    assert submit(bench, ready(raw)).left
    assert bench.box.sent[0].item.categories == ()
    assert b"Keywords" not in mime(bench.box.sent[0].item)


def test_nothing_of_a_mail_is_logged_whatever_goes_wrong(
    bench: ExchangeBench, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    sender = way(bench)
    for kind in ("lost-after", "half", "error-500"):
        bench.exchange.faults.plan("*", kind, nth=3)
        asyncio.run(sender.submit(ready(), lambda _: None))
    for private in ("moreau", "compte rendu", "one.42", "Bonjour", "alice@"):
        assert private not in caplog.text


FAULTS = [
    (operation, kind, nth)
    for operation, times in (
        ("CreateItem", 1),
        ("UpdateItem", 1),
        ("GetItem", 1),
        ("SendItem", 1),
        ("FindItem", 1),
        ("FindFolder", 1),
    )
    for kind in ("lost-after", "lost-before", "half", "error-500", "busy-503", "busy")
    for nth in range(1, times + 1)
]


@pytest.mark.parametrize(("operation", "kind", "nth"), FAULTS)
def test_one_fault_never_sends_twice_and_never_says_what_is_not_so(
    bench: ExchangeBench, operation: str, kind: str, nth: int
) -> None:
    sender = way(bench)
    bench.exchange.faults.plan(operation, kind, nth=nth, seconds=0.1 if kind == "busy" else 1)
    told = asyncio.run(sender.submit(ready(), lambda _: None))
    gone = len(bench.box.sent)
    assert gone <= 1
    assert told.result is not Result.UNSURE
    assert told.left == (gone == 1)
    assert bench.exchange.faults.count("SendItem") <= 1
    if not told.left:
        assert left_over(bench) == []
        bench.exchange.faults.planned.clear()
        assert asyncio.run(sender.submit(ready(), lambda _: None)).left
        assert len(bench.box.sent) == 1


def test_where_the_answer_and_all_later_ones_are_lost_it_asks(bench: ExchangeBench) -> None:
    sender = way(bench)
    bench.exchange.faults.plan("SendItem", "lost-after")

    def step(now: Step) -> None:
        if now.name == "draft-send":
            bench.exchange.faults.plan("FindItem", "error-500", times=1000)

    assert asyncio.run(sender.submit(ready(), step)).result is Result.UNSURE
    assert len(bench.box.sent) == 1
    bench.exchange.faults.planned.clear()
    assert asyncio.run(sender.evidence(ready(), 0.0)) is Evidence.UNKNOWN
    assert sender.sent.sent_since("<one.42@clinique.example>", 0.0)


def test_a_request_that_comes_late_sends_nothing_once_it_was_given_up(
    bench: ExchangeBench,
) -> None:
    """The first SendItem hangs on its way; meanwhile the next process looks for evidence."""
    sender = way(bench)
    bench.exchange.faults.plan("SendItem", "hold")
    told: list[Submission] = []
    begun = threading.Event()

    def step(now: Step) -> None:
        if now.name == "draft-send":
            begun.set()

    first = threading.Thread(target=lambda: told.append(asyncio.run(sender.submit(ready(), step))))
    first.start()
    assert begun.wait(60)
    while bench.exchange.faults.count("SendItem") == 0:
        threading.Event().wait(0.01)
    other = way(bench)
    assert asyncio.run(other.evidence(ready(), 0.0)) is Evidence.NOT_LEFT
    assert asyncio.run(other.submit(ready(), lambda _: None)).left
    bench.exchange.faults.released.set()
    first.join(60)
    assert len(bench.box.sent) == 1


def test_saved_twice_by_a_proxy_it_leaves_once_and_the_other_is_no_evidence(
    bench: ExchangeBench,
) -> None:
    """A CreateItem that was repeated on its way: the second must not lie there as a mail that was
    never sent."""
    sender = way(bench)

    def step(now: Step) -> None:
        if now.name == "draft-send":
            assert len(left_over(bench)) == 1
            server = bench.server()
            name = server.operation("one", ready().message_id)
            server.create("work", ready().content, (), "operation", name)

    assert asyncio.run(sender.submit(ready(), step)).left
    assert asyncio.run(sender.evidence(ready(), 0.0)) is Evidence.LEFT
    assert (len(bench.box.sent), left_over(bench)) == (1, [])


def test_evidence_of_what_never_began_is_none(bench: ExchangeBench) -> None:
    assert asyncio.run(way(bench).evidence(ready(), 0.0)) is Evidence.UNKNOWN
    assert bench.box.sent == []


def test_evidence_waits_for_a_server_that_cannot_be_asked(bench: ExchangeBench) -> None:
    sender = way(bench)
    sender._server.saved("x")
    bench.exchange.faults.plan("FindItem", "error-500", times=10)
    with pytest.raises(TryLater):
        asyncio.run(sender.evidence(ready(), 0.0))


def test_a_draft_that_someone_changes_on_the_server_is_not_sent(bench: ExchangeBench) -> None:
    def step(now: Step) -> None:
        if now.name == "draft-send":
            (draft,) = left_over(bench)
            bench.box.update(draft.id, "", never_overwrite=False, to=(Person("x@y.example"),))

    told = asyncio.run(way(bench).submit(ready(), step))
    assert told.result is Result.DROPPED
    assert (bench.box.sent, left_over(bench)) == ([], [])


def test_a_server_that_alters_what_it_saves_sends_nothing(bench: ExchangeBench) -> None:
    def step(now: Step) -> None:
        if now.name == "draft-compare":
            (draft,) = left_over(bench)
            bench.box.update(draft.id, "", never_overwrite=False, body="Tout autre chose")

    told = asyncio.run(way(bench).submit(ready(), step))
    assert told.result is Result.ALTERED
    assert (bench.box.sent, left_over(bench)) == ([], [])


def test_cancelled_before_it_is_sent_nothing_leaves(bench: ExchangeBench) -> None:
    async def go() -> None:
        loop, at_save = asyncio.get_running_loop(), asyncio.Event()

        def step(now: Step) -> None:
            if now.name == "draft-save":
                loop.call_soon_threadsafe(at_save.set)

        bench.exchange.faults.plan("CreateItem", "hold")
        running = asyncio.create_task(way(bench).submit(ready(), step))
        await at_save.wait()
        running.cancel()
        for _ in range(5):
            await asyncio.sleep(0)  # it hears of it
        bench.exchange.faults.released.set()
        with pytest.raises(asyncio.CancelledError):
            await running

    asyncio.run(go())
    assert (bench.box.sent, left_over(bench)) == ([], [])


REFUSED = {
    "no room in the mailbox": ({"quota": 10}, Result.MAILBOX_FULL),
    "larger than the server takes": ({"largest": 10}, Result.TOO_LARGE),
}


@pytest.mark.parametrize(("limits", "result"), REFUSED.values(), ids=REFUSED)
def test_what_the_server_refuses_is_told(
    bench: ExchangeBench, limits: dict[str, int], result: Result
) -> None:
    for name, value in limits.items():
        setattr(bench.box, name, value)
    told = submit(bench)
    assert told.result is result
    assert (bench.box.sent, left_over(bench)) == ([], [])


def test_a_wrong_password_and_an_unknown_server_are_told(bench: ExchangeBench) -> None:
    bench.exchange.users["alice@clinique.example"] = "changed"
    server = bench.server()
    server._secret = lambda: "wrong"
    told = asyncio.run(way_out(server, "one").submit(ready(), lambda _: None))
    assert told.result is Result.AUTH_REFUSED
    server = bench.server()
    server._secret = lambda: None
    told = asyncio.run(way_out(server, "one").submit(ready(), lambda _: None))
    assert told.result is Result.PASSWORD_MISSING


def test_a_certificate_of_an_unknown_authority_is_refused(bench: ExchangeBench) -> None:
    from dataclasses import replace

    server = bench.server()
    elsewhere = bench.exchange.url.replace("localhost", "127.0.0.1")
    server._access = replace(server._access, url=elsewhere, ca_file="")
    told = asyncio.run(way_out(server, "one").submit(ready(), lambda _: None))
    assert told.result is Result.CERTIFICATE_UNKNOWN


def test_25_megabytes_go_out_as_they_are(bench: ExchangeBench) -> None:
    import os

    file = os.urandom(25_000_000)
    out = ready(letter(file))
    assert submit(bench, out).result is Result.ACCEPTED
    assert [one.content for one in bench.box.sent[0].item.files] == [file]


def test_by_ntlm_too() -> None:
    with strict_exchange(users={"CLINIQUE\\alice": "sesame"}, auth="ntlm") as exchange:
        bench = ExchangeBench(exchange)
        assert submit(bench).result is Result.ACCEPTED
        assert len(exchange.box.sent) == 1
        bench.close()


def test_as_whoever_is_logged_in_by_negotiation() -> None:
    with strict_exchange(users={"CLINIQUE\\alice": "sesame"}, auth="negotiate") as exchange:
        bench = ExchangeBench(exchange)
        assert submit(bench).result is Result.ACCEPTED
        assert len(exchange.box.sent) == 1
        bench.close()


def test_by_a_token_that_is_good_and_by_none_that_is_not() -> None:
    with strict_exchange(auth="oauth") as exchange:
        exchange.tokens.add("good")
        bench = ExchangeBench(exchange)
        sender = way(bench)
        assert asyncio.run(sender.submit(ready(), lambda _: None)).result is Result.ACCEPTED
        exchange.tokens.clear()
        assert asyncio.run(sender.submit(ready(), lambda _: None)).result is Result.AUTH_REFUSED
        assert len(exchange.box.sent) == 1
        bench.close()


def test_from_a_shared_mailbox_it_is_filed_there() -> None:
    shared = "secretariat@clinique.example"
    with strict_exchange("alice@clinique.example", shared) as exchange:
        bench = ExchangeBench(exchange)
        server = bench.server(shared)
        told = asyncio.run(way_out(server, "one").submit(ready(), lambda _: None))
        assert told.result is Result.ACCEPTED
        box = exchange.boxes[shared]
        assert len(box.within(box.role("sentitems").id)) == 1
        assert exchange.box.items == {}
        server.close()
