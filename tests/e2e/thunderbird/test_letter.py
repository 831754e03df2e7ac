"""The text of a mail leaves Thunderbird in a sealed letter, and is the person's own again where it
does not leave."""

from __future__ import annotations

import base64
import itertools
import subprocess
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from support.station import CAMILLE, UNKNOWN, Station, attached
from support.thunderbird import Compose
from support.windows import wait_for

pytestmark = pytest.mark.e2e

HEALTH = "La glycémie de votre mari est élevée à 2,4 g/L, le traitement par insuline est repris."
NUMBERS = itertools.count(1)
SECRETS = ("glycémie", "insuline", "2,4 g/L")
LETTER = "Put the text into an encrypted document"


def picture() -> bytes:
    """Give a picture with enough in it to be found again."""
    file = BytesIO()
    Image.radial_gradient("L").resize((80, 60)).save(file, "PNG")
    return file.getvalue()


IMAGE = f'<img src="data:image/png;base64,{base64.b64encode(picture()).decode()}" alt="a &gt; b">'

ASKED = EmailMessage()
ASKED["From"] = "Marie Durand <marie.durand@orange.example>"
ASKED["To"] = CAMILLE
ASKED["Subject"] = "Question"
ASKED["Message-ID"] = "<letter@orange.example>"
ASKED.set_content(
    "<p>Bonjour, faut-il reprendre l’insuline ? Voici le carnet.</p><img src='cid:carnet@x'>",
    "html",
)
ASKED.add_related(picture(), "image", "png", cid="<carnet@x>", filename="carnet.png")


def opened(letter: bytes, password: str, folder: Path) -> tuple[str, int]:
    """Give the text poppler reads in the letter, and how many pictures it finds."""
    file = folder / "letter.pdf"
    file.write_bytes(letter)

    def run(*words: str) -> str:
        ran = subprocess.run(
            [
                words[0],
                *words[1:],
                "-upw",
                password,
                file,
                *(["-"] if words[0] == "pdftotext" else []),
            ],
            capture_output=True,
            text=True,
            check=False,
        )
        return ran.stdout

    return run("pdftotext"), sum("image" in line for line in run("pdfimages", "-list").splitlines())


def everything_in(message: EmailMessage) -> str:
    """Give the source of a mail and all its parts, decoded."""
    parts = [part.get_payload(decode=True) or b"" for part in message.walk()]
    return "\n".join(one.decode("utf-8", "replace") for one in (message.as_bytes(), *parts))  # type: ignore[union-attr]


def send_in_a_letter(place: Station, mail: Compose) -> None:
    """Choose the letter, and let it go."""
    mail.send()
    place.shown()
    place.press(LETTER)
    place.press("Encrypt and send")


MAILS = {
    "plain text": (False, HEALTH),
    "HTML with a picture": (True, f"<p>Bonjour,</p><p><b>{HEALTH}</b></p><p>{IMAGE}</p>"),
}


@pytest.mark.parametrize(("html", "body"), MAILS.values(), ids=MAILS)
def test_the_text_leaves_in_a_letter(place: Station, tmp_path: Path, html: bool, body: str) -> None:
    mail = place.write(html=html, body=body)
    send_in_a_letter(place, mail)
    (received,) = place.delivered(1)
    password = place.password()
    place.done()
    ((name, letter),) = attached(received).items()
    assert name == "Message (encrypted).pdf"
    text, pictures = opened(letter, password, tmp_path)
    assert HEALTH in " ".join(text.replace("*", "").split())
    assert pictures == (1 if html else 0)
    assert opened(letter, "", tmp_path) == ("", 0)
    (copy,) = place.sent_copies(1)
    for one in (received, copy):
        assert not [secret for secret in SECRETS if secret in everything_in(one)]
        assert not [part for part in one.walk() if part.get_content_maintype() == "image"]
        shown = one.get_body(("plain", "html"))
        assert shown is not None and "confidential" in shown.get_content()
    wait_for("it is noted", lambda: place.journal() == ["confirmed", "left"])


def test_an_answer_leaves_with_all_it_quotes_in_the_letter(place: Station, tmp_path: Path) -> None:
    name = f"letter-{next(NUMBERS)}@orange.example"  # Thunderbird remembers what it saw under one
    place.imap.deliver(CAMILLE, ASKED.as_bytes().replace(b"letter@orange.example", name.encode()))
    mail = place.answer("reply", message=name, html=True)
    wait_for("the picture is quoted", lambda: mail.body["pictures"])
    mail.type(HEALTH)
    send_in_a_letter(place, mail)
    (received,) = place.delivered(1)
    password = place.password()
    place.done()
    ((_, letter),) = attached(received).items()
    text, pictures = opened(letter, password, tmp_path)
    assert "faut-il reprendre" in text and "2,4 g/L" in text and pictures == 1
    assert f"<{name}>" in str(received["References"])
    (copy,) = place.sent_copies(1)
    for one in (received, copy):
        assert not [secret for secret in (*SECRETS, "carnet") if secret in everything_in(one)]
        assert not [part for part in one.walk() if part.get_content_maintype() == "image"]


def test_going_back_after_choosing_the_letter_changes_nothing(place: Station) -> None:
    mail = place.write(html=True, body=f"<p>{HEALTH}</p>{IMAGE}")
    was = mail.body
    mail.send()
    place.shown()
    place.press(LETTER)
    place.press("Back to the message")
    wait_for("the mail can be written on", lambda: mail.is_usable)
    assert mail.body["text"].split() == was["text"].split()
    assert mail.body["pictures"] == was["pictures"] != []
    assert mail.state["attachments"] == []
    assert place.nothing_left()


@pytest.mark.parametrize("html", [False, True], ids=["plain text", "HTML with a picture"])
def test_what_the_server_refuses_gives_the_text_back(place: Station, html: bool) -> None:
    body = f"<p>{HEALTH}</p>{IMAGE}" if html else HEALTH
    mail = place.write(to=UNKNOWN, html=html, body=body)
    was = mail.body
    send_in_a_letter(place, mail)
    wait_for("Thunderbird says that it failed", lambda: place.thunderbird.alerts())
    place.thunderbird.dismiss()
    place.done()
    wait_for("the mail can be written on", lambda: mail.is_usable)
    wait_for("the text is back", lambda: mail.body["text"].split() == was["text"].split())
    assert mail.body["pictures"] == was["pictures"]
    wait_for("the letter is taken out", lambda: mail.state["attachments"] == [])
    assert place.nothing_left()
    wait_for("it is noted", lambda: place.journal() == ["confirmed", "refused"])
