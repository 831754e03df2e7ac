"""What was confirmed leaves Thunderbird, once, as it was confirmed."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from sceau.demo import sample
from sceau.mail.message import Message
from support.station import INES, MARIE, PAUL, Station, attached
from support.windows import wait_for

pytestmark = pytest.mark.e2e


def report() -> bytes:
    """Give a PDF that opens for anybody, as the sample mail has it."""
    message = Message.read(sample.patient_mail())
    return message.content(message.mail.attachments[0].id)


def text_of(pdf: bytes, password: str, folder: Path) -> str:
    """Give what poppler reads in a PDF."""
    file = folder / "received.pdf"
    file.write_bytes(pdf)
    ran = subprocess.run(
        ["pdftotext", "-upw", password, str(file), "-"], capture_output=True, text=True, check=False
    )
    return ran.stdout


def test_a_mail_is_sent_once_and_its_copy_filed(place: Station) -> None:
    mail = place.write()
    mail.send()
    place.shown()
    assert place.nothing_left()
    place.press("Send")
    (received,) = place.delivered(1)
    assert received["To"] == MARIE
    assert received.get_content().strip() == "Bonjour."
    place.gone()
    wait_for("the compose window closes", lambda: not mail.is_open)
    assert [one["Message-ID"] for one in place.sent_copies(1)] == [received["Message-ID"]]
    wait_for("it is noted", lambda: place.journal() == ["confirmed", "left"])


def test_going_back_leaves_the_mail_open_and_it_can_be_sent_again(place: Station) -> None:
    mail = place.write()
    mail.send()
    place.shown()
    place.press("Back to the message")
    wait_for("the mail can be written on", lambda: mail.is_usable)
    assert place.nothing_left()
    wait_for("it is noted", lambda: place.journal() == ["kept"])
    mail.send()
    place.shown()
    place.press("Send")
    place.delivered(1)
    place.gone()


def test_a_sealed_file_takes_the_place_of_the_clear_one(place: Station, tmp_path: Path) -> None:
    clear = report()
    mail = place.write(attachments=[place.file("Bilan.pdf", clear)])
    mail.send()
    place.shown()
    place.press("Encrypt and send")
    (received,) = place.delivered(1)
    password = place.password()
    place.done()
    ((name, sealed),) = attached(received).items()
    assert name != "Bilan.pdf"
    assert text_of(sealed, password, tmp_path) == text_of(clear, "", tmp_path) != ""
    assert text_of(sealed, "", tmp_path) == ""
    (copy,) = place.sent_copies(1)
    assert attached(copy) == {name: sealed}
    assert clear not in received.as_bytes()
    assert place.holding(clear[200:600]) == []


def test_to_and_cc_go_to_bcc(place: Station) -> None:
    mail = place.write(to=f"{MARIE}, {PAUL}", cc=INES)
    mail.send()
    place.shown()
    place.press("Move to Bcc")
    place.press("Move to Bcc and send")
    first, *others = place.delivered(3)
    for one in (first, *others):
        visible = " ".join(str(one[name] or "") for name in ("To", "Cc", "Bcc"))
        assert not {MARIE, PAUL, INES} & set(visible.replace(",", " ").split())
    place.gone()
    assert {one["X-Original-To"] for one in (first, *others)} == {MARIE, PAUL, INES}


def test_one_mail_goes_to_each(place: Station) -> None:
    mail = place.write(to=f"{MARIE}, {PAUL}", cc=INES, attachments=[place.file("a.txt", b"Avis")])
    mail.send()
    place.shown()
    place.press("One mail per person")
    place.press("Send one mail to each")
    received = place.delivered(3)
    assert {one["X-Original-To"]: one["To"] for one in received} == {
        one: one for one in (MARIE, PAUL, INES)
    }
    assert all(one["Cc"] is None and attached(one) == {"a.txt": b"Avis"} for one in received)
    assert len({one["Message-ID"] for one in received}) == 3
    place.gone()
    wait_for("every compose window closes", lambda: not place.thunderbird.open())
    assert len(place.sent_copies(3)) == 3
