"""Files added to a message: what was there stays byte for byte, and other readers see them."""

from __future__ import annotations

import email

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sceau.errors import EditRefused
from sceau.mail.apply import SealedFile, SealedLetter
from sceau.mail.edits import (
    FIRST_ADDED,
    LETTER,
    AddAttachment,
    Edit,
    OneMailPerRecipient,
    RemoveAttachment,
    RenameAttachment,
    SealAttachment,
    SealBody,
)
from sceau.mail.message import Message
from sceau.mail.preview import preview
from support.corpus import CASES
from support.random_mail import mails

ONE, TWO = str(FIRST_ADDED), str(FIRST_ADDED + 1)
BILAN = SealedFile("Bilan é.pdf", "application/pdf", b"%PDF-1.7 bilan")
NOTES = SealedFile("notes.txt", "text/plain", b"une\r\nligne")
ADDED = (
    AddAttachment(ONE, BILAN.name, BILAN.media_type, len(BILAN.content)),
    AddAttachment(TWO, NOTES.name, NOTES.media_type, len(NOTES.content)),
)
FILES = {ONE: BILAN, TWO: NOTES}
PLAIN = b"From: a@b.example\r\nTo: c@d.example\r\nSubject: s\r\n\r\nCi-joint le bilan.\r\n"
REFUSED = {
    "headers-only": "unusual-structure",
    "no-header-at-all": "unusual-structure",
    "broken-header-line": "unusual-structure",
    "blank-before-the-colon": "unusual-structure",
    "smime-signed": "signed-mail",
    "smime-opaque-signed": "signed-mail",
    "smime-encrypted": "encrypted-mail",
    "pgp-signed": "signed-mail",
    "pgp-signed-with-recipients-inside": "signed-mail",
    "pgp-encrypted": "encrypted-mail",
    "pgp-encrypted-renamed-by-exchange": "encrypted-mail",
    "pgp-inline": "encrypted-mail",
    "pgp-inline-signed": "signed-mail",
}


def contents(raw: bytes) -> list[bytes]:
    """Give what another reader finds in the parts that are not multiparts; of a multipart that
    never ends it does not tell where the last line does."""
    found = email.message_from_bytes(raw.removeprefix(b"\xef\xbb\xbf"))
    return [
        one.get_payload(decode=True).rstrip(b"\r\n")  # type: ignore[union-attr]
        for one in found.walk()
        if not one.is_multipart()
    ]


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_every_kind_of_message_takes_them_or_says_why_not(case: object) -> None:
    raw, name = case.raw, case.name  # type: ignore[attr-defined]
    message = Message.read(raw)
    if name in REFUSED:
        with pytest.raises(EditRefused) as refused:
            message.apply(ADDED, FILES)
        assert refused.value.reason == REFUSED[name]
        return
    (made,) = message.apply(ADDED, FILES)
    found = Message.read(made).mail
    (wanted,) = preview(message.mail, ADDED)
    assert found.text.split() == wanted.text.split()
    assert [(one.name, one.size) for one in found.attachments[-2:]] == [
        (BILAN.name, len(BILAN.content)),
        (NOTES.name, len(NOTES.content)),
    ]
    assert len(found.attachments) == len(wanted.attachments)
    assert contents(made) == [*contents(raw), BILAN.content, NOTES.content]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_what_was_there_stays_byte_for_byte(data: st.DataObject) -> None:
    drawn = data.draw(mails())
    message = Message.read(drawn.raw)
    (made,) = message.apply(ADDED, FILES)
    for leaf in message.structure.root.leaves():
        assert drawn.raw[leaf.body_start : leaf.body_end] in made
    assert contents(made) == [*contents(drawn.raw), BILAN.content, NOTES.content]


SEALED = SealedFile("Bilan (chiffré).pdf", "application/pdf", b"sealed")
LETTERED = SealedLetter("Message.pdf", "application/pdf", b"letter", cover="Voir le document.")
TOGETHER: dict[str, tuple[tuple[Edit, ...], dict[str, SealedFile], list[str]]] = {
    "sealed, it is the sealed one": (
        (SealAttachment(ONE),),
        {**FILES, ONE: SEALED},
        ["Bilan (chiffré).pdf", "notes.txt"],
    ),
    "renamed, under its other name": (
        (RenameAttachment(ONE, "Document.pdf"),),
        {**FILES, ONE: SealedFile("Document.pdf", "application/pdf", b"x")},
        ["Document.pdf", "notes.txt"],
    ),
    "removed again, not at all": (
        (RemoveAttachment(ONE),),
        {TWO: NOTES},
        ["notes.txt"],
    ),
    "all removed again, the message is as it was": (
        (RemoveAttachment(ONE), RemoveAttachment(TWO)),
        {},
        [],
    ),
    "the text in a letter, behind it": (
        (SealBody(),),
        {**FILES, LETTER: LETTERED},
        ["Message.pdf", "Bilan é.pdf", "notes.txt"],
    ),
}


@pytest.mark.parametrize(("more", "sealed", "names"), TOGETHER.values(), ids=TOGETHER)
def test_with_other_edits(
    more: tuple[Edit, ...], sealed: dict[str, SealedFile], names: list[str]
) -> None:
    (made,) = Message.read(PLAIN).apply((*ADDED, *more), sealed)
    assert [one.name for one in Message.read(made).mail.attachments] == names
    assert (made == PLAIN) is (not names)


def test_each_separate_mail_has_them() -> None:
    raw = PLAIN.replace(b"c@d.example", b"c@d.example, e@f.example")
    made = Message.read(raw).apply((*ADDED, OneMailPerRecipient()), FILES)
    assert [len(Message.read(one).mail.attachments) for one in made] == [2, 2]


def test_eight_bits_are_said_of_the_whole() -> None:
    raw = PLAIN.replace(b"\r\n\r\n", b"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n", 1)
    (made,) = Message.read(raw).apply(ADDED, FILES)
    assert made.count(b"Content-Transfer-Encoding: 8bit") == 2


@pytest.mark.parametrize(
    ("edits", "sealed", "reason"),
    [
        (ADDED, {ONE: BILAN}, "sealed-file-missing"),
        ((AddAttachment(ONE, " "),), FILES, "empty-name"),
        ((SealAttachment(ONE), *ADDED), FILES, "no-such-attachment"),
    ],
    ids=["without its content", "without a name", "sealed before it is there"],
)
def test_is_refused(edits: tuple[Edit, ...], sealed: dict[str, SealedFile], reason: str) -> None:
    with pytest.raises(EditRefused) as refused:
        Message.read(PLAIN).apply(edits, sealed)
    assert refused.value.reason == reason
