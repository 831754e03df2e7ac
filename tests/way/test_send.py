"""The way of a mail, in one process: what the person decides is what becomes of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from sceau.demo import sample
from sceau.desk import view
from sceau.desk.answers import CURE_AND_SEND, Answers, AnswersDesk
from sceau.desk.dialogue import Desk
from sceau.errors import PasswordRefused, ServiceRefused
from sceau.hooks.embedded import EmbeddedDrafts
from sceau.mail.letters import letters
from sceau.mail.message import Message
from sceau.outbox.mailbox import Folder
from sceau.outbox.sources import SourceFile
from sceau.outbox.ways_out.answer import Result
from sceau.review.context import Context
from sceau.review.engine import begin
from sceau.seal.pdf import opens_with
from sceau.way.parts import open_parts
from sceau.way.report import Report
from sceau.way.send import send
from support.passages import Person, StrictWayOut, closed, parts_with


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SCEAU_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def going(desk: Desk, way_out: StrictWayOut, raw: bytes | None = None) -> tuple[Report, int, int]:
    """Send a draft of the embedded mailbox; give the report, and counts of Drafts and Sent."""

    async def go() -> tuple[Report, int, int]:
        async with open_parts() as parts:
            parts.mailbox.add_draft(raw or sample.patient_mail())
            (draft,) = EmbeddedDrafts(parts.mailbox).drafts()
            report = await send(draft, parts_with(parts, way_out), desk, language="fr")
            counts = [len(parts.mailbox.keys(one)) for one in (Folder.DRAFTS, Folder.SENT)]
            return report, counts[0], counts[1]

    return asyncio.run(go())


def test_cured_and_sent_it_leaves_once_sealed_and_is_filed() -> None:
    way_out = StrictWayOut()
    report, drafts, sent = going(AnswersDesk(CURE_AND_SEND), way_out)
    assert (report.ending, drafts, sent) == ("sent", 0, 1)
    (left,) = way_out.taken
    message = Message.read(left.content)
    (file,) = message.mail.attachments
    assert opens_with(message.content(file.id), report.password)
    assert report.password.encode() not in left.content
    assert set(left.recipients) == {"marie.durand@orange.example", "paul.lemoine@laposte.example"}
    assert b"paul.lemoine" not in left.content


def test_the_copy_in_sent_still_tells_the_sender_who_was_in_bcc() -> None:
    async def go() -> list[tuple[str, str]]:
        async with open_parts() as parts:
            parts.mailbox.add_draft(sample.patient_mail())
            (draft,) = EmbeddedDrafts(parts.mailbox).drafts()
            await send(draft, parts, AnswersDesk(CURE_AND_SEND))
            (key,) = parts.mailbox.keys(Folder.SENT)
            filed = Message.read(parts.mailbox.read(Folder.SENT, key))
            return [(one.field, one.address) for one in filed.mail.recipients]

    assert asyncio.run(go()) == [
        ("bcc", "marie.durand@orange.example"),
        ("bcc", "paul.lemoine@laposte.example"),
    ]


def test_one_mail_each_names_nobody_else() -> None:
    way_out = StrictWayOut()
    answers = Answers(
        verdict="send",
        cures={"visible-recipients": "one-each", "unprotected-attachment": "seal"},
    )
    report, _, sent = going(AnswersDesk(answers), way_out)
    assert (report.ending, report.mails, sent) == ("sent", 2, 2)
    names = [b"marie.durand", b"paul.lemoine"]
    assert [[name in one.content for name in names] for one in way_out.taken] == [
        [True, False],
        [False, True],
    ]
    assert len({one.message_id for one in way_out.taken}) == 2


@pytest.mark.parametrize(
    "desk",
    [
        pytest.param(AnswersDesk(Answers(verdict="keep")), id="keep"),
        pytest.param(AnswersDesk(Answers(verdict="send")), id="send with everything left open"),
        pytest.param(
            AnswersDesk(Answers(verdict="send", cures=["health-data"])),
            id="send with one risk left open",
        ),
        pytest.param(Person(), id="a dialogue that just ends"),
    ],
)
def test_what_is_not_confirmed_goes_back_to_drafts(desk: Desk) -> None:
    way_out = StrictWayOut()
    report, drafts, sent = going(desk, way_out)
    assert (report.ending, drafts, sent, way_out.taken) == ("kept", 1, 0, [])
    assert report.exit_code == 2
    assert report.password == ""


def test_a_lost_dialogue_keeps_the_mail_and_says_why() -> None:
    person = Person()
    person.lost = ServiceRefused("window-died")
    report, drafts, _ = going(person, StrictWayOut())
    assert (report.ending, drafts, report.exit_code) == ("kept", 1, 69)
    assert report.sentence.key == "error.window-died"


def cured(shown: view.ConfirmView) -> view.Act | None:
    if shown.reading is not None:
        return None
    return view.TakeCure(shown.recipient_findings[0].id)


def sealed(shown: view.ConfirmView) -> view.Act:
    return view.SealAll()


def sent_off(shown: view.ConfirmView) -> view.Act | None:
    return view.Send(shown.revision) if shown.todo is None else None


def cancelled(what: str) -> Callable[[view.ConfirmView], view.Act | None]:
    def act(shown: view.ConfirmView) -> view.Act | None:
        doing = shown.progress.what.key if shown.progress else ""
        return view.Keep() if doing.startswith(what) else None

    return act


def test_cancelling_while_sealing_keeps_the_mail() -> None:
    way_out = StrictWayOut()
    person = Person(cured, sealed, sent_off, cancelled("confirm.working.sealing"), closed)
    report, drafts, sent = going(person, way_out)
    assert (report.ending, drafts, sent, way_out.taken) == ("kept", 1, 0, [])
    assert person.seen[-1].outcome is not None


def test_cancelling_before_the_mail_was_transmitted_keeps_it() -> None:
    async def go() -> None:
        way_out = StrictWayOut(wait=asyncio.Event())
        person = Person(
            cured,
            sealed,
            sent_off,
            lambda _: view.Keep() if way_out.asked.is_set() else None,
            closed,
        )
        async with open_parts() as parts:
            parts.mailbox.add_draft(sample.patient_mail())
            (draft,) = EmbeddedDrafts(parts.mailbox).drafts()
            sending = asyncio.create_task(send(draft, parts_with(parts, way_out), person))
            async with asyncio.timeout(30):
                await way_out.asked.wait()
            person.update(person.seen[-1])
            report = await sending
            assert (report.ending, way_out.taken) == ("kept", [])
            assert len(parts.mailbox.keys(Folder.DRAFTS)) == 1

    asyncio.run(go())


@pytest.mark.parametrize(
    ("result", "ending", "code", "drafts"),
    [
        pytest.param(Result.TEMPORARY, "refused", 69, 1, id="refused for now: back in Drafts"),
        pytest.param(Result.TOO_LARGE, "refused", 69, 1, id="too large: back in Drafts"),
        pytest.param(Result.UNSURE, "unsure", 75, 0, id="nobody knows: held, and asked"),
    ],
)
def test_what_the_server_does_not_take_is_told(
    result: Result, ending: str, code: int, drafts: int
) -> None:
    report, left, sent = going(AnswersDesk(CURE_AND_SEND), StrictWayOut(result))
    assert (report.ending, report.exit_code, left, sent) == (ending, code, drafts, 0)
    assert report.next is not None


def test_a_file_that_cannot_be_sealed_keeps_the_mail(tmp_path: Path) -> None:
    whole = sample.patient_mail()
    start = whole.index(b"Content-Disposition: attachment")
    cut = whole[: start + 1200] + whole[whole.rindex(b"\r\n--") :]
    report, drafts, sent = going(AnswersDesk(CURE_AND_SEND), StrictWayOut(), cut)
    assert (report.ending, drafts, sent) == ("kept", 1, 0)


def test_a_users_file_stays_as_it_is(tmp_path: Path) -> None:
    mail = tmp_path / "mail.eml"
    mail.write_bytes(sample.patient_mail())
    before = mail.read_bytes()

    async def go() -> Report:
        async with open_parts() as parts:
            return await send(SourceFile(mail), parts, AnswersDesk(CURE_AND_SEND))

    assert asyncio.run(go()).ending == "sent"
    assert mail.read_bytes() == before


def test_nothing_that_names_anybody_is_readable_in_the_state_folder(home: Path) -> None:
    report, _, _ = going(AnswersDesk(CURE_AND_SEND), StrictWayOut(Result.UNSURE))
    state = home / "state"
    held = [one for one in state.rglob("*") if one.is_file() and "mailbox" not in one.parts]
    assert held
    for clear in (b"marie.durand", b"Bilan", b"bilan", report.password.encode() or b"none"):
        assert not [one.name for one in held if clear in one.read_bytes()], clear


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        pytest.param("marie-durand-98765-xyzq", "password-has-name", id="the recipient's name"),
        pytest.param("azerty", "password-too-weak", id="too weak"),
    ],
)
def test_a_password_that_says_something_about_the_recipient_keeps_the_mail(
    password: str, reason: str
) -> None:
    async def go() -> None:
        async with open_parts() as parts:
            parts.mailbox.add_draft(sample.patient_mail())
            (draft,) = EmbeddedDrafts(parts.mailbox).drafts()
            with pytest.raises(PasswordRefused) as told:
                await send(draft, parts, AnswersDesk(CURE_AND_SEND), password=password)
            assert told.value.reason in (reason, "password-sequence")
            assert len(parts.mailbox.keys(Folder.DRAFTS)) == 1

    asyncio.run(go())


@pytest.mark.parametrize(
    ("raw", "seen"),
    [
        pytest.param(sample.clean_mail, False, id="nothing to say: no window"),
        pytest.param(sample.patient_mail, True, id="something to say: the window"),
    ],
)
def test_where_the_settings_want_it_only_what_must_be_shown_is_shown(
    home: Path, raw: Callable[[], bytes], seen: bool
) -> None:
    (home / "config").mkdir(parents=True)
    (home / "config" / "settings.toml").write_text('window = "when-needed"\n')
    person = Person(lambda shown: None if shown.reading else view.Keep())
    way_out = StrictWayOut()
    report, _, _ = going(person, way_out, raw())
    assert bool(person.seen) == seen
    assert report.ending == ("kept" if seen else "sent")
    assert len(way_out.taken) == (not seen)


def test_the_password_of_a_sealed_file_may_not_go_to_the_same_person_in_a_later_mail() -> None:
    later = b"From: c@ghe-valmont.example\r\nTo: marie.durand@orange.example\r\n\r\nVoici : "

    async def go() -> tuple[Report, Report, Report, str]:
        async with open_parts() as parts:
            parts.mailbox.add_draft(sample.patient_mail())
            (draft,) = EmbeddedDrafts(parts.mailbox).drafts()
            first = await send(draft, parts, AnswersDesk(CURE_AND_SEND))
            spelt = first.password.upper().replace("-", " ")
            parts.mailbox.add_draft(later + spelt.encode() + b" Bien cordialement.\r\n")
            (draft,) = EmbeddedDrafts(parts.mailbox).drafts()
            as_it_is = Answers(verdict="send", acknowledge="all")
            second = await send(draft, parts, AnswersDesk(as_it_is))
            (draft,) = EmbeddedDrafts(parts.mailbox).drafts()
            third = await send(draft, parts, AnswersDesk(CURE_AND_SEND))
            sent = [
                parts.mailbox.read(Folder.SENT, key).decode("utf-8", "replace")
                for key in parts.mailbox.keys(Folder.SENT)
            ]
            (left,) = [one for one in sent if "Voici" in one]
            return first, second, third, left

    first, second, third, left = asyncio.run(go())
    assert first.ending == "sent"
    assert second.ending == "kept"
    assert [one.partition(":")[0] for one in second.open] == ["password-given"]
    assert third.ending == "sent"
    assert "Bien" in left
    assert letters(first.password) not in letters(left)


def test_the_second_mail_to_the_same_people_is_not_the_first_any_more() -> None:
    async def go() -> list[list[str]]:
        async with open_parts() as parts:
            shown = []
            for _ in range(2):
                parts.mailbox.add_draft(sample.patient_mail())
                (draft,) = EmbeddedDrafts(parts.mailbox).drafts()
                memory = parts.recall.memory()
                found = begin(Message.read(sample.patient_mail()).mail, Context(memory=memory))
                shown.append([one.rule for one in found.findings])
                await send(draft, parts, AnswersDesk(CURE_AND_SEND))
            return shown

    first, second = asyncio.run(go())
    assert "first-time-recipient" in first
    assert "first-time-recipient" not in second
