"""A draft of an Exchange mailbox, from *À vérifier* to Sent: noticed, shown, cured and sent."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest

from sceau.demo import sample
from sceau.desk.answers import CURE_AND_SEND, Answers, AnswersDesk
from sceau.hooks.mailboxes.mailbox import WORK_FOLDER
from sceau.seal.pdf import opens_with
from sceau.settings.keys import Keys
from sceau.settings.places import state_folder
from sceau.settings.save import set_account
from sceau.settings.schema import AccountSettings, DraftsSettings
from sceau.way.parts import open_parts
from sceau.way.report import Report
from sceau.way.send import send
from sceau.way.take_up import take_up_all
from support.exchange_bench import ExchangeBench
from support.long_answers import OWN, long_answer
from support.strict_exchange.server import StrictExchange, strict_exchange


@pytest.fixture
def exchange(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[StrictExchange]:
    monkeypatch.setenv("SCEAU_HOME", str(tmp_path / "home"))
    with strict_exchange() as server:
        account = AccountSettings(
            kind="exchange",
            url=server.url,
            user="alice@clinique.example",
            ca_file=server.ca_file,
            drafts=DraftsSettings(kind="mailbox"),
        )
        set_account("clinique", account, default=True)
        Keys(state_folder()).set_secret("clinique", "sesame")
        yield server


def going(answers: Answers) -> list[Report]:
    """Take every marked draft on its way."""

    async def go() -> list[Report]:
        async with open_parts() as parts:
            (hook,) = parts.accounts.all()
            hook.prepare()
            found = await asyncio.to_thread(hook.drafts)
            return [
                await send(one, parts, AnswersDesk(answers), account=hook.account, language="fr")
                for one in found
            ]

    return asyncio.run(go())


def test_cured_and_confirmed_it_leaves_sealed_and_is_filed_once(exchange: StrictExchange) -> None:
    bench = ExchangeBench(exchange)
    bench.write(sample.patient_mail())
    (report,) = going(CURE_AND_SEND)
    assert report.ending == "sent"
    (left,) = exchange.box.sent
    assert not left.item.to
    assert {one.address for one in left.item.bcc} == {
        "marie.durand@orange.example",
        "paul.lemoine@laposte.example",
    }
    (file,) = left.item.files
    assert opens_with(file.content, report.password)
    assert len(bench.sent()) == 1
    assert bench.anywhere() == []


def test_one_mail_each_leaves_as_many(exchange: StrictExchange) -> None:
    bench = ExchangeBench(exchange)
    bench.write(sample.patient_mail())
    each = Answers(
        verdict="send",
        cures={"visible-recipients": "one-each", "unprotected-attachment": "seal"},
    )
    (report,) = going(each)
    assert (report.ending, report.mails) == ("sent", 2)
    assert sorted(one.recipients for one in exchange.box.sent) == [
        ("marie.durand@orange.example",),
        ("paul.lemoine@laposte.example",),
    ]
    assert bench.anywhere() == []


def test_a_long_history_that_was_cut_is_not_in_what_leaves(exchange: StrictExchange) -> None:
    bench = ExchangeBench(exchange)
    bench.write(long_answer())
    cut = Answers(verdict="send", cures={"long-history": "cut-history"}, acknowledge="all")
    (report,) = going(cut)
    assert report.ending == "sent", report
    (left,) = exchange.box.sent
    assert OWN in left.item.body
    assert "insuline" not in left.item.body
    assert bench.anywhere() == []


def test_what_it_lacks_is_added_and_leaves_with_it(
    exchange: StrictExchange, tmp_path: Path
) -> None:
    announced = EmailMessage()
    announced["From"] = "alice@clinique.example"
    announced["Subject"] = "Votre bilan"
    announced.set_content("Bonjour,\n\nVous trouverez ci-joint votre avis.\n")
    (tmp_path / "Avis.txt").write_bytes(b"Avis")
    bench = ExchangeBench(exchange)
    bench.write(announced.as_bytes(policy=SMTP))
    marie = "marie.durand@orange.example"
    lacking = Answers(
        verdict="send", to=[marie], attach=[str(tmp_path / "Avis.txt")], acknowledge="all"
    )
    (report,) = going(lacking)
    assert report.ending == "sent", report
    (left,) = exchange.box.sent
    assert left.recipients == (marie,)
    assert [(one.name, one.content) for one in left.item.files] == [("Avis.txt", b"Avis")]
    assert bench.anywhere() == []


def test_kept_it_is_back_in_drafts_as_it_was(exchange: StrictExchange) -> None:
    bench = ExchangeBench(exchange)
    bench.write(sample.patient_mail())
    before = bench.marked()
    (report,) = going(Answers(verdict="keep"))
    assert report.ending == "kept"
    assert bench.returned() == before
    assert exchange.box.sent == []
    assert going(Answers(verdict="keep")) == []


def test_where_the_server_loses_the_answer_it_left_once_all_the_same(
    exchange: StrictExchange,
) -> None:
    bench = ExchangeBench(exchange)
    bench.write(sample.patient_mail())
    exchange.faults.plan("SendItem", "lost-after")
    (report,) = going(CURE_AND_SEND)
    assert report.ending == "sent"
    assert len(exchange.box.sent) == 1
    assert bench.anywhere() == []


def test_refused_it_goes_back_and_the_clear_file_is_nowhere_but_in_the_draft(
    exchange: StrictExchange,
) -> None:
    bench = ExchangeBench(exchange)
    bench.write(sample.patient_mail())
    exchange.faults.plan("SendItem", "busy", seconds=1)
    (report,) = going(CURE_AND_SEND)
    assert report.ending == "refused"
    assert exchange.box.sent == []
    assert len(bench.returned()) == 1
    assert exchange.box.within(exchange.box.named(WORK_FOLDER).id) == []


def test_edited_while_it_was_shown_it_is_not_sent(exchange: StrictExchange) -> None:
    bench = ExchangeBench(exchange)
    bench.write(sample.patient_mail())

    async def go() -> Report:
        async with open_parts() as parts:
            (hook,) = parts.accounts.all()
            hook.prepare()
            (draft,) = await asyncio.to_thread(hook.drafts)
            claim = draft.claim

            def claimed(held: str) -> bytes:
                content = claim(held)
                item = bench._one()
                exchange.box.update(item.id, "", never_overwrite=False, body="Autre chose")
                return content

            draft.claim = claimed  # type: ignore[method-assign]
            return await send(draft, parts, AnswersDesk(CURE_AND_SEND), account=hook.account)

    report = asyncio.run(go())
    assert report.ending == "kept"
    assert exchange.box.sent == []
    (item,) = exchange.box.within(exchange.box.role("drafts").id)
    assert item.body == "Autre chose"


def test_nothing_is_left_to_take_up(exchange: StrictExchange) -> None:
    ExchangeBench(exchange).write(sample.patient_mail())
    going(CURE_AND_SEND)

    async def go() -> list[Report]:
        async with open_parts() as parts:
            return await take_up_all(parts)

    assert asyncio.run(go()) == []
