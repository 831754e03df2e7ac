"""A mail whose text names somebody by a number: cured in one act, it leaves as a sealed letter."""

from __future__ import annotations

import contextlib
from email.message import EmailMessage
from pathlib import Path

import pypdfium2
import pytest

from sceau.desk.answers import Answers, AnswersDesk
from sceau.mail.message import Message
from sceau.seal.sealing import unseal
from support.passages import sent
from support.pictures import picture

NIR = "2 85 03 75 123 001 58"
TEXT = f"Bonjour,\n\nPatiente {NIR}, suivie pour son diabète.\n"


def the_mail() -> bytes:
    mail = EmailMessage()
    mail["From"] = "camille.rousseau@ghe-valmont.example"
    mail["To"] = "marie.durand@orange.example"
    mail["Subject"] = "Votre suivi"
    mail.set_content(TEXT)
    mail.add_alternative(f"<p>{NIR}</p><img src='cid:logo@x'>", "html")
    html = mail.get_payload()[1]  # type: ignore[index]
    html.add_related(picture("PNG"), "image", "png", cid="<logo@x>")  # type: ignore[union-attr]
    mail.add_attachment(b"date;poids\n", "text", "csv", filename="Suivi.csv")
    return mail.as_bytes()


CHOSEN = {
    "by the cure": Answers(verdict="send", cures={"identifier": "seal-body"}, seal="all"),
    "by its own switch": Answers(verdict="send", letter=True, seal="all"),
}


@pytest.mark.parametrize("answers", CHOSEN.values(), ids=CHOSEN)
def test_the_text_leaves_in_a_letter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answers: Answers
) -> None:
    monkeypatch.setenv("SCEAU_HOME", str(tmp_path / "home"))
    report, out = sent(the_mail(), AnswersDesk(answers), language="fr")
    assert report.ending == "sent", report
    assert report.sealed == ("Suivi (chiffré).pdf", "Message (chiffré).pdf")
    (left,) = out
    message = Message.read(left.content)
    assert "document chiffré joint" in message.mail.text
    assert not message.mail.inline_images
    everything = [message.content(one.id) for one in message.mail.attachments]
    for clear in (NIR.encode(), NIR.replace(" ", "").encode(), "diabète".encode()):
        assert clear not in left.content
        assert not [one for one in everything if clear in one]
    (letter,) = [one for one in message.mail.attachments if one.name == "Message (chiffré).pdf"]
    opened = unseal(message.content(letter.id), report.password).content
    with contextlib.closing(pypdfium2.PdfDocument(opened)) as document:
        assert len(document) == 2  # the text, and the picture that stood in it
        assert document[0].get_textpage().get_text_bounded().split() == TEXT.split()
