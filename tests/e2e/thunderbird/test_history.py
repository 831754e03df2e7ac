"""What an answer quotes is cut in Thunderbird, and is there again where the mail does not leave."""

from __future__ import annotations

import itertools
import os
from email.message import EmailMessage
from email.policy import SMTP

import pytest

from support.long_answers import OWN, quoted
from support.pictures import picture
from support.station import CAMILLE, MARIE, UNKNOWN, Station
from support.thunderbird import Compose
from support.windows import wait_for

pytestmark = pytest.mark.e2e

NUMBERS = itertools.count(1)
CUT = "Cut the history"


def asked(name: str) -> bytes:
    """Give the mail that is answered."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = f"Marie Durand <{MARIE}>"
    mail["To"] = CAMILLE
    mail["Subject"] = "Suivi"
    mail["Message-ID"] = f"<{name}@orange.example>"
    mail.set_content(quoted() + "<img src='cid:carnet@x'>", "html")
    mail.add_related(picture("PNG"), "image", "png", cid="<carnet@x>", filename="carnet.png")
    return mail.as_bytes()


def answered(place: Station, *, html: bool, to: str = "") -> Compose:
    """Answer it with a sentence."""
    name = f"{next(NUMBERS)}-{os.getpid()}"  # Thunderbird remembers what it saw under a name
    place.imap.deliver(CAMILLE, asked(name))
    mail = place.answer("reply", to, f"{name}@orange.example", html=html)
    wait_for("it is quoted", lambda: "insuline" in mail.body["text"])
    mail.type(OWN)
    return mail


def cut_and_send(place: Station, mail: Compose) -> None:
    mail.send()
    place.shown()
    place.press(CUT)
    place.press("Send")


@pytest.mark.parametrize("html", [False, True], ids=["plain text", "HTML with a picture"])
def test_the_answer_leaves_without_the_history(place: Station, html: bool) -> None:
    mail = answered(place, html=html)
    cut_and_send(place, mail)
    (received,) = place.delivered(1)
    place.gone()
    (copy,) = place.sent_copies(1)
    for one in (received, copy):
        shown = one.get_body(("html", "plain"))
        assert shown is not None and OWN in " ".join(shown.get_content().split())
        whole = b"\n".join(part.get_payload(decode=True) or b"" for part in one.walk())  # type: ignore[misc]
        assert b"insuline" not in whole and b"wrote:" not in whole
        assert not [part for part in one.walk() if part.get_content_maintype() == "image"]
    assert "@orange.example>" in str(received["References"])


def test_what_the_server_refuses_has_its_history_back(place: Station) -> None:
    mail = answered(place, html=True, to=UNKNOWN)
    was = mail.body
    cut_and_send(place, mail)
    wait_for("Thunderbird says that it failed", lambda: place.thunderbird.alerts())
    place.thunderbird.dismiss()
    place.gone()
    wait_for("the mail can be written on", lambda: mail.is_usable)
    wait_for("the history is back", lambda: mail.body["text"].split() == was["text"].split())
    assert mail.body["pictures"] == was["pictures"] != []
    assert place.nothing_left()
