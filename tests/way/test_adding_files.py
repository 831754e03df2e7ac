"""A file that the mail announces is attached while it is confirmed, and leaves with it."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import pytest

from sceau.desk.answers import Answers, AnswersDesk
from sceau.desk.terminal import TerminalDesk
from sceau.mail.message import Message
from sceau.seal.pdf import opens_with
from sceau.way.report import Report
from support.passages import sent
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
