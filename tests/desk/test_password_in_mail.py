"""A file sealed with a password that the mail itself tells: nothing leaves."""

from __future__ import annotations

from sceau.desk import view
from sceau.desk.confirmation import Confirmation
from support.confirmations import MARIE, OPEN_PDF, PDF, confirm, mail

SECRET = "7kf3-9xpa-mnq8-tzr2"


def sealing(text: str) -> Confirmation:
    confirmation = confirm(mail(MARIE, attachments=(PDF,), text=text), {"2": OPEN_PDF})
    confirmation.use_password(SECRET)
    confirmation.act(view.SealAll())
    return confirmation


def test_the_password_it_is_sealed_with_stands_in_the_text() -> None:
    confirmation = sealing("Le mot de passe : 7KF3 9XPA MNQ8 TZR2")
    [open_one] = confirmation.situation.open
    assert open_one.rule == "password-in-mail"
    assert confirmation.act(view.Acknowledge(open_one.id, True)) is None
    assert confirmation.act(view.Send(confirmation.revision)) is None
    assert SECRET not in repr(open_one)


def test_another_password_makes_it_go_away() -> None:
    confirmation = sealing("Le mot de passe : 7KF3 9XPA MNQ8 TZR2")
    confirmation.act(view.NewPassword("characters"))
    assert confirmation.situation.open == ()
    verdict = confirmation.act(view.Send(confirmation.revision))
    assert verdict is not None
    assert verdict.sends


def test_in_clear_there_is_no_password_to_tell() -> None:
    confirmation = sealing("Le mot de passe : 7KF3 9XPA MNQ8 TZR2")
    confirmation.act(view.Seal("2", False))
    assert {one.rule for one in confirmation.situation.open} == {"unprotected-attachment"}


def test_a_text_without_it_is_sent() -> None:
    confirmation = sealing("Je vous appelle pour le mot de passe.")
    assert confirmation.act(view.Send(confirmation.revision)) is not None
