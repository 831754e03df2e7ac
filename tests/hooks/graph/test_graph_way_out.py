"""A mail leaves a Microsoft 365 mailbox exactly once, whatever goes wrong at whichever request."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from sceau.errors import WrongSettings
from sceau.hooks.graph.requests import AT_ONCE, Requests
from sceau.hooks.graph.sign_in import SignIn
from sceau.hooks.mailboxes.drafts_out import DraftsOut
from sceau.hooks.mailboxes.mailbox import WORK_FOLDER
from sceau.hooks.mailboxes.patience import Patience
from sceau.mail.submission import Outgoing, outgoing
from sceau.outbox.ways_out.answer import Result, Submission
from sceau.outbox.ways_out.saved_draft import NotDone, NotKnown, SavedDraftWayOut
from sceau.outbox.ways_out.way import Step
from sceau.settings.keys import AccountSecret, Keys
from sceau.sign_in.faults import SignInCancelled, SignInFailed, SignInFault
from support.graph_bench import GraphBench
from support.letters import letter
from support.same_mail import same
from support.strict_exchange.mailbox import Item
from support.strict_exchange.mime import mime
from support.strict_graph.server import StrictGraph, strict_graph
from support.strict_graph.sign_in import CLIENT


@pytest.fixture
def bench() -> Iterator[GraphBench]:
    with strict_graph() as graph:
        made = GraphBench(graph)
        yield made
        made.close()


def ready(raw: bytes | None = None) -> Outgoing:
    return outgoing(raw or letter(), now=datetime.now(UTC))


def way(bench: GraphBench) -> SavedDraftWayOut:
    return SavedDraftWayOut(DraftsOut(bench.hook()._mailbox), lambda id: id, pause=lambda _: None)


def submit(bench: GraphBench, out: Outgoing | None = None) -> Submission:
    return asyncio.run(way(bench).submit(out or ready(), lambda _: None))


def left_over(bench: GraphBench) -> list[Item]:
    return bench.box.within(bench.box.named(WORK_FOLDER).id)


def test_what_leaves_is_what_was_confirmed(bench: GraphBench) -> None:
    out = ready()
    assert submit(bench, out).result is Result.ACCEPTED
    (sent,) = bench.box.sent
    assert [one.address for one in sent.item.bcc] == ["louis.petit@courriel.example"]
    assert same(mime(sent.item), ("louis.petit@courriel.example",)) == out.sender_copy
    assert (left_over(bench), bench.sent()) == ([], [out.sender_copy])


@pytest.mark.parametrize("size", [3_500_000, 25_000_000], ids=["3.5 MB", "25 MB"])
def test_large_files_go_in_pieces_and_leave_as_they_are(bench: GraphBench, size: int) -> None:
    file = os.urandom(size)
    assert submit(bench, ready(letter(file))).result is Result.ACCEPTED
    assert [one.content for one in bench.box.sent[0].item.files] == [file]
    assert bench.graph.faults.count("upload") > 0


def test_nothing_of_a_mail_is_logged_whatever_goes_wrong(
    bench: GraphBench, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    sender = way(bench)
    for kind in ("lost-after", "half", "error-500"):
        bench.graph.faults.plan("*", kind, nth=3)
        asyncio.run(sender.submit(ready(), lambda _: None))
    for private in ("moreau", "compte rendu", "one.42", "Bonjour", "alice@"):
        assert private not in caplog.text


FAULTS = [
    (operation, kind)
    for operation in ("create", "update", "value", "get", "send", "find")
    for kind in ("lost-after", "lost-before", "half", "error-500", "busy", "busy-503")
]


@pytest.mark.parametrize(("operation", "kind"), FAULTS)
def test_one_fault_never_sends_twice_and_never_says_what_is_not_so(
    bench: GraphBench, operation: str, kind: str
) -> None:
    sender = way(bench)
    bench.graph.faults.plan(operation, kind)
    told = asyncio.run(sender.submit(ready(), lambda _: None))
    assert told.result is not Result.UNSURE
    assert told.left == (len(bench.box.sent) == 1)
    assert bench.graph.faults.count("send") <= 1
    if not told.left:
        assert left_over(bench) == []
        bench.graph.faults.planned.clear()
        assert asyncio.run(sender.submit(ready(), lambda _: None)).left
    assert len(bench.box.sent) == 1


@pytest.mark.parametrize(
    ("named", "again", "raised"),
    [(True, False, NotDone), (False, False, NotKnown), (False, True, NotDone)],
    ids=["Graph refuses to send", "a proxy refuses to send", "a proxy refuses a question"],
)
def test_only_graphs_own_refusal_says_that_nothing_was_sent(
    bench: GraphBench, named: bool, again: bool, raised: type[Exception]
) -> None:
    requests = Requests(bench.graph.base, lambda: "token", bench.graph.context)

    def refuse(asked: httpx.Request) -> httpx.Response:
        names = {"client-request-id": asked.headers["client-request-id"]} if named else {}
        return httpx.Response(403, headers=names)

    requests._client = httpx.Client(base_url="https://x/", transport=httpx.MockTransport(refuse))
    with pytest.raises(raised):
        requests.call("POST", "me/messages/one/send", again=again)
    assert (requests._client is None) is not named


def test_where_nobody_can_say_it_asks(bench: GraphBench) -> None:
    sender = way(bench)
    bench.graph.faults.plan("send", "lost-after")

    def step(now: Step) -> None:
        if now.name == "draft-send":
            bench.graph.faults.plan("find", "error-500", times=1000)

    assert asyncio.run(sender.submit(ready(), step)).result is Result.UNSURE
    bench.graph.faults.planned.clear()
    assert sender.sent.sent_since("<one.42@clinique.example>", 0.0)


def test_the_claimed_draft_is_never_taken_for_one_of_sceaus_own(bench: GraphBench) -> None:
    """Both may have the same Message-ID; one is the person's, the other may be deleted."""
    bench.write(letter())
    (draft,) = bench.noticed(bench.hook())
    draft.claim("held")
    assert submit(bench).left
    assert len(left_over(bench)) == 1


def test_never_more_than_four_requests_at_once(bench: GraphBench) -> None:
    server = bench.server()
    server.folder("drafts")
    bench.graph.most_at_once = 0
    start = threading.Barrier(12)

    def ask() -> None:
        start.wait()
        server.changes("drafts", "")

    threads = [threading.Thread(target=ask) for _ in range(12)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(60)
    assert 1 <= bench.graph.most_at_once <= AT_ONCE


def test_a_server_that_wants_to_be_left_alone_is(bench: GraphBench) -> None:
    slept: list[float] = []
    clock = [0.0]

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        clock[0] += seconds

    patience = Patience("graph", clock=lambda: clock[0], sleep=sleep)
    token = bench.graph.token()
    requests = Requests(bench.graph.base, lambda: token, bench.graph.context, patience)
    bench.graph.faults.plan("get_folder", "busy", seconds=7)
    assert requests.call("GET", "me/mailFolders/drafts").status_code == 200
    assert slept == [7.0]
    bench.graph.faults.plan("get_folder", "busy", seconds=600)
    with pytest.raises(NotDone):
        requests.call("GET", "me/mailFolders/drafts")
    assert slept == [7.0]


def test_who_is_not_signed_in_is_told_so(bench: GraphBench) -> None:
    bench.graph.tokens.clear()
    server = bench.server()
    bench.graph.tokens.clear()
    with pytest.raises(NotDone) as told:
        server.folder("drafts")
    assert told.value.submission.result is Result.CONSENT_NEEDED


class TestSignIn:
    @pytest.fixture
    def graph(self) -> Iterator[StrictGraph]:
        with strict_graph() as graph:
            yield graph

    def made(self, graph: StrictGraph, folder: Path, client: str = CLIENT) -> SignIn:
        kept = AccountSecret(Keys(folder), "microsoft")
        return SignIn(
            client,
            "clinique",
            kept,
            scopes=("Mail.ReadWrite", "Mail.Send"),
            authority=graph.origin,
            context=graph.context,
        )

    def test_by_a_code_once_and_then_by_what_was_kept(
        self, graph: StrictGraph, tmp_path: Path
    ) -> None:
        begun = self.made(graph, tmp_path).begin()
        assert (begun.place, begun.code) == (f"{graph.origin}/device", "ABCD-EFGH")
        graph.approved.set()
        begun.wait()
        assert self.made(graph, tmp_path).token() in graph.tokens

    def test_what_is_kept_is_not_readable(self, graph: StrictGraph, tmp_path: Path) -> None:
        graph.approved.set()
        self.made(graph, tmp_path).begin().wait()
        (secret,) = graph.refresh
        assert not any(
            secret.encode() in one.read_bytes() for one in tmp_path.rglob("*") if one.is_file()
        )

    def test_withdrawn_by_the_establishment_it_must_be_done_again(
        self, graph: StrictGraph, tmp_path: Path
    ) -> None:
        graph.approved.set()
        sign_in = self.made(graph, tmp_path)
        sign_in.begin().wait()
        graph.refresh.clear()
        kept = AccountSecret(Keys(tmp_path), "microsoft")
        text = kept()
        assert text is not None
        cache = json.loads(text)
        for one in cache["AccessToken"].values():
            one["expires_on"] = "1"
        kept.keep(json.dumps(cache))
        with pytest.raises(NotDone) as told:
            self.made(graph, tmp_path).token()
        assert told.value.submission.result is Result.SIGN_IN_WITHDRAWN

    def test_given_up_it_ends_soon_and_nothing_is_kept(
        self, graph: StrictGraph, tmp_path: Path
    ) -> None:
        begun = self.made(graph, tmp_path).begin()
        threading.Timer(0.2, begun.stop).start()
        began = time.monotonic()
        with pytest.raises(SignInCancelled):
            begun.wait()
        assert time.monotonic() - began < 4
        assert AccountSecret(Keys(tmp_path), "microsoft")() is None

    def test_nobody_signed_in_yet(self, graph: StrictGraph, tmp_path: Path) -> None:
        with pytest.raises(NotDone):
            self.made(graph, tmp_path).token()

    def test_an_application_that_is_not_registered_is_refused(
        self, graph: StrictGraph, tmp_path: Path
    ) -> None:
        with pytest.raises(SignInFailed) as told:
            self.made(graph, tmp_path, "11111111-0000-4000-8000-000000000000").begin()
        assert told.value.fault is SignInFault.REGISTRATION
        with pytest.raises(WrongSettings):
            self.made(graph, tmp_path, "")
