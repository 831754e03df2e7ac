"""Many clicks on Send: each mail is asked about by itself and leaves once."""

from __future__ import annotations

import pytest

from support.station import Station
from support.windows import wait_for

pytestmark = pytest.mark.e2e


def test_five_mails_at_once_each_leave_once(place: Station) -> None:
    subjects = [f"Rendez-vous {number}" for number in range(5)]
    mails = [place.write(subject=subject) for subject in subjects]
    for mail in mails:
        mail.send()
    for number in range(5):
        place.shown()
        place.press("Send")
        place.delivered(number + 1)
    received = place.delivered(5)
    assert sorted(str(one["Subject"]) for one in received) == subjects
    place.gone()
    wait_for("every compose window closes", lambda: not place.thunderbird.open())


def test_send_clicked_again_while_it_is_asked_about_sends_one_mail(place: Station) -> None:
    mail = place.write()
    mail.send()
    place.shown()
    mail.send_again()
    mail.send_again()
    place.press("Send")
    place.delivered(1)
    place.gone()
    wait_for("the compose window closes", lambda: not mail.is_open)
    place.delivered(1)


def test_written_on_after_going_back_it_is_the_new_text_that_is_shown_and_sent(
    place: Station,
) -> None:
    mail = place.write()
    mail.send()
    place.shown()
    place.press("Back to the message")
    wait_for("the mail can be written on", lambda: mail.is_usable)
    mail.do("set_subject", "Autre rendez-vous")
    mail.send()
    place.shown()
    place.press("Send")
    (received,) = place.delivered(1)
    assert received["Subject"] == "Autre rendez-vous"
    place.gone()
