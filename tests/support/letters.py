"""A letter to a patient with a file, a copy and a hidden recipient."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP

PDF = b"%PDF-1.7\n" + bytes(range(256)) * 40


def letter(file: bytes = PDF) -> bytes:
    """Give it as a client writes it, with an HTML body."""
    made = EmailMessage(policy=SMTP)
    made["From"] = "Alice Martin <alice@clinique.example>"
    made["To"] = "Jeanne Moreau <jeanne.moreau@courriel.example>"
    made["Cc"] = "Paul Roy <paul.roy@cabinet.example>"
    made["Bcc"] = "Louis Petit <louis.petit@courriel.example>"
    made["Subject"] = "Votre compte rendu d’été"
    made["Message-ID"] = "<one.42@clinique.example>"
    made.set_content("<p>Bonjour,</p><p>voilà.</p>", subtype="html")
    made.add_attachment(file, maintype="application", subtype="pdf", filename="compte rendu é.pdf")
    return made.as_bytes()
