"""A mail that has no recipient gets one while it is confirmed, and leaves to them."""

from __future__ import annotations

import asyncio
from email.message import EmailMessage
from pathlib import Path

import pytest

from sceau.demo import sample
from sceau.desk.answers import CURE_AND_SEND, Answers, AnswersDesk
from sceau.desk.terminal import TerminalDesk
from sceau.hooks.embedded import EmbeddedDrafts
from sceau.mail.edits import RemoveRecipient
from sceau.mail.message import Message
from sceau.seal.pdf import opens_with
from sceau.way.parts import Parts, open_parts
from sceau.way.report import Report
from sceau.way.send import send
from support.passages import StrictWayOut, parts_with, sent

MARIE = "marie.durand@orange.example"
PAUL = "paul.lefevre@free.example"


def addressed(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    desk: AnswersDesk | TerminalDesk,
    to: str = "",
) -> tuple[Report, list[tuple[tuple[str, ...], list[str]]]]:
    """Give the end, and of each mail that left whom it went to and whom it names."""
    monkeypatch.setenv("SCEAU_HOME", str(tmp_path / "home"))
    mail = EmailMessage()
    mail["From"] = "camille.rousseau@ghe-valmont.example"
    if to:
        mail["To"] = to
    mail["Subject"] = "Votre rendez-vous"
    mail.set_content("Bonjour,\n\nÀ mardi.\n")
    report, out = sent(mail.as_bytes(), desk, language="fr")
    return report, [
        (
            tuple(one.recipients),
            [each.address for each in Message.read(one.content).mail.recipients],
        )
        for one in out
    ]


@pytest.mark.parametrize(
    ("to", "more"),
    [("", {}), ("undisclosed-recipients:;", {}), (PAUL, {"remove": [PAUL]})],
    ids=["no field", "an empty group", "in the place of another"],
)
def test_it_leaves_to_who_was_added(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, to: str, more: dict[str, list[str]]
) -> None:
    answers = Answers(verdict="send", to=[MARIE], acknowledge="all", **more)
    report, left = addressed(tmp_path, monkeypatch, AnswersDesk(answers), to)
    assert report.ending == "sent", report
    assert left == [((MARIE,), [MARIE])]


@pytest.mark.parametrize(
    ("to", "answer"),
    [("", ["marie"]), ("", []), (PAUL, [MARIE])],
    ids=["no address", "nobody", "one nothing asks for"],
)
def test_else_it_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, to: str, answer: list[str]
) -> None:
    answers = Answers(verdict="send", to=answer, acknowledge="all", cures="all")
    report, left = addressed(tmp_path, monkeypatch, AnswersDesk(answers), to)
    assert (report.ending, left) == ("kept", [])


def test_in_a_terminal_it_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = iter(["1", MARIE, "o"])
    printed: list[str] = []
    desk = TerminalDesk(ask=lambda _: next(lines, ""), tell=printed.append)
    report, left = addressed(tmp_path, monkeypatch, desk)
    assert report.ending == "sent", printed
    assert left == [((MARIE,), [MARIE])]


def test_in_a_terminal_it_is_said_where_it_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = iter(["1", "marie"])
    printed: list[str] = []
    desk = TerminalDesk(ask=lambda _: next(lines, ""), tell=printed.append)
    report, left = addressed(tmp_path, monkeypatch, desk)
    assert (report.ending, left) == ("kept", [])
    assert [one for one in printed if "ne peut pas recevoir" in one]


async def next_draft(
    parts: Parts, raw: bytes, answers: Answers, password: str = ""
) -> tuple[Report, StrictWayOut]:
    """Send one draft as it is answered; of those that were kept before none is looked at."""
    way_out = StrictWayOut()
    key = parts.mailbox.add_draft(raw)
    (draft,) = [one for one in EmbeddedDrafts(parts.mailbox).drafts() if one.key == key]
    made = parts_with(parts, way_out)
    return await send(draft, made, AnswersDesk(answers), password=password), way_out


TO_MARIE = Answers(verdict="send", to=[MARIE], cures="all", acknowledge="all")


def test_a_password_given_to_who_was_added_may_not_go_to_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCEAU_HOME", str(tmp_path))

    async def go() -> None:
        async with open_parts() as parts:
            first, _ = await next_draft(parts, sample.patient_mail(), CURE_AND_SEND)
            told = f"From: c@ghe-valmont.example\r\n\r\nVoici : {first.password}\r\n".encode()
            as_it_is = Answers(verdict="send", to=[MARIE], acknowledge="all")
            kept, way_out = await next_draft(parts, told, as_it_is)
            assert [one.partition(":")[0] for one in kept.open] == ["password-given"]
            assert (kept.ending, way_out.taken) == ("kept", [])
            cured, way_out = await next_draft(parts, told, TO_MARIE)
            assert cured.ending == "sent"
            (left,) = way_out.taken
            assert first.password.encode() not in left.content

    asyncio.run(go())


def without_recipients(raw: bytes) -> bytes:
    message = Message.read(raw)
    people = [one.address for one in message.mail.recipients]
    return message.apply([RemoveRecipient(one) for one in people], {})[0]


@pytest.mark.parametrize(
    ("password", "ending"),
    [("k7wd-durand-x3pm-9qvt-b5hz", "kept"), ("k7wd-x3pm-9qvt-b5hz-4tnc", "sent")],
    ids=["their name is in it", "it says nothing of them"],
)
def test_a_file_is_sealed_with_no_password_that_tells_who_was_added(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, password: str, ending: str
) -> None:
    monkeypatch.setenv("SCEAU_HOME", str(tmp_path))
    raw = without_recipients(sample.patient_mail())

    async def go() -> None:
        async with open_parts() as parts:
            report, way_out = await next_draft(parts, raw, TO_MARIE, password)
            assert report.ending == ending, report
            if ending == "kept":
                assert report.sentence.key == "error.password-has-name"
            for left in way_out.taken:
                message = Message.read(left.content)
                (file,) = message.mail.attachments
                assert opens_with(message.content(file.id), password)

    asyncio.run(go())
