"""Attachments encrypted without a mail being sent: by the button and the menus of Thunderbird."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import pytest

from sceau.seal.pdf import opens_with
from support.pdfs import report
from support.repository import ROOT
from support.station import CAMILLE, MARIE, Station, attached
from support.windows import wait_for

pytestmark = pytest.mark.e2e

BUTTON = "Encrypt attachments"


def open_without(pdf: bytes) -> bool:
    return opens_with(pdf, "")


def test_the_button_encrypts_in_place_and_the_same_password_goes_with_the_mail(
    place: Station,
) -> None:
    clear = report()
    mail = place.write(attachments=[place.file("Bilan.pdf", clear), place.file("a.txt", b"Avis")])
    place.client.press("push button", BUTTON)
    place.sealing_shown()
    place.examined()
    place.press("Encrypt 2 files")
    password = place.password()
    place.done()
    assert mail.state["attachments"] == ["Bilan (encrypted).pdf", "a (encrypted).pdf"]
    assert mail.is_usable
    assert place.nothing_left()
    mail.send()
    place.shown()
    place.examined()
    place.press("Send")
    (received,) = place.delivered(1)
    assert place.password() == password
    place.done()
    files = attached(received)
    assert list(files) == ["Bilan (encrypted).pdf", "a (encrypted).pdf"]
    assert all(opens_with(one, password) and not open_without(one) for one in files.values())
    assert clear not in received.as_bytes()
    assert place.holding(clear[200:600]) == []


def test_a_file_attached_in_the_window_leaves_encrypted_with_the_mail(place: Station) -> None:
    clear = (ROOT / "tests/review/reading/samples/consultation.pdf").read_bytes()
    chosen = place.file("Bilan.pdf", clear)
    place.write(body="Bonjour,\n\nVous trouverez ci-joint votre bilan.").send()
    place.shown()
    place.press("Attach a file…")
    wait_for("the chooser is there", lambda: place.desk.windows("Attach a file"))
    place.window.choose_file("Attach a file", chosen, "Attach")
    place.press("Encrypt and send")
    (received,) = place.delivered(1)
    password = place.password()
    place.done()
    ((name, sealed),) = attached(received).items()
    assert name == "Bilan (encrypted).pdf"
    assert opens_with(sealed, password) and not open_without(sealed)
    assert clear not in received.as_bytes()
    assert place.holding(clear[200:600]) == []


def test_the_menu_of_an_attachment_encrypts_that_one(place: Station) -> None:
    mail = place.write(attachments=[place.file("a.pdf", report()), place.file("b.pdf", report())])
    mail.choose("b.pdf", "Encrypt…")
    place.sealing_shown()
    place.examined()
    place.press("Encrypt this file")
    place.done()
    assert mail.state["attachments"] == ["a.pdf", "b (encrypted).pdf"]


def test_going_back_changes_nothing(place: Station) -> None:
    mail = place.write(attachments=[place.file("a.pdf", report())])
    place.client.press("push button", BUTTON)
    place.sealing_shown()
    place.press("Cancel")
    place.gone()
    assert mail.state["attachments"] == ["a.pdf"]
    assert mail.is_usable


def test_without_an_attachment_it_says_what_to_do(place: Station) -> None:
    mail = place.write()
    place.client.press("push button", BUTTON)
    assert "Attach a file first" in place.told()
    assert mail.is_usable


def test_without_a_helper_it_says_so_and_the_file_stays(place: Station) -> None:
    with place.host():
        mail = place.write(attachments=[place.file("a.pdf", report())])
        place.client.press("push button", BUTTON)
        assert "does not answer on this computer" in place.told()
        assert mail.state["attachments"] == ["a.pdf"]


def test_a_received_file_is_saved_encrypted(place: Station) -> None:
    clear = report()
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = MARIE, CAMILLE, "Mes analyses"
    message["Message-ID"] = "<analyses@orange.example>"
    message.set_content("Bonjour.")
    message.add_attachment(clear, maintype="application", subtype="pdf", filename="Analyses.pdf")
    place.imap.deliver(CAMILLE, message.as_bytes())
    place.thunderbird.choose_stored("Analyses.pdf", "Save encrypted…")
    place.sealing_shown()
    place.examined()
    place.press("Encrypt this file")
    password = place.password()
    place.done()
    saved = saved_by_the_dialog(place, "Analyses (encrypted).pdf")
    assert opens_with(saved.read_bytes(), password)
    assert not open_without(saved.read_bytes())


def saved_by_the_dialog(place: Station, name: str) -> Path:
    """Press *Save* in Thunderbird's own dialog; give the file, once it is whole."""
    wait_for("it asks where", lambda: "Up Path" in place.client.names("push button"))
    place.client.reader("press-last", "push button", "Save")
    found: list[Path] = []

    def there() -> bool:
        found[:] = [one for one in place.desk.home.rglob(name) if one.stat().st_size]
        return bool(found)

    wait_for("it is saved", there)
    return found[0]
