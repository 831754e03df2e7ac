"""Sealing is chosen beforehand where a file holds somebody's health, and never against a choice."""

from __future__ import annotations

import msgspec

from sceau.desk import view
from sceau.review.health.model import health_of
from sceau.review.reading.model import FileReading
from support.confirmations import INSIDE, MARIE, OPEN_PDF, PDF, confirm, mail


def ill(reading: FileReading) -> FileReading:
    """A file that holds somebody's health."""
    text = "Compte rendu de consultation\nPatiente : Marie Durand. HbA1c 6,4 %, prédiabète."
    return msgspec.structs.replace(reading, text=text, health=health_of(text))


def test_sealing_is_chosen_beforehand_where_a_file_holds_somebodys_health() -> None:
    confirmation = confirm(mail(MARIE, attachments=(PDF,)), {"2": ill(OPEN_PDF)})
    shown = confirmation.view()
    assert shown.attachments[0].sealed
    assert [one.state for one in shown.attachment_findings] == ["cured"]
    assert shown.primary.key == "confirm.send.seal"
    assert shown.password is not None
    confirmation.act(view.Seal("2", False))
    shown = confirmation.view()
    assert not shown.attachments[0].sealed
    assert [one.state for one in shown.attachment_findings] == ["open"]
    assert [chip.text.key for chip in shown.attachments[0].chips] == [
        "confirm.chip.is-report",
        "confirm.chip.health-data",
        "confirm.chip.open",
    ]


def test_what_the_person_chose_instead_stays_when_the_file_is_read_further() -> None:
    confirmation = confirm(mail(MARIE, attachments=(PDF,)), {"2": ill(OPEN_PDF)})
    confirmation.act(view.Seal("2", False))
    confirmation.read("2", ill(OPEN_PDF))
    assert not confirmation.view().attachments[0].sealed


def test_sealing_is_not_chosen_for_a_file_that_stays_inside_or_says_nothing() -> None:
    colleague = mail(INSIDE, attachments=(PDF,))
    assert not confirm(colleague, {"2": ill(OPEN_PDF)}).view().attachments[0].sealed
    outside = mail(MARIE, attachments=(PDF,))
    assert not confirm(outside, {"2": OPEN_PDF}).view().attachments[0].sealed
