"""The sample mail is what a client really writes, and its report a real PDF."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pikepdf
import pytest

from sceau.demo.report import report
from sceau.demo.sample import REPORT_NAME, clean_mail, patient_mail

WHEN = datetime(2026, 11, 12, 10, 0, tzinfo=UTC)


def parse(raw: bytes) -> EmailMessage:
    mail = message_from_bytes(raw, policy=default)
    assert isinstance(mail, EmailMessage)
    return mail


def test_the_patient_s_mail_has_another_patient_in_copy_and_the_report() -> None:
    mail = parse(patient_mail(WHEN))
    assert mail["To"].addresses[0].display_name == "Marie Durand"
    assert mail["Cc"].addresses[0].display_name == "Paul Lemoine"
    (attached,) = mail.iter_attachments()
    assert attached.get_filename() == REPORT_NAME
    assert attached.get_content() == report()


def test_the_colleague_s_mail_has_one_inside_recipient_and_no_file() -> None:
    mail = parse(clean_mail(WHEN))
    assert mail["From"].addresses[0].domain == mail["To"].addresses[0].domain
    assert mail["Cc"] is None
    assert not list(mail.iter_attachments())


@pytest.mark.parametrize("make", [patient_mail, clean_mail])
def test_each_run_has_a_message_id_of_its_own(make: Callable[[], bytes]) -> None:
    assert parse(make())["Message-ID"] != parse(make())["Message-ID"]


@pytest.mark.parametrize("make", [patient_mail, clean_mail])
def test_lines_are_as_smtp_wants_them(make: Callable[[], bytes]) -> None:
    raw = make()
    assert raw.count(b"\n") == raw.count(b"\r\n")
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))
    raw.decode("ascii")


def test_every_address_is_in_a_reserved_domain() -> None:
    for raw in (patient_mail(), clean_mail()):
        mail = parse(raw)
        people = [
            one for name in ("From", "To", "Cc") if mail[name] for one in mail[name].addresses
        ]
        assert all(one.domain.endswith(".example") for one in people)


def test_the_report_is_two_pages_without_a_fault_and_without_a_password(tmp_path: Path) -> None:
    file = tmp_path / "report.pdf"
    file.write_bytes(report())
    with pikepdf.open(file) as pdf:
        assert len(pdf.pages) == 2
        assert not pdf.is_encrypted
    subprocess.run(["qpdf", "--check", str(file)], check=True, capture_output=True)


def test_the_report_s_text_can_be_read(tmp_path: Path) -> None:
    file = tmp_path / "report.pdf"
    file.write_bytes(report())
    text = subprocess.run(
        ["pdftotext", "-layout", str(file), "-"], check=True, capture_output=True, text=True
    ).stdout
    for words in (
        "Bilan diététique",
        "Marie Durand",
        "HbA1c",
        "œufs",
        "six semaines",
        "Page 2 sur 2",
    ):
        assert words in text
