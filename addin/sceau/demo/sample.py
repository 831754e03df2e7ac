"""Two mails of an invented dietitian, as her mail client would leave them in Drafts.

All people and the establishment are invented; their domains are reserved (RFC 2606).
"""

from __future__ import annotations

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid

from sceau.demo.report import report

SENDER = Address("Camille Rousseau", "camille.rousseau", "ghe-valmont.example")
PATIENT = Address("Marie Durand", "marie.durand", "orange.example")
OTHER_PATIENT = Address("Paul Lemoine", "paul.lemoine", "laposte.example")
COLLEAGUE = Address("Hélène Garnier", "helene.garnier", "ghe-valmont.example")

REPORT_NAME = "Bilan diététique.pdf"

_TO_THE_PATIENT = """\
Bonjour Madame Durand,

Comme convenu lors de notre rendez-vous de jeudi, vous trouverez en pièce jointe votre bilan
diététique, avec les objectifs que nous avons fixés ensemble et un exemple de journée.

N’hésitez pas à noter vos questions dans votre carnet alimentaire : nous les reprendrons lors
de notre prochaine consultation, dans six semaines.

Bien cordialement,

Camille Rousseau
Diététicienne-nutritionniste
Groupe hospitalier de l’Est – Valmont
"""
_TO_A_COLLEAGUE = """\
Bonjour Hélène,

Peux-tu me dire si la réunion de service de mardi a toujours lieu à 14 h, en salle 203 ?

Merci et bonne journée,

Camille
"""


def _mail(to: Address, subject: str, text: str, date: datetime, message_id: str) -> EmailMessage:
    mail = EmailMessage(policy=SMTP)
    mail["Date"] = format_datetime(date)
    mail["From"] = SENDER
    mail["To"] = to
    mail["Subject"] = subject
    mail["Message-ID"] = message_id or make_msgid(domain=SENDER.domain)
    mail.set_content(text, cte="quoted-printable")
    return mail


def patient_mail(date: datetime | None = None, message_id: str = "") -> bytes:
    """Give the mail that goes wrong: a patient's report, unprotected, with another patient in Cc.

    ``date`` defaults to now, ``message_id`` (with its brackets) to a new one. Lines end in CRLF.
    """
    mail = _mail(
        PATIENT,
        "Votre bilan diététique",
        _TO_THE_PATIENT,
        date or datetime.now().astimezone(),
        message_id,
    )
    mail["Cc"] = OTHER_PATIENT
    mail.add_attachment(report(), maintype="application", subtype="pdf", filename=REPORT_NAME)
    return mail.as_bytes()


def clean_mail(date: datetime | None = None, message_id: str = "") -> bytes:
    """Give a mail with nothing to say about it: one colleague, no attachment, none announced.

    Parameters and result as :func:`patient_mail`.
    """
    return _mail(
        COLLEAGUE,
        "Réunion de mardi",
        _TO_A_COLLEAGUE,
        date or datetime.now().astimezone(),
        message_id,
    ).as_bytes()
