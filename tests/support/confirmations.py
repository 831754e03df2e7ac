"""Confirmations of small mails between invented people."""

from __future__ import annotations

from sceau.desk import view
from sceau.desk.confirmation import Confirmation
from sceau.mail.model import Attachment, Mail, Recipient
from sceau.review.engine import begin
from sceau.review.reading.model import FileReading, Opening

SENDER = Recipient(field="to", address="camille.rousseau@ghe-valmont.example", name="Camille")
MARIE = Recipient(field="to", address="marie.durand@orange.example", name="Marie Durand")
PAUL = Recipient(field="cc", address="paul.lefevre@free.example", name="Paul Lefèvre")
INSIDE = Recipient(field="cc", address="secretariat@ghe-valmont.example")
BROKEN = Recipient(field="to", address="marie.durand", defect="no-at")
PDF = Attachment(id="2", name="Bilan.pdf", media_type="application/pdf", size=1200)
NOTES = Attachment(id="3", name="notes.txt", media_type="text/plain", size=12)
OPEN_PDF = FileReading(kind="pdf", opening=Opening.ANYONE, pages=2)
LOCKED_PDF = FileReading(kind="pdf", opening=Opening.PASSWORD)
SIGNED_PDF = FileReading(kind="pdf", opening=Opening.ANYONE, signed=True, pages=1)


def mail(*recipients: Recipient, attachments: tuple[Attachment, ...] = (), **more: object) -> Mail:
    given_text = {"subject": "Votre bilan", "text": "Bonjour.", **more}
    return Mail(sender=SENDER, recipients=recipients, attachments=attachments, **given_text)  # type: ignore[arg-type]


def pane(password: str, kind: str, opens: int) -> view.PasswordPane:
    return view.PasswordPane(
        password=password, groups=(password,), spelling=(), sms_qr="data:,", kind=kind, opens=opens
    )


def confirm(one: Mail, readings: dict[str, FileReading] | None = None) -> Confirmation:
    confirmation = Confirmation(
        one, begin(one), digest="d" * 64, make_password=lambda kind: f"made-{kind}", make_pane=pane
    )
    for id, found in (readings or {}).items():
        confirmation.reading(id)
        confirmation.read(id, found)
    return confirmation


STORY = mail(MARIE, PAUL, attachments=(PDF,))
"""A patient's report, with another patient in Cc."""
