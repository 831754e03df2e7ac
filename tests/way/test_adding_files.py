"""A file that the mail announces is attached while it is confirmed, and leaves with it."""

from __future__ import annotations

import asyncio
from email.message import EmailMessage
from pathlib import Path

import pytest

from sceau.desk.answers import Answers, AnswersDesk
from sceau.desk.terminal import TerminalDesk
from sceau.hooks.embedded import EmbeddedDrafts
from sceau.hooks.folder.hook import FolderDrafts
from sceau.mail.edits import RemoveRecipient
from sceau.mail.message import Message
from sceau.outbox.ways_out.answer import Result
from sceau.phrases import say, system_language
from sceau.seal.pdf import opens_with
from sceau.way.parts import Parts, open_parts
from sceau.way.report import Report
from sceau.way.send import send
from support.passages import StrictWayOut, parts_with, sent
from support.repository import ROOT

CONSULTATION = (ROOT / "tests/review/reading/samples/consultation.pdf").read_bytes()


def the_mail() -> bytes:
    mail = EmailMessage()
    mail["From"] = "camille.rousseau@ghe-valmont.example"
    mail["To"] = "marie.durand@orange.example"
    mail["Subject"] = "Votre suivi"
    mail.set_content("Bonjour,\n\nVous trouverez ci-joint votre bilan.\n")
    return mail.as_bytes()


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "Bilan.pdf").write_bytes(CONSULTATION)
    (folder / "Avis.txt").write_bytes(b"Avis")
    (folder / "Vide.txt").write_bytes(b"")
    return folder


def attached(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, desk: AnswersDesk | TerminalDesk
) -> tuple[Report, list[Message]]:
    monkeypatch.setenv("SCEAU_HOME", str(tmp_path / "home"))
    report, out = sent(the_mail(), desk, language="fr")
    return report, [Message.read(one.content) for one in out]


def test_what_was_attached_leaves_sealed_like_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files: Path
) -> None:
    paths = [str(files / "Bilan.pdf"), (files / "Avis.txt").as_uri()]
    answers = Answers(
        verdict="send", attach=paths, seal=["Bilan.pdf"], cures="all", acknowledge="all"
    )
    report, left = attached(tmp_path, monkeypatch, AnswersDesk(answers))
    assert report.ending == "sent", report
    (mail,) = left
    content = {one.name: mail.content(one.id) for one in mail.mail.attachments}
    assert set(content) == {"Bilan (chiffré).pdf", "Avis.txt"}
    assert opens_with(content["Bilan (chiffré).pdf"], report.password)
    assert not opens_with(content["Bilan (chiffré).pdf"], "")
    assert content["Avis.txt"] == b"Avis"
    assert "ci-joint" in mail.mail.text
    home = (one for one in (tmp_path / "home").rglob("*") if one.is_file())
    assert not [one for one in home if CONSULTATION[200:600] in one.read_bytes()]


@pytest.mark.parametrize(
    "names",
    [["Vide.txt"], ["Rien.pdf"], ["Avis.txt", "Vide.txt"]],
    ids=["an empty file", "a file that is not there", "one of two"],
)
def test_a_mail_that_lacks_a_file_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files: Path, names: list[str]
) -> None:
    paths = [str(files / one) for one in names]
    answers = Answers(verdict="send", attach=paths, cures="all", acknowledge="all")
    report, left = attached(tmp_path, monkeypatch, AnswersDesk(answers))
    assert (report.ending, left) == ("kept", [])


def test_what_names_a_patient_is_sealed_beforehand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files: Path
) -> None:
    answers = Answers(verdict="send", attach=[str(files / "Bilan.pdf")])
    report, left = attached(tmp_path, monkeypatch, AnswersDesk(answers))
    assert report.sealed == ("Bilan (chiffré).pdf",)
    assert len(left) == 1


def test_in_a_terminal_its_path_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files: Path
) -> None:
    printed: list[str] = []
    lines = iter(["1", str(files / "Avis.txt"), "o"])

    def ask(question: str) -> str:
        printed.append(question)
        return next(lines, "")

    report, left = attached(tmp_path, monkeypatch, TerminalDesk(ask=ask, tell=printed.append))
    assert report.ending == "sent", printed
    (mail,) = left
    assert [one.name for one in mail.mail.attachments] == ["Avis.txt"]


def test_in_a_terminal_it_is_said_why_a_file_cannot_be_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files: Path
) -> None:
    printed: list[str] = []
    lines = iter(["1", str(files / "Vide.txt")])
    desk = TerminalDesk(ask=lambda _: next(lines, ""), tell=printed.append)
    report, left = attached(tmp_path, monkeypatch, desk)
    assert (report.ending, left) == ("kept", [])
    assert [one for one in printed if "Ce fichier est vide" in one]


PASSED_ON = Answers(verdict="send", cures="all", acknowledge="all")


def given_back(parts: Parts) -> Message:
    """Give the one draft there is."""
    (draft,) = EmbeddedDrafts(parts.mailbox).drafts()
    return Message.read(draft.read())


def test_refused_by_the_server_it_is_in_the_draft_that_comes_back_and_is_sealed_the_next_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files: Path
) -> None:
    monkeypatch.setenv("SCEAU_HOME", str(tmp_path / "home"))
    mail = Message.read(the_mail())
    nobody = mail.apply([RemoveRecipient(mail.mail.recipients[0].address)], {})[0]
    answers = Answers(
        verdict="send",
        to=["marie.durand@orange.example"],
        attach=[str(files / "Bilan.pdf")],
        cures="all",
        acknowledge="all",
    )

    async def go() -> None:
        async with open_parts() as parts:
            parts.mailbox.add_draft(nobody)
            (draft,) = EmbeddedDrafts(parts.mailbox).drafts()
            closed = parts_with(parts, StrictWayOut(Result.PERMANENT))
            report = await send(draft, closed, AnswersDesk(answers), language="fr")
            assert report.ending == "refused", report
            back = given_back(parts)
            assert [one.address for one in back.mail.recipients] == answers.to
            (file,) = back.mail.attachments
            assert (file.name, back.content(file.id)) == ("Bilan.pdf", CONSULTATION)
            assert "ci-joint" in back.mail.text
            open_again = StrictWayOut()
            (draft,) = EmbeddedDrafts(parts.mailbox).drafts()
            second = await send(draft, parts_with(parts, open_again), AnswersDesk(PASSED_ON))
            assert second.ending == "sent", second
            (left,) = open_again.taken
            (file,) = Message.read(left.content).mail.attachments
            assert opens_with(Message.read(left.content).content(file.id), second.password)
            assert not EmbeddedDrafts(parts.mailbox).drafts()

    asyncio.run(go())
    home = [one for one in (tmp_path / "home").rglob("*") if one.is_file()]
    assert not [one for one in home if CONSULTATION[200:600] in one.read_bytes()]


def test_kept_by_the_person_the_draft_is_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files: Path
) -> None:
    monkeypatch.setenv("SCEAU_HOME", str(tmp_path / "home"))
    unsaid = Answers(verdict="send", attach=[str(files / "Avis.txt"), str(files / "Vide.txt")])

    async def go() -> None:
        async with open_parts() as parts:
            parts.mailbox.add_draft(the_mail())
            (draft,) = EmbeddedDrafts(parts.mailbox).drafts()
            report = await send(draft, parts, AnswersDesk(unsaid), language="fr")
            assert report.ending == "kept"
            assert given_back(parts).raw == the_mail()

    asyncio.run(go())


def test_the_note_beside_a_refused_draft_says_what_the_server_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCEAU_HOME", str(tmp_path / "home"))
    watched = tmp_path / "lettres"
    watched.mkdir()
    (watched / "1.eml").write_bytes(the_mail())
    hook = FolderDrafts("logiciel", watched, settled=0)

    async def go() -> Report:
        async with open_parts() as parts:
            hook.drafts()
            (draft,) = hook.drafts()
            closed = parts_with(parts, StrictWayOut(Result.PERMANENT))
            return await send(draft, closed, AnswersDesk(PASSED_ON), language="fr")

    report = asyncio.run(go())
    assert report.ending == "refused", report
    (note,) = watched.rglob("1.txt")
    assert note.read_text("utf-8-sig").strip() == say(report.sentence, system_language())
