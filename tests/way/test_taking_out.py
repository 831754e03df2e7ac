"""A password and a link written in a mail are taken out in one act, and what leaves has them no
more."""

from __future__ import annotations

import email.policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from sceau.desk.answers import Answers, AnswersDesk
from sceau.mail.letters import letters
from sceau.mail.message import Message
from sceau.seal.pdf import seal_pdf
from support.passages import sent
from support.repository import ROOT

PASSWORD = "7kf3-9xpa-mnq8-tzu2"
REPORT = ROOT / "tests/review/reading/samples/consultation.pdf"
LINK = "https://we.tl/t-AbCdEf123"


def written(*, subject: str = "Votre dossier", name: str = "dossier.pdf") -> bytes:
    mail = EmailMessage(policy=email.policy.SMTP)
    mail["From"] = "Secrétariat <secretariat@ghe-valmont.example>"
    mail["To"] = "Marie Durand <marie.durand@orange.example>"
    mail["Subject"] = subject
    mail["Message-ID"] = "<dossier@ghe-valmont.example>"
    mail.set_content(f"Bonjour,\n\nmdp : {PASSWORD}\nImages : {LINK}\n\nCordialement\n")
    mail.add_alternative(
        f'<p>Bonjour,</p><p>mdp : <b>{PASSWORD}</b></p><p><a href="{LINK}">Images</a></p>'
        "<p>Cordialement</p>",
        "html",
    )
    sealed = seal_pdf(REPORT.read_bytes(), PASSWORD).content
    mail.add_attachment(sealed, "application", "pdf", filename=name)
    return mail.as_bytes()


@pytest.mark.parametrize(
    ("subject", "name"),
    [
        ("Votre dossier", "dossier.pdf"),
        (f"Votre dossier, code {PASSWORD}", "dossier.pdf"),
        ("Votre dossier", f"dossier {PASSWORD}.pdf"),
    ],
    ids=["in the text", "in the subject too", "in the file's name too"],
)
def test_it_leaves_without_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, subject: str, name: str
) -> None:
    monkeypatch.setenv("SCEAU_HOME", str(tmp_path / "home"))
    answers = Answers(
        verdict="send",
        cures={"password-in-mail": "password-out", "consumer-sharing-link": "link-out"},
        acknowledge="all",
    )
    report, out = sent(written(subject=subject, name=name), AnswersDesk(answers))
    assert report.ending == "sent", report
    (left,) = out
    mail = Message.read(left.content).mail
    (file,) = mail.attachments
    whole = letters(" ".join((mail.subject, mail.text, mail.html, file.name)))
    assert letters(PASSWORD) not in whole and letters(LINK) not in whole
    assert file.name.startswith("dossier") and "Votre dossier" in mail.subject
    assert "Bonjour" in mail.text and "Images" in mail.html and "Cordialement" in mail.html
