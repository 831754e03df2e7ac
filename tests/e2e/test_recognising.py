"""Scanned pages are read by Tesseract, behind the open window and never before it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest

from sceau.mail.message import Message
from sceau.review.reading.model import FileReading
from sceau.way.examine import examine
from sceau.workers.pool import Workers
from support import scans
from support.command import Desktop

pytestmark = pytest.mark.e2e


def written(content: bytes, name: str, subtype: str) -> bytes:
    mail = EmailMessage(policy=SMTP)
    mail["From"] = "secretariat@clinique-exemple.example"
    mail["To"] = "marie.durand@orange.example"
    mail["Subject"] = "Document"
    mail.set_content("Bonjour, voici le document en pièce jointe.\n")
    maintype = "application" if subtype == "pdf" else "image"
    mail.add_attachment(content, maintype=maintype, subtype=subtype, filename=name)
    return mail.as_bytes()


def test_a_scan_is_told_first_and_read_after() -> None:
    message = Message.read(written(scans.scanned(), "scan.pdf", "pdf"))

    async def job() -> list[FileReading]:
        async with Workers() as workers:
            wanted = [one.id for one in message.mail.attachments]
            return [found async for _, found in examine(message, wanted, workers)]

    first, then = asyncio.run(job())
    assert first.unread is not None
    assert first.text.strip() == ""
    assert then.unread is None
    assert "Patiente" in then.text
    assert then.health is not None
    assert then.health.concerns == "person"


@pytest.mark.parametrize(
    ("make", "name", "subtype"),
    [
        pytest.param(scans.scanned, "scan.pdf", "pdf", id="a scanned PDF"),
        pytest.param(lambda: scans.page_pictures()[0], "photo.jpg", "jpeg", id="a photo of a page"),
    ],
)
def test_check_tells_what_a_scan_says(
    tmp_path: Path, make: Callable[[], bytes], name: str, subtype: str
) -> None:
    mail = tmp_path / "mail.eml"
    mail.write_bytes(written(make(), name, subtype))
    ran = Desktop(tmp_path).sceau("check", str(mail), "--json", "--language", "fr")
    assert [one["rule"] for one in ran.json["findings"]] == ["health-data"]
    assert ran.json["not_examined"] == []
    assert name in ran.json["findings"][0]["evidence"]
