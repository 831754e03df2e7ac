"""An answer that takes a long history about somebody's health along."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP

OWN = "Bonjour, c’est noté pour mardi."
LINE = (
    "Votre patiente Mme Roux a une glycémie élevée à 2,4 g/L, le traitement par insuline est "
    "repris, la tension suivie."
)
INTRODUCED = "Le 3 mars 2026 à 10:12, Dr Leroy <a.leroy@chu-un.example> a écrit :"


def quoted(times: int = 40) -> str:
    """Give the HTML of what is quoted."""
    return f"<p>{LINE}</p>" * times


def long_answer(times: int = 40) -> bytes:
    """Give it as Thunderbird writes it, in both forms."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = "Camille Rousseau <camille.rousseau@ghe-valmont.example>"
    mail["To"] = "Marie Durand <marie.durand@orange.example>"
    mail["Subject"] = "Re: Suivi"
    mail["Message-ID"] = "<answer@ghe-valmont.example>"
    mail["In-Reply-To"] = "<question@chu-un.example>"
    mail.set_content(f"{OWN}\n\n{INTRODUCED}\n" + f"> {LINE}\n" * times)
    mail.add_alternative(
        f'<html><body><p>{OWN}</p><div class="moz-cite-prefix">'
        f"{INTRODUCED.replace('<', '&lt;').replace('>', '&gt;')}</div>"
        f'<blockquote type="cite">{quoted(times)}</blockquote></body></html>',
        "html",
    )
    return mail.as_bytes()
