"""Who a mail goes to is decided in the window, by hand or by keyboard alone."""

from __future__ import annotations

import contextlib
import json
import time

import pytest

from support.station import CHECK, INES, MARIE, PAUL, Station
from support.windows import wait_for

pytestmark = pytest.mark.e2e


def test_who_is_typed_in_the_window_gets_it_in_the_place_of_who_was_taken_out(
    place: Station,
) -> None:
    mail = place.write(to=f"Marie Durand <{MARIE}>")
    mail.send()
    place.shown()
    place.press("Remove Marie Durand")
    wait_for("it asks for an address", lambda: place.window.has("push button", "Add"))
    place.window.reader("focus", "combo box", "Address")
    place.desk.xdotool("type", "--delay", "20", PAUL)
    place.desk.key("Return")
    place.press("Send")
    (received,) = place.delivered(1)
    assert received["To"] == PAUL
    assert received["X-Original-To"] == PAUL
    place.gone()
    wait_for("the compose window closes", lambda: not mail.is_open)


def test_who_is_taken_out_in_the_window_gets_nothing(place: Station) -> None:
    mail = place.write(to=f"Marie Durand <{MARIE}>", cc=f"Paul Lefèvre <{PAUL}>")
    mail.send()
    place.shown()
    place.press("Remove Paul Lefèvre")
    place.press("Send")
    (received,) = place.delivered(1)
    assert received["To"] == f"Marie Durand <{MARIE}>"
    assert received["Cc"] is None
    assert received["X-Original-To"] == MARIE
    place.gone()
    wait_for("the compose window closes", lambda: not mail.is_open)


def test_a_clean_mail_leaves_by_enter_alone(place: Station) -> None:
    mail = place.write()
    mail.send()
    place.shown()

    def entered() -> bool:
        # what is pressed in a window's first moments was meant for another one, and is not heard;
        # nor is what follows it without a pause
        for window in place.desk.windows(CHECK):
            with contextlib.suppress(AssertionError):  # it may go meanwhile
                place.desk.xdotool("windowfocus", window)
                time.sleep(1)
                place.desk.key("Return")
        return not place.desk.windows(CHECK)

    wait_for("it goes", entered)
    place.delivered(1)
    place.gone()


def test_a_risky_mail_is_not_sent_by_enter(place: Station) -> None:
    mail = place.write(to=f"{MARIE}, {PAUL}")
    mail.send()
    place.shown()
    place.desk.xdotool("windowfocus", "--sync", place.desk.windows(CHECK)[0])
    place.desk.key("Return", "Return")
    assert place.desk.windows(CHECK)
    assert place.nothing_left()
    place.desk.key("Escape")
    place.gone()
    wait_for("the mail can be written on", lambda: mail.is_usable)
    assert place.nothing_left()


def test_a_mail_to_bcc_alone_shows_nobody(place: Station) -> None:
    mail = place.write(to="", bcc=f"{MARIE}, {INES}")
    mail.send()
    place.shown()
    place.press("Send")
    received = place.delivered(2)
    assert {one["X-Original-To"] for one in received} == {MARIE, INES}
    assert all(MARIE not in str(one["To"]) and one["Bcc"] is None for one in received)
    place.gone()


def test_whom_thunderbird_wrote_to_is_remembered(place: Station) -> None:
    mail = place.write(to=f"Marie Durand <{MARIE}>")
    mail.send()
    place.shown()
    place.press("Send")
    place.delivered(1)
    place.gone()

    def known() -> bool:
        listed = json.loads(place.sceau("contacts", "list", "--json").stdout)
        return any(one["address"] == MARIE and one["mails"] for one in listed)

    wait_for("she is known", known)
