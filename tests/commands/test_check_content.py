"""``sceau check --json`` on what is written in mails and in their files."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest

from support.command import Desktop
from support.office_files import office

SAMPLES = Path(__file__).parents[1] / "review" / "reading" / "samples"
ILL = "Patiente adressée pour un prédiabète, HbA1c 6,4 %, Levothyrox 75 µg par jour."
NIR = "285037512300158"


def written(text: str = "Bonjour, voici le document joint.", **files: bytes) -> bytes:
    mail = EmailMessage(policy=SMTP)
    mail["From"] = "secretariat@clinique-exemple.example"
    mail["To"] = "marie.durand@orange.example"
    mail["Subject"] = "Document"
    mail.set_content(text + "\n")
    for name, content in files.items():
        mail.add_attachment(
            content, maintype="application", subtype="octet-stream", filename=name.replace("_", ".")
        )
    return mail.as_bytes()


MAILS: dict[str, tuple[bytes, list[tuple[str, list[str]]]]] = {
    "a report in Word": (
        written(bilan_docx=office("docx", ILL)), [("health-data", ["seal", "remove-file"])],
    ),
    "a report of the old Word, its identity with it": (
        written(bilan_doc=(SAMPLES / "consultation.doc").read_bytes()),
        [("health-data", ["seal", "remove-file"])],
    ),
    "a note in the text": (written(ILL), [("health-data", ["seal-body"])]),
    "a number in a text file": (written(a_txt=f"NIR {NIR}".encode()), [("identifier", ["seal"])]),
    "a mail in the mail": (
        written(a_eml=b"From: a@example.org\r\nTo: b@example.org\r\n\r\n" + ILL.encode()),
        [("health-data", ["seal", "remove-file"])],
    ),
    "a document nobody is in": (written(menu_docx=office("docx", "Menu : poisson et riz.")), []),
}  # fmt: skip


@pytest.mark.parametrize(("mail", "finds"), MAILS.values(), ids=MAILS)
def test_what_is_written_is_found(
    tmp_path: Path, mail: bytes, finds: list[tuple[str, list[str]]]
) -> None:
    (tmp_path / "mail.eml").write_bytes(mail)
    ran = Desktop(tmp_path).sceau("check", "mail.eml", "--json", "--language", "fr")
    found = ran.json["findings"]
    assert [(one["rule"], [cure["name"] for cure in one["cures"]]) for one in found] == finds
    assert ran.code == (1 if finds else 0)
    assert NIR not in ran.out
