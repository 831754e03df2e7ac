"""A mail that has no recipient gets one while it is confirmed, and leaves to them."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import pytest

from sceau.desk.answers import Answers, AnswersDesk
from sceau.desk.terminal import TerminalDesk
from sceau.mail.message import Message
from sceau.way.report import Report
from support.passages import sent

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
