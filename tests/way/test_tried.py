"""Trying what a mail says on its own files, through the workers that read them."""

from __future__ import annotations

import asyncio
from email.message import EmailMessage
from email.policy import SMTP

import pytest

from sceau.mail.message import Message
from sceau.review.engine import Review, begin
from sceau.seal.pdf import seal_pdf
from sceau.way.examine import examine
from sceau.workers.pool import Workers
from support import pdfs
from support.case_tables import told

PASSWORD = "7kf3-9xpa-mnq8-tzr2"


def written(text: str) -> Message:
    mail = EmailMessage(policy=SMTP)
    mail["From"] = "secretariat@clinique-exemple.fr"
    mail["To"] = "marie.durand@orange.fr"
    mail["Subject"] = "Votre bilan"
    mail.set_content(text)
    sealed = seal_pdf(pdfs.report(), PASSWORD).content
    mail.add_attachment(sealed, maintype="application", subtype="pdf", filename="bilan.pdf")
    return Message.read(mail.as_bytes())


def reviewed(message: Message) -> Review:
    async def run() -> Review:
        review = begin(message.mail)
        async with Workers() as workers:
            async for attachment, found in examine(message, review.pending, workers):
                review = review.with_reading(attachment, found)
        return review

    return asyncio.run(run())


def test_the_password_in_the_text_is_tried_and_told() -> None:
    review = reviewed(written("Bonjour,\nvoici le bilan. Mot de passe : 7kf3 9xpa mnq8 tzr2.\n"))
    [finding] = review.findings
    assert (finding.rule, finding.level) == ("password-in-mail", "block")
    assert "9xpa" not in told(finding)
    assert "9xpa" not in repr(review.readings)


@pytest.mark.parametrize("text", ["Bonjour, voici le bilan.\n", "mdp : 7kf3-9xpa-mnq8-tzr3\n"])
def test_what_does_not_open_it_is_not_told(text: str) -> None:
    assert reviewed(written(text)).findings == ()


def test_nothing_to_try_asks_no_worker() -> None:
    async def run() -> str:
        async with Workers() as workers:
            found = await workers.opening(b"%PDF-1.7", ())
            assert workers.pids == ()
            return found

    assert asyncio.run(run()) == ""
