"""A file whose name says an illness leaves under the name it was given, sealed too."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import pytest

from sceau.demo.report import report
from sceau.desk.answers import CURE_AND_SEND, AnswersDesk
from sceau.mail.message import Message
from sceau.seal.pdf import opens_with
from support.passages import sent


def the_mail() -> bytes:
    mail = EmailMessage()
    mail["From"] = "camille.rousseau@ghe-valmont.example"
    mail["To"] = "marie.durand@orange.example"
    mail["Subject"] = "Votre test VIH est négatif"
    mail.set_content("Bonjour, voici votre document en pièce jointe.")
    mail.add_attachment(report(), "application", "pdf", filename="CR cancer du sein.pdf")
    return mail.as_bytes()


def test_neither_name_nor_subject_says_the_illness(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCEAU_HOME", str(tmp_path / "home"))
    ended, out = sent(the_mail(), AnswersDesk(CURE_AND_SEND))
    assert ended.ending == "sent"
    (left,) = out
    message = Message.read(left.content)
    (file,) = message.mail.attachments
    assert file.name == "Document médical (chiffré).pdf"
    assert message.mail.subject == "Message confidentiel"
    assert opens_with(message.content(file.id), ended.password)
    assert b"cancer" not in left.content
    assert b"VIH" not in left.content
