"""Whatever goes wrong after the click on Send: nothing leaves, the mail stays open and can be
written on, and a sentence says what to do."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest

from support import false_host
from support.pdfs import report
from support.station import CHECK, MARIE, PAUL, UNKNOWN, Station, attached
from support.thunderbird import Compose
from support.windows import wait_for

pytestmark = pytest.mark.e2e

FALSE_HOST = [sys.executable, str(Path(false_host.__file__))]


def is_kept(place: Station, mail: Compose) -> None:
    """The mail is as it was, can be written on, and nothing of it left."""
    wait_for("the mail can be written on", lambda: mail.is_usable)
    assert mail.state["to"] == MARIE
    assert place.nothing_left()


def can_be_sent(place: Station, mail: Compose) -> None:
    """Send is clicked again, and it leaves, once."""
    mail.send()
    place.shown()
    place.press("Send")
    place.delivered(1)
    place.gone()


def test_without_a_host_the_mail_stays_and_the_way_out_is_said(place: Station) -> None:
    with place.host():
        mail = place.write()
        mail.send()
        assert "Start Sceau" in place.told()
        is_kept(place, mail)
    can_be_sent(place, mail)


MISBEHAVING = {
    "another protocol": ("other-version", "different versions"),
    "a refusal with a sentence": ("refuses", false_host.SENTENCE),
    "a host that dies at the click": ("dies", "stopped during the check"),
    "a host that hangs at the click": ("hangs", "no longer answers"),
    "a release of what was not read back": ("releases", "could not check"),
    "a word nobody knows": ("babbles", "different versions"),
}


@pytest.mark.parametrize(("how", "said"), MISBEHAVING.values(), ids=MISBEHAVING)
def test_a_host_that_misbehaves_keeps_the_mail(place: Station, how: str, said: str) -> None:
    with place.host(*FALSE_HOST, how):
        mail = place.write()
        mail.send()
        assert said in place.told()
        is_kept(place, mail)
        place.thunderbird.close_all()


def test_an_edit_that_cannot_be_made_keeps_the_mail(place: Station) -> None:
    with place.host(*FALSE_HOST, "wrong-file"):
        mail = place.write(attachments=[place.file("a.txt", b"Avis")])
        mail.send()
        is_kept(place, mail)
        assert mail.state["attachments"] == ["a.txt"]
        place.thunderbird.close_all()


def test_a_helper_killed_keeps_the_mail_and_starts_again_at_the_next_click(place: Station) -> None:
    mail = place.write(attachments=[place.file("avis.txt", b"Avis")])
    mail.send()
    place.shown()
    place.kill(place.helper)
    assert "stopped during the check" in place.told()
    is_kept(place, mail)
    place.gone()
    mail.send()
    place.shown()
    place.press("Send")
    (received,) = place.delivered(1)
    assert attached(received) == {"avis.txt": b"Avis"}
    place.gone()


def test_a_helper_that_hangs_keeps_the_mail_after_ten_seconds(place: Station) -> None:
    mail = place.write()
    mail.send()
    place.shown()
    helper = place.helper
    os.kill(helper, signal.SIGSTOP)
    try:
        assert "no longer answers" in place.told(30)
        is_kept(place, mail)
    finally:
        os.kill(helper, signal.SIGCONT)
    place.gone()
    can_be_sent(place, mail)


def test_a_window_that_dies_keeps_the_mail(place: Station) -> None:
    mail = place.write()
    mail.send()
    place.shown()
    place.kill(place.window_process)
    assert place.told()
    is_kept(place, mail)
    can_be_sent(place, mail)


def test_the_window_closed_by_its_x_keeps_the_mail(place: Station) -> None:
    mail = place.write()
    mail.send()
    place.shown()
    place.desk.press_x(CHECK)
    is_kept(place, mail)
    place.gone()
    can_be_sent(place, mail)


def test_escape_keeps_the_mail(place: Station) -> None:
    mail = place.write()
    mail.send()
    place.shown()
    place.desk.xdotool("windowfocus", "--sync", place.desk.windows(CHECK)[0])
    place.desk.key("Escape")
    is_kept(place, mail)
    place.gone()


def test_a_compose_window_closed_while_pending_takes_ours_with_it(place: Station) -> None:
    mail = place.write()
    mail.send()
    place.shown()
    mail.force_close()
    place.gone()
    assert not mail.is_open
    assert place.nothing_left()
    can_be_sent(place, place.write())


def test_two_mails_at_once_each_get_their_own_answer(place: Station) -> None:
    first = place.write(subject="Premier")
    second = place.write(to=PAUL, subject="Second")
    first.send()
    place.shown()
    second.send()
    place.press("Back to the message")
    wait_for("the first can be written on", lambda: first.is_usable)
    place.shown()
    place.press("Send")
    (received,) = place.delivered(1)
    assert (received["Subject"], received["To"]) == ("Second", PAUL)
    place.gone()
    assert first.is_open
    can_be_kept_or_sent_once(place, first)


def can_be_kept_or_sent_once(place: Station, mail: Compose) -> None:
    """The other mail is still the person's: it leaves once when it is let go."""
    mail.send()
    place.shown()
    place.press("Send")
    received = place.delivered(2)
    assert sorted(str(one["Subject"]) for one in received) == ["Premier", "Second"]
    place.gone()


def test_what_the_server_refuses_stays_open_after_our_confirmation(place: Station) -> None:
    mail = place.write(to=UNKNOWN)
    mail.send()
    place.shown()
    place.press("Send")
    wait_for("Thunderbird says that it failed", lambda: place.thunderbird.alerts())
    place.gone()
    place.thunderbird.dismiss()
    wait_for("the mail can be written on", lambda: mail.is_usable)
    assert not place.desk.windows(CHECK)
    assert place.nothing_left()
    wait_for("it is noted", lambda: place.journal() == ["confirmed", "refused"])


def test_what_the_server_refuses_once_sealed_is_never_told_as_sent(place: Station) -> None:
    mail = place.write(to=UNKNOWN, attachments=[place.file("Bilan.pdf", report())])
    mail.send()
    place.shown()
    place.examined()
    place.press("Encrypt all")
    place.press("Encrypt and send")
    wait_for("Thunderbird says that it failed", lambda: place.thunderbird.alerts())
    place.gone()
    place.thunderbird.dismiss()
    place.done()
    wait_for("the mail can be written on", lambda: mail.is_usable)
    assert mail.state["attachments"] == ["Bilan (encrypted).pdf"]
    assert place.nothing_left()
    wait_for("it is noted", lambda: place.journal() == ["confirmed", "refused"])


def test_a_file_added_to_what_the_server_refuses_is_there_at_the_next_click(
    place: Station,
) -> None:
    mail = place.write(to=UNKNOWN, body="Bonjour,\n\nVous trouverez ci-joint votre avis.")
    mail.send()
    place.shown()
    place.press("Attach a file…")
    wait_for("the chooser is there", lambda: place.desk.windows("Attach a file"))
    place.window.choose_file("Attach a file", place.file("Avis.txt", b"Avis"), "Attach")
    place.press("Send")
    wait_for("Thunderbird says that it failed", lambda: place.thunderbird.alerts())
    place.gone()
    place.thunderbird.dismiss()
    wait_for("the mail can be written on", lambda: mail.is_usable)
    wait_for("it is out of the mail", lambda: mail.state["attachments"] == [])
    mail.send()
    place.shown()
    wait_for("it is there", lambda: place.window.has("toggle button", "Encrypt Avis.txt"))
    place.press("Back to the message")
    place.gone()
    assert place.nothing_left()


def test_a_helper_started_again_knows_the_mails_being_written(place: Station) -> None:
    mail = place.write(attachments=[place.file("avis.txt", b"Avis")])
    place.sceau("helper", "stop")
    mail.send()
    place.shown()
    place.examined()
    place.press("Send")
    (received,) = place.delivered(1)
    assert attached(received) == {"avis.txt": b"Avis"}
    place.gone()


def test_a_file_changed_on_disk_is_read_again_at_the_click(place: Station) -> None:
    file = place.file("avis.txt", b"Avis")
    mail = place.write(attachments=[file])
    file.write_bytes(b"Avis corrige")
    mail.send()
    place.shown()
    place.press("Send")
    (received,) = place.delivered(1)
    assert attached(received) == {"avis.txt": b"Avis corrige"}
    place.gone()
