"""What a person chose comes to: cures that change what the mail says and carries."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sceau.desk.situation import Choices
from sceau.mail.edits import Edit, RemoveAttachment, RenameAttachment, ReplaceSubject
from sceau.mail.model import Mail
from sceau.phrases import phrase
from sceau.review import engine
from sceau.review.context import Context
from sceau.review.engine import Review, begin
from sceau.review.findings import About, Cure, Finding, Level
from support.confirmations import MARIE, NOTES, OPEN_PDF, PDF, confirm, mail


class Curious:
    """A rule that wants a mail without a file and with a neutral subject."""

    ID = "identifier"
    LEVEL = Level.WARN

    def check(self, told: Mail, _context: Context) -> Iterator[Finding]:
        if told.subject != "Votre message":
            yield self._found("subject", "", "subject", ReplaceSubject("Votre message"))
        for one in told.attachments:
            if one.id == "2":
                yield self._found("attachment", one.id, "remove", RemoveAttachment(one.id))
            elif one.name == "notes.txt":
                yield self._found("attachment", one.id, "rename", RenameAttachment(one.id, "n.txt"))

    def _found(self, kind: str, id: str, name: str, edit: Edit) -> Finding:
        return Finding(
            rule=self.ID,
            level=self.LEVEL,
            about=(About(kind, id),),  # type: ignore[arg-type]
            evidence=phrase("confirm.cured"),
            cures=(Cure(name, (edit,)),),
        )


MAIL = mail(MARIE, attachments=(PDF, NOTES))


@pytest.fixture
def review(monkeypatch: pytest.MonkeyPatch) -> Review:
    monkeypatch.setattr(engine, "MAIL_RULES", (Curious(),))
    monkeypatch.setattr(engine, "ATTACHMENT_RULES", ())
    return begin(MAIL).with_reading("2", OPEN_PDF).with_reading("3", OPEN_PDF)


def take_all(choices: Choices, review: Review) -> None:
    for finding in review.findings:
        choices.take(finding, finding.cures[0])


def test_taken_cures_change_the_mail_and_are_told_as_cured(review: Review) -> None:
    choices = Choices()
    take_all(choices, review)
    now = choices.situation(MAIL, review, "")
    assert set(now.edits) == {
        ReplaceSubject("Votre message"),
        RemoveAttachment("2"),
        RenameAttachment("3", "n.txt"),
    }
    assert (now.mail.subject, [one.name for one in now.mail.attachments]) == (
        "Votre message",
        ["n.txt"],
    )
    assert [state for _, state in now.rows] == ["cured"] * 3
    assert now.open == ()


def test_a_file_that_goes_is_not_sealed(review: Review) -> None:
    choices = Choices(sealed={"2"})
    take_all(choices, review)
    now = choices.situation(MAIL, review, "password")
    assert not any(type(one).__name__ == "SealAttachment" for one in now.edits)


def test_taken_back_everything_is_as_it_was(review: Review) -> None:
    choices = Choices()
    take_all(choices, review)
    for finding in review.findings:
        choices.undo(finding)
    now = choices.situation(MAIL, review, "")
    assert now.edits == ()
    assert now.mail == MAIL
    assert len(now.open) == 3


def test_what_is_only_said_of_one_person_stands_beside_their_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Noticing:
        ID = "first-time-recipient"
        LEVEL = Level.INFO

        def check(self, _mail: Mail, *_more: object) -> Iterator[Finding]:
            yield Finding(
                rule=self.ID,
                level=self.LEVEL,
                about=(About("recipient", MARIE.address),),
                evidence=phrase("confirm.cured"),
            )

    monkeypatch.setattr(engine, "MAIL_RULES", (Noticing(),))
    monkeypatch.setattr(engine, "ATTACHMENT_RULES", ())
    monkeypatch.setattr(engine, "CONTENT_RULES", ())
    shown = confirm(mail(MARIE)).view()
    assert shown.recipient_findings == ()
    assert [one.text.key for one in shown.recipients[0].chips] == [
        "confirm.chip.first-time-recipient"
    ]
    assert shown.recipients[0].tone == "neutral"
    assert not shown.risky
