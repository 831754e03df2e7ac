"""Files chosen and sealed without a mail being sent: what is shown, and what an act comes to."""

from __future__ import annotations

import pytest

from sceau.desk import view
from sceau.desk.sealing import Sealing
from sceau.mail.edits import SealAttachment
from sceau.mail.model import Attachment
from sceau.phrases import phrase
from sceau.review.reading.model import FileReading, Opening
from support.view_rows import PANE

BILAN = Attachment(id="1", name="Bilan.pdf", media_type="application/pdf", size=1000)
PHOTO = Attachment(id="2", name="Photo.jpg", media_type="image/jpeg", size=2000)
SEALED_BEFORE = Attachment(id="3", name="Avis.pdf", media_type="application/pdf", size=3000)
FOUND = {
    "1": FileReading(kind="pdf", opening=Opening.ANYONE),
    "2": FileReading(kind="jpeg", opening=Opening.ANYONE),
    "3": FileReading(kind="pdf", opening=Opening.PASSWORD),
}


def sealing(*files: Attachment, chosen: tuple[str, ...] = (), read: bool = True) -> Sealing:
    made = iter(("un-mot-de-passe", "un-autre", "un-troisième"))
    begun = Sealing(
        files,
        subject="Votre bilan",
        chosen=chosen,
        make_password=lambda _kind: next(made),
        make_pane=lambda password, kind, opens: view.PasswordPane(
            password=password,
            groups=PANE.groups,
            spelling=PANE.spelling,
            sms_qr=PANE.sms_qr,
            kind=kind,
            opens=opens,
        ),
    )
    for one in files if read else ():
        begun.read(one.id, FOUND[one.id])
    return begun


CHOICES = {
    "all that can be, where none was chosen": ((BILAN, PHOTO), (), (), ("1", "2")),
    "only the chosen one": ((BILAN, PHOTO), ("2",), (), ("2",)),
    "not what is sealed already": ((BILAN, SEALED_BEFORE), (), (), ("1",)),
    "one more by its switch": ((BILAN, PHOTO), ("2",), (view.Seal("1", True),), ("1", "2")),
    "one less by its switch": ((BILAN, PHOTO), (), (view.Seal("1", False),), ("2",)),
    "all by the button": ((BILAN, PHOTO), ("2",), (view.SealAll(),), ("1", "2")),
    "a file there is not changes nothing": ((BILAN,), (), (view.Seal("9", True),), ("1",)),
}


@pytest.mark.parametrize(("files", "chosen", "acts", "sealed"), CHOICES.values(), ids=CHOICES)
def test_what_is_sealed_is(
    files: tuple[Attachment, ...],
    chosen: tuple[str, ...],
    acts: tuple[view.Act, ...],
    sealed: tuple[str, ...],
) -> None:
    it = sealing(*files, chosen=chosen)
    for act in acts:
        assert it.act(act) is None
    shown = it.view()
    assert tuple(row.id for row in shown.attachments if row.sealed) == sealed
    verdict = it.act(view.Send(shown.revision))
    assert verdict is not None
    assert verdict.edits == tuple(SealAttachment(attachment=one) for one in sealed)


def test_nothing_is_decided_on_an_older_view() -> None:
    it = sealing(BILAN, PHOTO)
    shown = it.view()
    it.act(view.Seal("1", False))
    assert it.act(view.Send(shown.revision)) is None


HELD_BACK = {
    "a chosen file is still read": (sealing(BILAN, read=False), "confirm.todo.reading"),
    "nothing is chosen": (sealing(BILAN), "sealing.todo"),
    "nothing can be sealed": (sealing(SEALED_BEFORE), "sealing.todo.none"),
}


@pytest.mark.parametrize(("it", "key"), HELD_BACK.values(), ids=HELD_BACK)
def test_what_holds_it_back_is_said(it: Sealing, key: str) -> None:
    it.act(view.Seal("1", key != "sealing.todo"))
    assert it.todo is not None
    assert it.todo.key == key
    assert it.act(view.Send(it.view().revision)) is None


def test_a_file_that_is_not_chosen_is_not_waited_for() -> None:
    it = sealing(BILAN, PHOTO, chosen=("1",), read=False)
    it.read("1", FOUND["1"])
    assert it.todo is None


@pytest.mark.parametrize("act", [view.Keep(), view.Close()], ids=["back", "closed"])
def test_going_back_keeps(act: view.Act) -> None:
    verdict = sealing(BILAN).act(act)
    assert verdict is not None
    assert not verdict.sends


def test_another_password_is_made_on_demand_and_one_given_before_stands() -> None:
    it = sealing(BILAN)
    assert it.password == "un-mot-de-passe"
    it.act(view.NewPassword("words"))
    assert it.password == "un-autre"
    it.use_password("déjà donné")
    shown = it.view().password
    assert shown is not None
    assert shown.password == "déjà donné"


def test_the_end_shows_the_password_and_how_many_files_it_opens() -> None:
    it = sealing(BILAN, PHOTO)
    it.working(view.Progress(phrase("sealing.working"), can_cancel=True))
    assert it.act(view.Keep()) is None
    assert it.cancelled
    it.ended(view.Outcome(tone="good", sentence=phrase("sealing.ended", count=2)), "secret", 2)
    shown = it.view()
    assert shown.phase == "ended"
    assert shown.password is not None
    assert (shown.password.password, shown.password.opens) == ("secret", 2)
    assert it.act(view.Send(shown.revision)) is None
