"""What a person would say is in a message."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

import sceau
from sceau.errors import UnreadableInput
from sceau.mail.message import Message
from sceau.mail.model import Recipient
from sceau.phrases import say
from support.corpus import CASES, DATED, FROM, PNG, TO, file, mail, mixed, multi, pdf, text, typed


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "empty-mail"),
        (b" \r\n\n", "empty-mail"),
        (b"%PDF-1.4\n1 0 obj", "not-a-mail"),
        (PNG, "not-a-mail"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "not-a-mail"),
        ("From: a@x.org\n\nx".encode("utf-16"), "not-a-mail"),
    ],
    ids=["empty", "blanks", "a PDF", "a picture", "an Outlook .msg", "UTF-16"],
)
def test_what_is_no_mail(raw: bytes, reason: str) -> None:
    with pytest.raises(UnreadableInput) as refusal:
        Message.read(raw)
    assert refusal.value.reason == reason
    assert refusal.value.exit_code == 65
    assert say(refusal.value.sentence, "fr") != refusal.value.sentence.key


@pytest.mark.parametrize("case", CASES[:12], ids=[case.name for case in CASES[:12]])
def test_bytes_and_digest(case: object) -> None:
    raw: bytes = case.raw  # type: ignore[attr-defined]
    message = Message.read(raw)
    assert message.raw is raw
    assert message.digest == hashlib.sha256(raw).hexdigest()


def test_the_header() -> None:
    found = Message.read(
        mail(
            (
                'From: "Dr. Zoé" <zoe@cabinet-exemple.fr>',
                TO,
                "Cc: =?utf-8?q?=C3=89?= <e@example.org>",
                "Subject: RE: bilan",
                "Message-ID: <3@cabinet-exemple.fr>",
                "In-Reply-To: <2@example.org>",
                "References: <1@example.org>\r\n <2@example.org>",
                "Date: Tue, 24 Nov 2026 09:00:00 +0100",
            ),
            "x",
        )
    ).mail
    assert found.sender == Recipient(field="to", address="zoe@cabinet-exemple.fr", name="Dr. Zoé")
    assert [(one.field, one.address, one.name) for one in found.recipients] == [
        ("to", "jeanne.moreau@example.org", "Jeanne Moreau"),
        ("cc", "e@example.org", "É"),
    ]
    assert (found.message_id, found.in_reply_to) == ("<3@cabinet-exemple.fr>", "<2@example.org>")
    assert found.references == ("<1@example.org>", "<2@example.org>")
    assert found.date == "Tue, 24 Nov 2026 09:00:00 +0100"
    assert not found.resent


RELATIONS: dict[str, tuple[str, tuple[str, ...], str]] = {
    "a new mail": ("Bilan", (), "new"),
    "Re:": ("Re: Bilan", (), "reply"),
    "RE with a blank and a no-break space": ("RE\u00a0: Bilan", (), "reply"),
    "a counted reply": ("Re[2]: Bilan", (), "reply"),
    "Aw:": ("AW: Bilan", (), "reply"),
    "TR:": ("Tr : Bilan", (), "forward"),
    "Fwd:": ("Fwd: Bilan", (), "forward"),
    "Wg:": ("WG: Bilan", (), "forward"),
    "a forward that notes what it answers": (
        "TR: RE: Bilan",
        ("In-Reply-To: <1@example.org>",),
        "forward",
    ),
    "a reply to a forward": ("RE: TR: Bilan", (), "reply"),
    "no prefix, but an answer": ("Bilan", ("References: <1@example.org>",), "reply"),
    "Thunderbird's note": ("Bilan", ("X-Forwarded-Message-Id: <1@x.org>",), "forward"),
    "a word that begins like one": ("Rendez-vous: demain", (), "new"),
    "a word and a colon": ("Transfert : demain", (), "new"),
}


@pytest.mark.parametrize(("subject", "more", "relation"), RELATIONS.values(), ids=RELATIONS)
def test_relation(subject: str, more: tuple[str, ...], relation: str) -> None:
    raw = mail((FROM, TO, f"Subject: {subject}", *more), "x")
    assert Message.read(raw).mail.relation == relation


def test_kinds_of_attachments() -> None:
    raw = mixed(
        text(),
        file(b"x", "Content-Type: application/vnd.ms-tnef"),
        ["Content-Type: message/rfc822", "", "Subject: x", "", "y"],
        ["Content-Type: message/external-body; access-type=URL", "", ""],
        ["Content-Type: message/partial; id=x; number=1", "", "x"],
        pdf(),
    )
    assert [one.kind for one in Message.read(raw).mail.attachments] == [
        "tnef",
        "message",
        "external",
        "file",
        "file",
    ]


def test_pictures_in_the_text_are_apart_from_attachments() -> None:
    picture = ("Content-Type: image/png",)
    raw = mail(
        (*DATED, *typed("related", "b1")),
        *multi(
            "b1",
            text('<img src="CID:a%40x"><img src=cid:b@x>', "Content-Type: text/html"),
            file(
                PNG,
                *picture,
                "Content-ID: <a@x>",
                "Content-Disposition: attachment; filename=a.png",
            ),
            file(PNG, *picture, "Content-ID: <b@x>"),
            file(PNG, *picture, "Content-Disposition: inline"),
            file(PNG, *picture, "Content-Disposition: attachment; filename=scan.png"),
            file(PNG, "Content-Type: application/pdf", "Content-ID: <b@x>"),
        ),
    )
    found = Message.read(raw).mail
    assert [one.id for one in found.inline_images] == ["2", "3", "4"]
    assert all(one.inline for one in found.inline_images)
    assert [one.id for one in found.attachments] == ["5", "6"]
    assert [one.content_id for one in found.inline_images] == ["a@x", "b@x", ""]


def test_a_clear_file_beside_an_encrypted_part_is_not_protected() -> None:
    encrypted = [
        *typed("encrypted", "e"),
        "",
        *multi(
            "e",
            ["Content-Type: application/pgp-encrypted", "", "Version: 1"],
            ["Content-Type: application/octet-stream", "", "x"],
        ),
    ]
    found = Message.read(mixed(encrypted, pdf())).mail
    assert found.protection == "none"
    assert [one.id for one in found.attachments] == ["2"]
    assert Message.read(mixed(encrypted)).mail.protection == "encrypted"


def test_what_is_inside_an_opaque_signature_is_an_attachment_not_examined() -> None:
    raw = mail((*DATED, "Content-Type: application/pkcs7-mime; smime-type=signed-data"), "x")
    found = Message.read(raw).mail
    assert found.protection == "signed"
    assert [one.media_type for one in found.attachments] == ["application/pkcs7-mime"]


def test_reading_needs_nothing_of_the_email_package() -> None:
    """``sceau check`` of a small mail starts at once."""
    program = (
        "import sys; from sceau.mail.message import Message;"
        "Message.read(b'From: a@x.org\\nContent-Type: text/plain\\n\\nx');"
        "print(*(name for name in ('email', 'html', 'hashlib') if name in sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(Path(sceau.__file__).resolve().parents[1])},
    )
    assert done.stdout.strip() == ""
