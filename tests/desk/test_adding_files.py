"""A file that is announced and missing is attached in the window, and reviewed like the others."""

from __future__ import annotations

from sceau.desk import view
from sceau.desk.confirmation import Confirmation
from sceau.mail.edits import FIRST_ADDED, AddAttachment, SealAttachment
from sceau.phrases import phrase
from sceau.review.context import Context
from sceau.review.engine import begin
from support.confirmations import MARIE, OPEN_PDF, confirm, mail, pane

CONTENT = b"%PDF-1.7"
ANNOUNCED = mail(MARIE, text="Bonjour,\n\nvous trouverez ci-joint votre bilan.")
MISSING = "missing-attachment:"
ONE = str(FIRST_ADDED)


def row(confirmation: Confirmation) -> view.FindingRow:
    (found,) = [one for one in confirmation.view().mail_findings if one.id == MISSING]
    return found


def attached() -> Confirmation:
    confirmation = confirm(ANNOUNCED)
    assert confirmation.attach(MISSING, "Bilan.pdf", CONTENT) == ONE
    return confirmation


def test_the_finding_asks_for_a_file() -> None:
    (button,) = row(confirm(ANNOUNCED)).cures
    assert (button.label, button.asks) == (phrase("cure.attach-file"), "file")


def test_it_cannot_be_taken_without_one() -> None:
    confirmation = confirm(ANNOUNCED)
    confirmation.act(view.TakeCure(MISSING, 0))
    assert row(confirmation).state == "open"


def test_attached_it_is_cured_and_the_file_is_still_to_be_examined() -> None:
    confirmation = attached()
    assert row(confirmation).state == "cured"
    assert row(confirmation).done == phrase("confirm.cured-file")
    assert confirmation.pending == (ONE,)
    assert confirmation.todo == phrase("confirm.todo.reading", count=1)
    (file,) = confirmation.view().attachments
    assert (file.name, file.size, file.badge, file.reading) == ("Bilan.pdf", 8, "PDF", "waiting")


def test_it_leaves_with_the_mail_under_edits_that_name_it() -> None:
    confirmation = attached()
    confirmation.read(ONE, OPEN_PDF)
    confirmation.act(view.Seal(ONE, True))
    verdict = confirmation.act(view.Send(confirmation.revision))
    assert verdict is not None
    assert verdict.edits == (
        AddAttachment(ONE, "Bilan.pdf", "application/pdf", len(CONTENT)),
        SealAttachment(ONE),
    )
    assert confirmation.added(ONE) == CONTENT


def test_it_is_reviewed_like_the_others() -> None:
    confirmation = attached()
    confirmation.read(ONE, OPEN_PDF)
    (found,) = confirmation.view().attachment_findings
    assert found.id == f"unprotected-attachment:{ONE}"
    assert found.state == "open"


def test_taken_back_nothing_is_left_of_it() -> None:
    confirmation = attached()
    confirmation.read(ONE, OPEN_PDF)
    confirmation.act(view.Seal(ONE, True))
    confirmation.act(view.Undo(MISSING))
    shown = confirmation.view()
    assert (shown.attachments, shown.attachment_findings) == ((), ())
    assert row(confirmation).state == "open"
    assert confirmation.situation.edits == ()
    assert confirmation.added(ONE) is None
    assert confirmation.mail == confirmation.origin == ANNOUNCED
    assert confirmation.attach(MISSING, "Autre.pdf", CONTENT) == str(FIRST_ADDED + 1)


def test_what_is_read_after_it_was_taken_back_counts_for_nothing() -> None:
    confirmation = attached()
    confirmation.act(view.Undo(MISSING))
    confirmation.read(ONE, OPEN_PDF)
    assert confirmation.readings == {}


def test_why_a_file_cannot_be_taken_is_said_until_others_are_chosen() -> None:
    confirmation = confirm(ANNOUNCED)
    confirmation.attaching(MISSING, phrase("error.empty-file"))
    assert row(confirmation).problem == phrase("error.empty-file")
    assert row(confirmation).state == "open"
    confirmation.attach(MISSING, "Bilan.pdf", CONTENT)
    assert row(confirmation).state == "cured"
    assert row(confirmation).problem, "of two files chosen, one is not there"
    confirmation.attaching(MISSING)
    assert row(confirmation).problem is None


def test_several_may_be_attached() -> None:
    confirmation = attached()
    assert confirmation.attach(MISSING, "Notes.txt", b"x") == str(FIRST_ADDED + 1)
    assert [one.name for one in confirmation.view().attachments] == ["Bilan.pdf", "Notes.txt"]


def test_nothing_is_attached_where_nothing_asks_for_it() -> None:
    confirmation = confirm(mail(MARIE))
    assert confirmation.attach(MISSING, "Bilan.pdf", CONTENT) is None
    assert confirmation.view().attachments == ()


def test_a_client_that_cannot_add_files_is_not_offered_it() -> None:
    review = begin(ANNOUNCED, Context(unable=(AddAttachment,)))
    confirmation = Confirmation(
        ANNOUNCED, review, digest="d" * 64, make_password=lambda _: "x", make_pane=pane
    )
    assert row(confirmation).cures == ()
    assert confirmation.attach(MISSING, "Bilan.pdf", CONTENT) is None
