"""A mail whose files are no PDFs: each leaves sealed in its own form, rightly named and typed."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import pytest

from sceau.desk.answers import Answers, AnswersDesk
from sceau.mail.message import Message
from sceau.seal.sealing import unseal
from support import pdfs
from support.office_files import office
from support.passages import sent
from support.pictures import PLACE, picture

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FILES = {
    "Photo de la plaie.jpg": (picture("JPEG", orientation=6), "image/jpeg"),
    "Compte rendu.docx": (office("docx"), DOCX),
    "Suivi.csv": (b"date;poids\n2026-11-24;71,5\n", "text/csv"),
    "Ordonnance.pdf": (pdfs.signed(), "application/pdf"),
}
LEFT = {
    "Photo de la plaie (chiffré).pdf": "application/pdf",
    "Compte rendu (chiffré).docx": DOCX,
    "Suivi (chiffré).pdf": "application/pdf",
    "Ordonnance (chiffré).pdf": "application/pdf",
}


def the_mail() -> bytes:
    mail = EmailMessage()
    mail["From"] = "camille.rousseau@ghe-valmont.example"
    mail["To"] = "marie.durand@orange.example"
    mail["Subject"] = "Vos documents"
    mail.set_content("Bonjour, voici vos documents.")
    for name, (content, media_type) in FILES.items():
        kind, _, subtype = media_type.partition("/")
        mail.add_attachment(content, kind, subtype, filename=name)
    return mail.as_bytes()


def test_each_leaves_in_its_own_form(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCEAU_HOME", str(tmp_path / "home"))
    report, out = sent(the_mail(), AnswersDesk(Answers(verdict="send", seal=list(FILES))))
    assert report.ending == "sent"
    (left,) = out
    message = Message.read(left.content)
    assert {one.name: one.media_type for one in message.mail.attachments} == LEFT
    opened = {
        one.name: unseal(message.content(one.id), report.password)
        for one in message.mail.attachments
    }
    assert opened["Suivi (chiffré).pdf"].content == FILES["Suivi.csv"][0]
    assert opened["Ordonnance (chiffré).pdf"].content == FILES["Ordonnance.pdf"][0]
    for content, _ in FILES.values():
        assert content not in left.content
    for one in message.mail.attachments:
        assert PLACE.encode() not in message.content(one.id)
