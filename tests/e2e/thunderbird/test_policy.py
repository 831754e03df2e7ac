"""What an establishment may decide by Thunderbird's policies: whether a mail may leave without the
check where Sceau is not there, and that nothing is checked."""

from __future__ import annotations

import json

import pytest

from support.station import CHECK, TOLD, Station, register_host, station
from support.station import HOST as SCEAU_HOST
from support.windows import wait_for

pytestmark = pytest.mark.e2e

UNCHECKED = "Send without checking"


def noted(place: Station) -> list[dict[str, object]]:
    told = json.loads(place.sceau("journal", "--json").stdout or "[]")
    return [one for one in told if one["event"] == "unchecked"]


def test_where_it_is_allowed_a_mail_leaves_without_the_check_and_is_journalled() -> None:
    with station(check="may-send-without-check", host=False) as place:
        place.begin()
        mail = place.write(attachments=[place.file("avis.txt", b"Avis")])
        mail.send()
        assert "Start Sceau" in place.told()
        wait_for("the mail can be written on", lambda: mail.is_usable)
        assert place.nothing_left()

        mail.send()
        wait_for("the add-on says something", lambda: place.desk.windows(TOLD))
        wait_for("it offers to send", lambda: place.client.has("push button", UNCHECKED))

        def chosen() -> bool:
            if place.desk.windows(TOLD):
                place.client.press("push button", UNCHECKED)
            return not place.desk.windows(TOLD)

        wait_for("it is gone", chosen)
        place.delivered(1)
        wait_for("the compose window is closed", lambda: not mail.is_open)

        # Sceau is installed: from now on mails are checked, and the one that left is noted
        register_host(place.desk, SCEAU_HOST)
        other = place.write()
        other.send()
        place.shown()
        place.press("Send")
        place.delivered(2)
        place.gone()
        wait_for("it is noted", lambda: noted(place))
        (entry,) = noted(place)
        assert (entry["recipients"], entry["files"]) == (1, 1)
        assert "people" not in entry


def test_where_it_is_off_mails_leave_and_nothing_is_asked() -> None:
    with station(check="off") as place:
        place.begin()
        mail = place.write(attachments=[place.file("avis.txt", b"Avis")])
        mail.send()
        place.delivered(1)
        wait_for("the compose window is closed", lambda: not mail.is_open)
        assert not place.desk.windows(CHECK)
        off = "Your establishment has turned off the checking of messages in Thunderbird."
        wait_for("the button says so", lambda: place.thunderbird.addon_title() == off)
