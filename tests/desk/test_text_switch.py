"""The text of a mail goes into a sealed letter whenever the person wants it to."""

from __future__ import annotations

import msgspec
import pytest

from sceau.desk import view
from sceau.desk.confirmation import Confirmation
from sceau.mail.edits import MoveToBcc, SealBody
from sceau.mail.model import Mail, Protection
from sceau.review.context import Context
from sceau.review.engine import begin
from sceau.review.health.model import health_of
from sceau.settings.schema import Settings
from support.confirmations import INSIDE, MARIE, OPEN_PDF, PDF, confirm, mail, pane

HEALTH = "Bonjour, la glycémie de votre mari est élevée à 2,4 g/L, insuline reprise."


def test_it_is_offered_where_nothing_was_found_and_asks_for_a_password() -> None:
    confirmation = confirm(mail(INSIDE))
    assert confirmation.view().text == view.TextRow(sealed=False)
    assert confirmation.view().password is None
    confirmation.act(view.SealText(True))
    shown = confirmation.view()
    assert shown.text == view.TextRow(sealed=True)
    assert (shown.primary.key, shown.primary_icon) == ("confirm.send.seal", "lock")
    assert shown.password is not None and shown.password.opens == 1
    verdict = confirmation.act(view.Send(confirmation.revision))
    assert verdict is not None and verdict.edits == (SealBody(),)


def test_turned_off_again_the_mail_leaves_as_it_is() -> None:
    confirmation = confirm(mail(INSIDE))
    confirmation.act(view.SealText(True))
    confirmation.act(view.SealText(False))
    verdict = confirmation.act(view.Send(confirmation.revision))
    assert verdict is not None and verdict.edits == ()


def test_the_switch_cures_what_was_found_in_the_text_and_says_so() -> None:
    confirmation = confirm(mail(MARIE, text=HEALTH))
    assert [one.state for one in confirmation.view().mail_findings] == ["open"]
    confirmation.act(view.SealText(True))
    (row,) = confirmation.view().mail_findings
    assert (row.state, row.done.key) == ("cured", "confirm.cured-sealed")
    confirmation.act(view.Undo(row.id))
    assert confirmation.view().text == view.TextRow(sealed=False)
    assert [one.state for one in confirmation.view().mail_findings] == ["open"]


def test_the_switch_shows_and_takes_back_what_a_cure_chose() -> None:
    confirmation = confirm(mail(MARIE, text=HEALTH))
    (row,) = confirmation.view().mail_findings
    confirmation.act(view.TakeCure(row.id, 0))
    assert confirmation.view().text == view.TextRow(sealed=True)
    confirmation.act(view.SealText(False))
    assert confirmation.view().text == view.TextRow(sealed=False)
    assert [one.state for one in confirmation.view().mail_findings] == ["open"]


def test_a_cure_that_seals_the_text_among_other_things_asks_for_a_password_and_shows_it() -> None:
    number = "2 69 05 49 588 157 80"
    confirmation = confirm(mail(MARIE, subject=f"NIR {number}", text=f"NIR : {number}"))
    (row,) = (one for one in confirmation.view().mail_findings if one.id.startswith("identifier"))
    assert confirmation.view().password is None
    confirmation.act(view.TakeCure(row.id, 0))
    shown = confirmation.view()
    assert shown.text == view.TextRow(sealed=True)
    assert shown.password is not None and shown.primary_icon == "lock"
    assert SealBody() in confirmation.situation.edits
    confirmation.act(view.SealText(False))
    assert confirmation.situation.edits == ()
    confirmation.act(view.TakeCure(row.id, 0))
    confirmation.act(view.Undo(row.id))
    assert confirmation.view().text == view.TextRow(sealed=False)
    assert confirmation.situation.edits == ()


NOT_OFFERED: dict[str, Mail] = {
    "a mail without text": mail(MARIE, text=" \n"),
    "a signed mail": mail(MARIE, protection=Protection.SIGNED),
    "an encrypted mail": mail(MARIE, protection=Protection.ENCRYPTED),
}


@pytest.mark.parametrize("one", NOT_OFFERED.values(), ids=NOT_OFFERED)
def test_it_is_not_offered_where_it_cannot_be_done(one: Mail) -> None:
    confirmation = confirm(one)
    assert confirmation.view().text is None
    confirmation.act(view.SealText(True))
    assert SealBody() not in confirmation.situation.edits


def test_it_is_not_offered_where_the_client_cannot_change_the_text() -> None:
    one = mail(MARIE)

    def offered(*unable: type) -> bool:
        confirmation = Confirmation(
            one,
            begin(one, Context(Settings(), unable=unable)),
            digest="d" * 64,
            make_password=lambda kind: kind,
            make_pane=pane,
        )
        return confirmation.view().text is not None

    assert offered() and offered(MoveToBcc)
    assert not offered(SealBody)


def test_what_sceau_sealed_by_itself_is_told_apart_from_what_the_person_sealed() -> None:
    text = "Compte rendu de consultation\nPatiente : Marie Durand. HbA1c 6,4 %, prédiabète."
    ill = msgspec.structs.replace(OPEN_PDF, text=text, health=health_of(text))
    confirmation = confirm(mail(MARIE, attachments=(PDF,)), {"2": ill})

    def done() -> list[str]:
        return [one.done.key for one in confirmation.view().attachment_findings]

    assert done() == ["confirm.sealed-beforehand"]
    confirmation.act(view.Seal("2", False))
    confirmation.act(view.Seal("2", True))
    assert done() == ["confirm.cured-sealed"]
