"""Edits in bytes: what changes, exactly, and what is refused."""

from __future__ import annotations

import email
from email import policy

import pytest

from sceau.errors import EditRefused
from sceau.mail.apply import SealedFile, check
from sceau.mail.edits import (
    Edit,
    MoveToBcc,
    OneMailPerRecipient,
    RemoveAttachment,
    RemoveRecipient,
    RenameAttachment,
    ReplaceRecipient,
    SealAttachment,
)
from sceau.mail.message import Message
from sceau.mail.preview import preview
from support.corpus import DATED, FROM, PDF, file, mail, mixed, multi, pdf, text, typed

A, B, C = "a@example.org", "b@example.org", "c@example.org"
ONE = OneMailPerRecipient()
SEALED = SealedFile("bilan.pdf", "application/pdf", b"%PDF sealed")


def test_sealing_changes_only_what_it_must() -> None:
    raw = mixed(
        text(),
        pdf("bilan.pdf", "Content-MD5: xyz==", "Content-ID: <1@x>", "X-Attachment-Id: f_1"),
        text("Fin"),
    )
    (made,) = Message.read(raw).apply([SealAttachment("2")], {"2": SEALED})
    part = made[made.index(b"--b1\r\nContent-Type: application/pdf") :].split(b"--b1")[1]
    assert part.decode().split("\r\n") == [
        "",
        "Content-Type: application/pdf;",
        '\tname="bilan.pdf"',
        "Content-Disposition: attachment;",
        '\tfilename="bilan.pdf"',
        "Content-Transfer-Encoding: base64",
        "Content-ID: <1@x>",
        "X-Attachment-Id: f_1",
        "",
        "JVBERiBzZWFsZWQ=",
        "",
    ]


@pytest.mark.parametrize("end", [b"\r\n", b"\n", b"\r"], ids=["CRLF", "LF", "CR"])
def test_line_ends_are_those_of_the_message(end: bytes) -> None:
    raw = mixed(text(), pdf()).replace(b"\r\n", end)
    edits: list[Edit] = [
        SealAttachment("2"),
        MoveToBcc(("jeanne.moreau@example.org",)),
        RenameAttachment(
            "2", "un nom bien trop long pour une seule ligne d’en-tête, avec des accents.pdf"
        ),
    ]
    file = SealedFile("x.pdf", "application/pdf", bytes(500))
    (made,) = Message.read(raw).apply(edits, {"2": file})
    others = made.replace(end, b"")
    assert b"\n" not in others
    assert b"\r" not in others


SHAPES: dict[str, tuple[bytes, str]] = {
    "an attachment that is the whole message": (
        mail((*DATED, *(str(one) for one in pdf()[:3])), str(pdf()[-1], "ascii")),
        "1",  # type: ignore[arg-type]
    ),
    "the only part": (mixed(pdf()), "1"),
    "the last part, no boundary behind it": (
        mail((*DATED, *typed("mixed", "b1")), *multi("b1", text(), pdf(), close=False)),
        "2",
    ),
    "the only part, no boundary behind it": (
        mail((*DATED, *typed("mixed", "b1")), *multi("b1", pdf(), close=False)),
        "1",
    ),
    "a part without a body": (mixed(text(), ['Content-Type: application/pdf; name="a.pdf"']), "2"),
    "a part without a header": (mixed(text(), ["Content-Type: application/pdf", "", ""]), "2"),
    "a header that ends the file": (
        mail(DATED, "x").split(b"\r\n\r\n")[0] + b"\r\nContent-Type: application/pdf",
        "1",
    ),
    "a message without MIME-Version": (
        mail((FROM, "Content-Type: application/pdf"), "x"),
        "1",
    ),
}


@pytest.mark.parametrize(("raw", "id"), SHAPES.values(), ids=SHAPES)
def test_sealing_gives_valid_mime(raw: bytes, id: str) -> None:
    file = SealedFile("scellé.pdf", "application/pdf", PDF * 10)
    (made,) = Message.read(raw).apply([SealAttachment(id)], {id: file})
    theirs = list(email.message_from_bytes(made, policy=policy.SMTP).walk())
    (sealed,) = [one for one in theirs if one.get_content_type() == "application/pdf"]
    assert sealed.get_payload(decode=True) == file.content
    assert sealed.get_filename() == file.name
    assert theirs[0]["MIME-Version"] == "1.0"
    assert not [
        defect
        for one in theirs
        for defect in one.defects
        if "Boundary" not in type(defect).__name__
    ]


@pytest.mark.parametrize(("raw", "id"), SHAPES.values(), ids=SHAPES)
def test_removing_gives_valid_mime(raw: bytes, id: str) -> None:
    (made,) = Message.read(raw).apply([RemoveAttachment(id)])
    for one in email.message_from_bytes(made, policy=policy.SMTP).walk():
        assert one.get_content_type() in ("multipart/mixed", "text/plain")
        assert not one.is_multipart() or one.get_payload()
    assert b"pdf" not in made.lower()


def test_a_description_does_not_keep_the_old_name() -> None:
    raw = mixed(
        text(),
        file(
            PDF,
            'Content-Type: application/pdf; name="bilan moreau.pdf"',
            "Content-Description: Bilan Moreau",
        ),
    )
    (made,) = Message.read(raw).apply(
        [SealAttachment("2")], {"2": SealedFile("document.pdf", "application/pdf", b"x")}
    )
    assert b"oreau" not in made.split(b"--b1")[2]


def test_renaming_keeps_the_other_parameters() -> None:
    raw = mixed(
        text(),
        file(
            b"abc",
            'Content-Type: text/csv; charset=utf-8; name="a.csv"; header=present',
            "Content-Disposition: inline; size=3; filename*=UTF-8''a%2Ecsv; creation-date=\"x\"",
        ),
    )
    (made,) = Message.read(raw).apply([RenameAttachment("2", 'b "2";.csv')])
    found = Message.read(made)
    assert found.mail.attachments[0].name == 'b "2";.csv'
    assert b"charset=utf-8;\r\n\theader=present;\r\n\tname=" in made
    assert b'inline;\r\n\tsize=3;\r\n\tcreation-date="x";\r\n\tfilename*=' in made
    assert found.content("2") == b"abc"


def test_section_numbers_are_those_of_the_mail_as_read() -> None:
    raw = mixed(text(), pdf("un.pdf"), pdf("deux.pdf"), pdf("trois.pdf"))
    edits: list[Edit] = [
        RemoveAttachment("2"),
        RenameAttachment("4", "quatre.pdf"),
        SealAttachment("3"),
    ]
    (made,) = Message.read(raw).apply(edits, {"3": SEALED})
    assert [(one.id, one.name) for one in Message.read(made).mail.attachments] == [
        ("2", "bilan.pdf"),
        ("3", "quatre.pdf"),
    ]
    (shown,) = preview(Message.read(raw).mail, edits)
    assert [(one.id, one.name, one.sealed) for one in shown.attachments] == [
        ("3", "deux.pdf", True),
        ("4", "quatre.pdf", False),
    ]


def test_no_edit_changes_nothing() -> None:
    raw = mixed(text(), pdf())
    assert Message.read(raw).apply([]) == (raw,)


_SIGNED = mail(
    (*DATED, *typed("signed", "s")),
    *multi(
        "s",
        [*typed("mixed", "b1"), "", *multi("b1", text(), pdf())],
        ["Content-Type: application/pkcs7-signature; name=smime.p7s", "", "x"],
    ),
)
_JEANNE = "jeanne.moreau@example.org"

REFUSED: dict[str, tuple[bytes, list[Edit], str]] = {
    "sealing what is not there": (mixed(text()), [SealAttachment("2")], "no-such-attachment"),
    "removing the text": (mixed(text()), [RemoveAttachment("1")], "no-such-attachment"),
    "sealing without a sealed file": (
        mixed(text(), pdf()),
        [SealAttachment("2")],
        "sealed-file-missing",
    ),
    "moving a stranger": (mixed(text()), [MoveToBcc((A,))], "no-such-recipient"),
    "replacing by no address": (
        mixed(text()),
        [ReplaceRecipient(_JEANNE, "jeanne")],
        "malformed-replacement",
    ),
    "replacing by a header field": (
        mixed(text()),
        [ReplaceRecipient(_JEANNE, f"{A}\r\nBcc: {B}")],
        "malformed-replacement",
    ),
    "renaming to nothing": (mixed(text(), pdf()), [RenameAttachment("2", " ")], "empty-name"),
    "an attachment under a signature": (_SIGNED, [RemoveAttachment("1.2")], "signed-mail"),
    "a name under a signature": (_SIGNED, [RenameAttachment("1.2", "x")], "signed-mail"),
    "another recipient for an encrypted mail": (
        mail((*DATED, "Content-Type: application/pkcs7-mime; smime-type=enveloped-data"), "x"),
        [ReplaceRecipient(_JEANNE, A)],
        "encrypted-mail",
    ),
}


@pytest.mark.parametrize(("raw", "edits", "reason"), REFUSED.values(), ids=REFUSED)
def test_refusals(raw: bytes, edits: list[Edit], reason: str) -> None:
    message = Message.read(raw)
    with pytest.raises(EditRefused) as refusal:
        message.apply(edits)
    assert refusal.value.reason == reason
    assert str(refusal.value) == reason
    if reason != "sealed-file-missing":
        with pytest.raises(EditRefused):
            check(message, edits)


ALLOWED: dict[str, tuple[bytes, list[Edit]]] = {
    "recipients of a signed mail": (_SIGNED, [MoveToBcc((_JEANNE,))]),
    "one mail each of a signed mail": (_SIGNED, [ONE]),
    "taking a recipient out of an encrypted mail": (
        mail((*DATED, f"Cc: {A}", "Content-Type: application/pkcs7-mime"), "x"),
        [RemoveRecipient(A)],
    ),
    "an attachment beside a signed part": (
        mixed([*typed("signed", "s"), "", *multi("s", text(), text("x"))], pdf()),
        [RemoveAttachment("2")],
    ),
}


@pytest.mark.parametrize(("raw", "edits"), ALLOWED.values(), ids=ALLOWED)
def test_what_protection_does_not_cover_may_change(raw: bytes, edits: list[Edit]) -> None:
    message = Message.read(raw)
    check(message, edits)
    for made in message.apply(edits):
        covered = made.index(b"\r\n\r\n")
        if edits[0].__class__ is not RemoveAttachment:
            assert made[covered:] == raw[raw.index(b"\r\n\r\n") :]


def test_a_header_whose_blank_line_an_edit_would_swallow_is_refused() -> None:
    raw = b"From: a@example.org\rTo: b@example.org\n\nc@example.org: Bonjour\r"
    for edit in (MoveToBcc((B,)), RemoveRecipient(B)):
        with pytest.raises(EditRefused, match="unusual-structure"):
            Message.read(raw).apply([edit])
