"""Putting the text of a mail into a sealed letter: nothing of it is left, the files stay."""

from __future__ import annotations

import email
import email.policy

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from sceau.errors import EditRefused
from sceau.mail.apply import SealedFile, SealedLetter
from sceau.mail.edits import (
    LETTER,
    CleanAttachment,
    Edit,
    MoveToBcc,
    OneMailPerRecipient,
    RemoveAttachment,
    RenameAttachment,
    SealAttachment,
    SealBody,
)
from sceau.mail.message import Message
from sceau.mail.preview import preview
from support.corpus import CASES, DATED, PDF, PNG, file, mail, mixed, multi, pdf, text, typed
from support.random_mail import mails

SECRET = "glycémie à jeun de Jeanne"
COVER = "Bonjour,\n\nCe message est confidentiel : il est dans le document joint.\n"
LETTER_FILE = SealedLetter("Message (chiffré).pdf", "application/pdf", b"%PDF letter", COVER)
SEALED = SealedFile("bilan (chiffré).pdf", "application/pdf", b"%PDF sealed")

HTML = text(f"<p>{SECRET} <img src='cid:p@x'></p>", "Content-Type: text/html; charset=utf-8")
PICTURE = file(
    PNG, "Content-Type: image/png; name=a.png", "Content-ID: <p@x>", "Content-Disposition: inline"
)


def nested(kind: str, boundary: str, *parts: list[str | bytes]) -> list[str | bytes]:
    return [*typed(kind, boundary), "", *multi(boundary, *parts)]


SHAPES = {
    "a text alone": mail((*DATED, "Content-Type: text/plain; charset=utf-8"), SECRET),
    "HTML alone": mail((*DATED, "Content-Type: text/html; charset=utf-8"), f"<b>{SECRET}</b>"),
    "no Content-Type": mail(DATED, SECRET.replace("é", "e").replace("à", "a")),
    "two forms": mail((*DATED, *typed("alternative", "b1")), *multi("b1", text(SECRET), HTML)),
    "a text and a file": mixed(text(SECRET), pdf()),
    "two forms and a file": mixed(nested("alternative", "b2", text(SECRET), HTML), pdf()),
    "a picture in the text": mixed(nested("related", "b2", HTML, PICTURE), pdf()),
    "a text behind the file": mixed(text("Bonjour"), pdf(), text(SECRET)),
    "a file within a form": mixed(
        nested("alternative", "b2", text(SECRET), nested("mixed", "b3", HTML, pdf("dedans.pdf"))),
        pdf(),
    ),
    "not closed": mail(
        (*DATED, *typed("mixed", "b1")), *multi("b1", text(SECRET), pdf(), close=False)
    ),
    "a preamble that repeats it": mixed(text(SECRET), pdf()).replace(
        b"\r\n\r\n--b1", f"\r\n\r\n{SECRET}\r\n--b1".encode(), 1
    ),
}


def contents(raw: bytes) -> list[bytes]:
    """Give what another reader finds in the parts."""
    return [
        part.get_payload(decode=True)
        for part in email.message_from_bytes(raw).walk()
        if not part.is_multipart()
    ]


@pytest.mark.parametrize("end", [b"\r\n", b"\n"], ids=["CRLF", "LF"])
@pytest.mark.parametrize("raw", SHAPES.values(), ids=SHAPES)
def test_the_text_goes_and_the_files_stay(raw: bytes, end: bytes) -> None:
    raw = raw.replace(b"\r\n", end)
    message = Message.read(raw)
    (made,) = message.apply([SealBody()], {LETTER: LETTER_FILE})
    assert SECRET.encode() not in made
    assert b"jeun" not in b"".join(contents(made))
    found = Message.read(made).mail
    assert found.text.split() == COVER.split()
    assert not found.html
    assert not found.inline_images
    assert not found.defects
    assert [one.name for one in found.attachments] == [
        *(one.name for one in message.mail.attachments),
        "Message (chiffré).pdf",
    ]
    assert contents(made)[1:] == [
        *(message.content(one.id) for one in message.mail.attachments),
        LETTER_FILE.content,
    ]
    cover = email.message_from_bytes(made, policy=email.policy.default).get_body(("plain",))
    assert cover is not None
    assert cover.get_content().split() == COVER.split()
    assert found.subject == message.mail.subject
    if end == b"\n":
        assert b"\r" not in made


def test_other_edits_are_made_with_it() -> None:
    raw = mixed(text(SECRET), pdf(), pdf("annexe.pdf"), pdf("trop.pdf"), pdf("photo.pdf"))
    edits: list[Edit] = [
        SealBody(),
        SealAttachment("2"),
        RenameAttachment("3", "Annexe.pdf"),
        RemoveAttachment("4"),
        CleanAttachment("5"),
        MoveToBcc(("jeanne.moreau@example.org",)),
    ]
    message = Message.read(raw)
    clean = SealedFile("photo.pdf", "application/pdf", b"clean")
    (made,) = message.apply(edits, {"2": SEALED, "5": clean, LETTER: LETTER_FILE})
    found = Message.read(made).mail
    assert [one.name for one in found.attachments] == [
        "bilan (chiffré).pdf",
        "Annexe.pdf",
        "photo.pdf",
        "Message (chiffré).pdf",
    ]
    assert contents(made)[1:] == [SEALED.content, PDF, b"clean", LETTER_FILE.content]
    assert [one.field for one in found.recipients] == ["bcc"]
    (told,) = preview(message.mail, edits)
    assert len(told.attachments) == 4
    assert not told.text


def test_each_recipient_gets_the_letter() -> None:
    raw = mixed(text(SECRET), pdf()).replace(
        b"To: Jeanne Moreau <jeanne.moreau@example.org>", b"To: a@example.org, b@example.org"
    )
    made = Message.read(raw).apply([SealBody(), OneMailPerRecipient()], {LETTER: LETTER_FILE})
    assert len(made) == 2
    assert all(LETTER_FILE.content in contents(one) for one in made)


REFUSED = {
    "no text": (mail((*DATED, "Content-Type: text/plain"), "  "), "no-body-text"),
    "a text in an encoding there is not": (
        mixed(text(SECRET, "Content-Type: text/plain", "Content-Transfer-Encoding: x-own"), pdf()),
        "unusual-structure",
    ),
    "signed": (
        mail(
            (*DATED, *typed("signed", "b1", "protocol=application/pkcs7-signature")),
            *multi("b1", text(SECRET), file(b"s", "Content-Type: application/pkcs7-signature")),
        ),
        "signed-mail",
    ),
}


@pytest.mark.parametrize(("raw", "reason"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_is_refused(raw: bytes, reason: str) -> None:
    with pytest.raises(EditRefused, match=reason):
        Message.read(raw).apply([SealBody()], {LETTER: LETTER_FILE})


def test_without_the_letter_nothing_is_made() -> None:
    with pytest.raises(EditRefused, match="sealed-file-missing"):
        Message.read(mixed(text(SECRET))).apply([SealBody()])


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_whatever_the_mail_its_files_are_kept_byte_for_byte(data: st.DataObject) -> None:
    drawn = data.draw(mails())
    message = Message.read(drawn.raw)
    assume(message.mail.text.strip())
    (made,) = message.apply([SealBody()], {LETTER: LETTER_FILE})
    found = Message.read(made)
    assert found.mail.text.split() == COVER.split()
    kept = [message.content(one.id) for one in message.mail.attachments]
    assert [found.content(one.id) for one in found.mail.attachments] == [*kept, b"%PDF letter"]
    for section in (one.id for one in message.mail.attachments):
        part = message.structure.part(section)
        assert part is not None
        assert drawn.raw[part.start : part.body_end] in made


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_any_mail_is_made_or_refused(case: object) -> None:
    message = Message.read(case.raw)  # type: ignore[attr-defined]
    try:
        (made,) = message.apply([SealBody()], {LETTER: LETTER_FILE})
    except EditRefused:
        return
    found = Message.read(made).mail
    assert found.text.split() == COVER.split()
    assert len(found.attachments) == len(message.mail.attachments) + 1
