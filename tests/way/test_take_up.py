"""After an interruption: what was ready leaves, what may have left is asked about."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from sceau.demo import sample
from sceau.desk import view
from sceau.desk.answers import CURE_AND_SEND, AnswersDesk
from sceau.desk.confirmation import Confirmation
from sceau.hooks.embedded import EmbeddedDrafts
from sceau.mail.message import Message
from sceau.outbox.held import Held
from sceau.outbox.mailbox import Folder
from sceau.outbox.ways_out.answer import Result
from sceau.outbox.ways_out.way import Step
from sceau.review.reading.model import FileReading, Opening
from sceau.seal.pdf import opens_with
from sceau.way.carry_out import carry_out
from sceau.way.confirming import confirmation_of
from sceau.way.parts import open_parts
from sceau.way.send import send
from sceau.way.take_up import answer, take_up_all
from support.passages import Person, StrictWayOut, closed, parts_with


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SCEAU_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def test_an_unsure_mail_is_never_sent_again_by_itself_and_leaves_when_told() -> None:
    async def go() -> None:
        way_out = StrictWayOut(Result.UNSURE)
        async with open_parts() as opened:
            parts = parts_with(opened, way_out)
            parts.mailbox.add_draft(sample.patient_mail())
            (draft,) = EmbeddedDrafts(parts.mailbox).drafts()
            report = await send(draft, parts, AnswersDesk(CURE_AND_SEND))
            for _ in range(3):
                (again,) = await take_up_all(parts)
                assert again.ending == "unsure"
            assert len(way_out.taken) == 1
            settled = await answer(parts, report.held[:8], "it-left")
            assert settled.ending == "sent"
            memory = parts.recall.memory()
            assert memory is not None
            assert {one.count for one in memory} == {1}
            assert len(way_out.taken) == 1
            assert len(parts.mailbox.keys(Folder.SENT)) == 1
            assert await take_up_all(parts) == []

    asyncio.run(go())


def test_what_was_ready_when_all_stopped_leaves_later_and_its_password_is_told() -> None:
    class Stopped(BaseException):
        """The program ends here, as by a power cut."""

    holding: list[Held] = []

    def stop(step: Step) -> None:
        if (step.name, step.moment) == ("edit", "done"):
            raise Stopped

    async def cut() -> None:
        async with open_parts(on_step=stop) as parts:
            parts.mailbox.add_draft(sample.patient_mail())
            (draft,) = EmbeddedDrafts(parts.mailbox).drafts()
            held = parts.outbox.hold(draft)
            holding.append(held)
            message = Message.read(held.raw)
            confirmation = confirmation_of(message, parts.settings)
            confirmation.read("2", FileReading(kind="pdf", opening=Opening.ANYONE))
            for act in (view.SealAll(), view.TakeCure(first_finding(confirmation))):
                confirmation.act(act)
            verdict = confirmation.act(view.Send(confirmation.revision))
            assert verdict is not None
            parts.outbox.confirm(held, verdict)
            carried = await carry_out(message, verdict, confirmation, parts.workers, lambda _: None)
            parts.outbox.ready(held, carried.outgoing, (confirmation.password,))

    with pytest.raises(Stopped):
        asyncio.run(cut())
    holding.pop().release()  # as the system does for a process that is gone

    async def later() -> None:
        way_out = StrictWayOut()
        person = Person(closed)
        async with open_parts() as opened:
            parts = parts_with(opened, way_out)
            (report,) = await take_up_all(parts, person)
            assert (report.ending, report.sealed) == ("sent", (sample.REPORT_NAME,))
            (left,) = way_out.taken
            message = Message.read(left.content)
            content = message.content(message.mail.attachments[0].id)
            assert opens_with(content, report.password)
            shown = person.seen[-1]
            assert shown.password is not None
            assert shown.password.password == report.password
            memory = parts.recall.memory()
            assert memory is not None
            for recipient in message.mail.recipients:  # learnt, though the run that asked is gone
                known = memory.known(recipient.address)
                assert known is not None
                assert known.count == 1
                assert memory.given_to([known.key])
            assert memory.thread(left.message_id) is not None

    asyncio.run(later())


def first_finding(confirmation: Confirmation) -> str:
    return next(
        one.id for one, _ in confirmation.situation.rows if one.rule == "visible-recipients"
    )
