"""Mails of every kind a person writes in Thunderbird go through the window, and leave whole."""

from __future__ import annotations

import pytest

from support.station import CAMILLE, INES, MARIE, PAUL, Station, attached
from support.windows import wait_for

pytestmark = pytest.mark.e2e

RECEIVED = (
    "From: Marie Durand <marie.durand@orange.example>\r\n"
    f"To: {CAMILLE}\r\n"
    "Subject: Question\r\n"
    "Message-ID: <question@orange.example>\r\n"
    "Date: Mon, 23 Nov 2026 10:00:00 +0100\r\n"
    "MIME-Version: 1.0\r\n"
    'Content-Type: multipart/mixed; boundary="b"\r\n\r\n'
    "--b\r\nContent-Type: text/plain\r\n\r\nBonjour, quand venir ?\r\n"
    '--b\r\nContent-Type: text/plain; name="ordre.txt"\r\n'
    'Content-Disposition: attachment; filename="ordre.txt"\r\n\r\nOrdre du jour\r\n--b--\r\n'
).encode()


def let_go(place: Station, button: str = "Send") -> None:
    """Confirm what the window shows."""
    place.shown()
    place.press(button)


def test_html_leaves_as_html(place: Station) -> None:
    mail = place.write(html=True, body="<p>Bonjour <b>Marie</b></p>")
    mail.send()
    let_go(place)
    (received,) = place.delivered(1)
    part = received.get_body(("html",))
    assert part is not None and "<b>Marie</b>" in part.get_content()
    place.gone()


def test_a_reply_keeps_its_thread(place: Station) -> None:
    place.imap.deliver(CAMILLE, RECEIVED)
    mail = place.answer("reply")
    mail.send()
    let_go(place)
    (received,) = place.delivered(1)
    assert received["To"] == "Marie Durand <marie.durand@orange.example>"
    assert "<question@orange.example>" in str(received["References"])
    place.gone()


def test_who_is_put_into_a_conversation_they_had_no_part_in_is_told(place: Station) -> None:
    asked = "conversation@orange.example"
    place.imap.deliver(CAMILLE, RECEIVED.replace(b"question@orange.example", asked.encode()))
    mail = place.answer("reply", to=f"Marie Durand <{MARIE}>, {PAUL}", message=asked)
    mail.send()
    place.shown()
    wait_for("it is told", lambda: "had no part" in place.window.reader("texts", "paragraph"))
    place.press("Back to the message")
    wait_for("the mail can be written on", lambda: mail.is_usable)


def test_a_forward_takes_the_files_along(place: Station) -> None:
    place.imap.deliver(CAMILLE, RECEIVED)
    mail = place.answer("forward", to=PAUL)
    mail.send()
    let_go(place)
    (received,) = place.delivered(1)
    assert received["To"] == PAUL
    assert [content.strip() for content in attached(received).values()] == [b"Ordre du jour"]
    place.gone()


def test_what_another_program_asks_for_by_mailto_is_asked_too(place: Station) -> None:
    mail = place.thunderbird.mailto(f"mailto:{MARIE}?subject=Question&body=Bonjour")
    mail.send()
    let_go(place)
    (received,) = place.delivered(1)
    assert (received["To"], received["Subject"]) == (MARIE, "Question")
    place.gone()


def test_send_later_is_asked_once_when_the_mail_is_put_aside(place: Station) -> None:
    mail = place.write()
    mail.send_later()
    let_go(place)
    place.gone()
    wait_for("the mail is put aside", lambda: place.thunderbird.unsent() == 1)
    wait_for("the compose window closes", lambda: not mail.is_open)
    assert place.nothing_left()
    place.thunderbird.send_unsent()
    place.delivered(1)
    assert not place.desk.windows("Check before sending")


def test_a_mailing_list_goes_to_its_people(place: Station) -> None:
    place.thunderbird.make_list("Equipe", {"Paul Lefèvre": PAUL, "Inès Moreau": INES})
    mail = place.write(to="Equipe <Equipe>")
    mail.send()
    place.shown()
    wait_for("its people are shown", lambda: place.window.has("push button", "Remove Paul Lefèvre"))
    place.press("Move to Bcc")
    place.press("Move to Bcc and send")
    received = place.delivered(2)
    assert {one["X-Original-To"] for one in received} == {PAUL, INES}
    assert all(PAUL not in str(one["To"]) and one["Bcc"] is None for one in received)
    place.gone()


def test_a_file_that_vanished_is_said_to_be_unexamined(place: Station) -> None:
    file = place.file("avis.txt", b"Avis")
    mail = place.write(attachments=[file])
    file.unlink()
    mail.send()
    place.shown()
    place.press("Back to the message")
    wait_for("the mail can be written on", lambda: mail.is_usable)
    assert place.nothing_left()
    assert mail.state["attachments"] == ["avis.txt"]


def test_an_address_thunderbird_refuses_is_left_to_be_corrected(place: Station) -> None:
    mail = place.write(to=f"{MARIE}, paul@@free")
    mail.send()
    wait_for("somebody says so", lambda: place.desk.windows("Check before sending")
             or place.thunderbird.alerts())  # fmt: skip
    if place.desk.windows("Check before sending"):
        place.press("Back to the message")
    place.thunderbird.dismiss()
    wait_for("the mail can be written on", lambda: mail.is_usable)
    assert place.nothing_left()


PIXEL = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6"
    "kgAAAABJRU5ErkJggg=="
)


def test_a_picture_in_the_text_leaves_in_the_text(place: Station) -> None:
    mail = place.write(html=True, body=f'<p>Bonjour <img src="{PIXEL}" alt="plan"></p>')
    mail.send()
    let_go(place)
    (received,) = place.delivered(1)
    pictures = [one for one in received.walk() if one.get_content_maintype() == "image"]
    assert [one.get_payload(decode=True)[:4] for one in pictures] == [b"\x89PNG"]  # type: ignore[index]
    assert list(received.iter_attachments()) == [] or pictures[0]["Content-ID"]
    place.gone()


def test_a_mail_leaves_from_the_identity_it_was_written_with(place: Station) -> None:
    address = "dietetique@ghe-valmont.example"
    place.thunderbird.add_identity("Service diététique", address)
    mail = place.write(identity=address)
    mail.send()
    let_go(place)
    (received,) = place.delivered(1)
    assert address in received["From"]
    place.gone()


def test_offline_it_is_asked_when_put_aside_and_leaves_with_the_network(place: Station) -> None:
    mail = place.write()
    place.thunderbird.offline(True)
    try:
        mail.send_as_it_can()
        let_go(place)
        place.gone()
        wait_for("the mail is put aside", lambda: place.thunderbird.unsent() == 1)
    finally:
        place.thunderbird.offline(False)
    wait_for("the compose window closes", lambda: not mail.is_open)
    place.thunderbird.send_unsent()
    place.delivered(1)


def test_a_draft_taken_up_again_is_asked_about(place: Station) -> None:
    mail = place.write(attachments=[place.file("avis.txt", b"Avis")])
    mail.save_draft()
    wait_for("the draft is there", lambda: place.imap.messages(CAMILLE, "Drafts"))
    mail.force_close()
    wait_for("the compose window closes", lambda: not mail.is_open)
    again = place.thunderbird.take_up()
    again.send()
    let_go(place)
    (received,) = place.delivered(1)
    assert [content.strip() for content in attached(received).values()] == [b"Avis"]
    place.gone()
