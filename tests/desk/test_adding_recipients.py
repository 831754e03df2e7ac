"""A mail to nobody gets its recipient in the window, and is reviewed anew."""

from __future__ import annotations

import pytest

from sceau.desk import view
from sceau.desk.confirmation import Confirmation
from sceau.mail.edits import AddRecipient, RemoveRecipient
from sceau.phrases import phrase
from sceau.review.context import Context
from sceau.review.engine import begin
from sceau.review.memory import Known, Memory
from support.confirmations import MARIE, OPEN_PDF, PDF, confirm, mail, pane

NOBODY = "no-recipient:"
TYPED = "marie.durand@orange.example"


def row(confirmation: Confirmation, id: str = NOBODY) -> view.FindingRow:
    (found,) = [one for one in confirmation.view().recipient_findings if one.id == id]
    return found


def to_nobody(*known: Known) -> Confirmation:
    one = mail()
    review = begin(one, Context(memory=Memory(known)) if known else Context())
    return Confirmation(one, review, digest="d", make_password=lambda kind: kind, make_pane=pane)


def test_the_finding_asks_for_an_address() -> None:
    (button,) = row(to_nobody()).cures
    assert (button.label, button.asks) == (phrase("cure.add-recipient"), "address")


@pytest.mark.parametrize(
    ("typed", "added"),
    [
        (f"  {TYPED} ", [AddRecipient(TYPED)]),
        (f"Zoé Léger <{TYPED}>", [AddRecipient(TYPED, name="Zoé Léger")]),
        (f"{TYPED}, p@free.example", [AddRecipient(TYPED), AddRecipient("p@free.example")]),
    ],
    ids=["an address", "with a name", "two"],
)
def test_whom_is_typed_gets_it(typed: str, added: list[AddRecipient]) -> None:
    confirmation = to_nobody()
    confirmation.act(view.AddAddress(NOBODY, typed))
    assert row(confirmation).state == "cured"
    assert row(confirmation).done == phrase("confirm.cured-address")
    assert list(confirmation.situation.edits) == added
    there = [one.address for one in confirmation.view().recipients]
    assert there == [one.address for one in added]


def test_it_leaves_to_them() -> None:
    confirmation = to_nobody()
    confirmation.act(view.AddAddress(NOBODY, TYPED))
    verdict = confirmation.act(view.Send(confirmation.revision))
    assert verdict is not None
    assert verdict.edits == (AddRecipient(TYPED),)


@pytest.mark.parametrize("typed", ["", "marie", "marie@orange", f"{TYPED}, paul", "a b@c.example"])
def test_what_is_no_address_is_said(typed: str) -> None:
    confirmation = to_nobody()
    confirmation.act(view.AddAddress(NOBODY, typed))
    assert row(confirmation).state == "open"
    assert row(confirmation).problem == phrase("confirm.address.malformed")
    assert confirmation.view().recipients == ()
    confirmation.act(view.AddAddress(NOBODY, TYPED))
    assert row(confirmation).problem is None


def test_the_whole_mail_is_reviewed_anew() -> None:
    confirmation = confirm(mail(attachments=(PDF,)), {PDF.id: OPEN_PDF})
    assert confirmation.view().attachment_findings == ()
    confirmation.act(view.AddAddress(NOBODY, TYPED))
    (found,) = confirmation.view().attachment_findings
    assert found.id == f"unprotected-attachment:{PDF.id}"
    assert confirmation.todo is not None


def test_taken_back_nobody_is_there() -> None:
    confirmation = to_nobody()
    confirmation.act(view.AddAddress(NOBODY, TYPED))
    confirmation.act(view.Undo(NOBODY))
    assert row(confirmation).state == "open"
    assert confirmation.situation.edits == ()
    assert confirmation.view().recipients == ()


def test_whom_was_added_can_be_removed_and_put_back() -> None:
    confirmation = to_nobody()
    confirmation.act(view.AddAddress(NOBODY, TYPED))
    confirmation.act(view.Remove(TYPED))
    assert row(confirmation).state == "open"
    (struck,) = confirmation.view().recipients
    assert struck.removed
    confirmation.act(view.AddAddress(NOBODY, TYPED))
    assert row(confirmation).state == "cured"
    assert confirmation.situation.edits == (AddRecipient(TYPED),)
    confirmation.act(view.Remove(TYPED))
    confirmation.act(view.Undo(NOBODY))
    assert confirmation.situation.edits == ()


def test_where_everybody_was_removed_somebody_else_can_be_added() -> None:
    confirmation = confirm(mail(MARIE))
    confirmation.act(view.Remove(MARIE.address))
    assert row(confirmation).state == "open"
    confirmation.act(view.AddAddress(NOBODY, "paul@free.example"))
    assert row(confirmation).state == "cured"
    assert confirmation.situation.edits == (
        AddRecipient("paul@free.example"),
        RemoveRecipient(MARIE.address),
    )


def test_whom_this_user_wrote_to_is_suggested_the_most_often_first() -> None:
    confirmation = to_nobody(
        Known(address="martin@free.example", count=2),
        Known(address="d.petit@free.example", names=("Zoé Martinez",), count=5),
        Known(address="marc@free.example", names=("Marc",)),
        Known(address="paul@free.example", names=("Paul",), count=9),
    )
    confirmation.act(view.LookUp(NOBODY, " MAR"))
    assert row(confirmation).suggestions == (
        view.Suggestion("d.petit@free.example", "Zoé Martinez"),
        view.Suggestion("martin@free.example"),
    )
    confirmation.act(view.LookUp(NOBODY, ""))
    assert row(confirmation).suggestions == ()


def test_without_a_memory_nobody_is_suggested() -> None:
    confirmation = to_nobody()
    confirmation.act(view.LookUp(NOBODY, "mar"))
    assert row(confirmation).suggestions == ()


def test_an_address_nothing_asks_for_changes_nothing() -> None:
    confirmation = confirm(mail(MARIE))
    confirmation.act(view.AddAddress(NOBODY, "paul@free.example"))
    confirmation.act(view.LookUp(NOBODY, "paul"))
    assert [one.address for one in confirmation.view().recipients] == [MARIE.address]
