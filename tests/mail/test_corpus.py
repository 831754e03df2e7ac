"""Every mail of the corpus is read as it should be, and edited without touching anything else."""

from __future__ import annotations

import email

import pytest

from sceau.errors import EditRefused
from sceau.mail.apply import SealedFile
from sceau.mail.edits import MoveToBcc, OneMailPerRecipient, RemoveAttachment, SealAttachment
from sceau.mail.message import Message
from sceau.mail.preview import preview
from support.corpus import CASES, FOLDER, Case
from support.edited import assert_only_these_changed, assert_reads_as

SEALED = SealedFile("bilan (chiffré).pdf", "application/pdf", b"sealed " * 40)
each = pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])


def test_the_files_are_those_of_the_table() -> None:
    written = {path.stem: path.read_bytes() for path in FOLDER.glob("*.eml")}
    assert written == {case.name: case.raw for case in CASES}


@each
def test_reading(case: Case) -> None:
    mail = Message.read(case.raw).mail
    assert tuple(one.address for one in mail.recipients) == case.to
    assert tuple((one.id, one.name) for one in mail.attachments) == case.files
    assert tuple(one.id for one in mail.inline_images) == case.pictures
    assert mail.text == case.text
    assert mail.subject == case.subject
    assert mail.protection == case.protection
    assert mail.relation == case.relation
    assert set(mail.defects) == set(case.defects)
    assert mail.unread == case.unread
    assert mail.size == len(case.raw)


@each
def test_sizes_are_those_of_the_contents(case: Case) -> None:
    message = Message.read(case.raw)
    for one in (*message.mail.attachments, *message.mail.inline_images):
        if one.id not in message.mail.unread:
            assert len(message.content(one.id)) == one.size


@each
def test_sealing_the_first_attachment(case: Case) -> None:
    if not case.files:
        return
    message = Message.read(case.raw)
    edits = [SealAttachment(case.files[0][0])]
    sealed = {case.files[0][0]: SEALED}
    if case.refused:
        with pytest.raises(EditRefused) as refusal:
            message.apply(edits, sealed)
        assert refusal.value.reason == case.refused
        return
    (edited,) = message.apply(edits, sealed)
    result = Message.read(edited)
    assert_reads_as(result.mail, preview(message.mail, edits)[0], renumbered=False)
    sealed_one = result.mail.attachment(case.files[0][0])
    assert sealed_one is not None
    assert (sealed_one.name, sealed_one.media_type) == (SEALED.name, SEALED.media_type)
    assert result.content(case.files[0][0]) == SEALED.content
    assert_only_these_changed(case.raw, edited, edits)
    part = message.structure.part(case.files[0][0])
    assert part is not None
    if part.parent is not None:
        assert edited.startswith(case.raw[: part.start])
        assert edited.endswith(case.raw[part.body_end :])


@each
def test_removing_every_attachment(case: Case) -> None:
    message = Message.read(case.raw)
    edits = [RemoveAttachment(id) for id, _ in case.files]
    if case.refused and edits:
        with pytest.raises(EditRefused) as refusal:
            message.apply(edits)
        assert refusal.value.reason == case.refused
        return
    (edited,) = message.apply(edits)
    result = Message.read(edited)
    assert result.mail.attachments == ()
    assert_reads_as(result.mail, preview(message.mail, edits)[0])
    # A last reader that is not ours finds no multipart without a part in it.
    for part in email.message_from_bytes(edited).walk():
        assert part.get_content_maintype() != "multipart" or part.get_payload()


@each
def test_moving_everyone_to_bcc(case: Case) -> None:
    message = Message.read(case.raw)
    edits = [MoveToBcc(case.to)]
    if refused := _recipients_refused(case):
        with pytest.raises(EditRefused) as refusal:
            message.apply(edits)
        assert refusal.value.reason == refused
        return
    (edited,) = message.apply(edits)
    result = Message.read(edited)
    assert_reads_as(result.mail, preview(message.mail, edits)[0])
    assert all(one.field == "bcc" for one in result.mail.recipients)
    assert_only_these_changed(case.raw, edited, edits)


@each
def test_one_mail_per_recipient(case: Case) -> None:
    message = Message.read(case.raw)
    edits = [OneMailPerRecipient()]
    if refused := _recipients_refused(case) or ("resent-mail" if message.mail.resent else ""):
        with pytest.raises(EditRefused) as refusal:
            message.apply(edits)
        assert refusal.value.reason == refused
        return
    mails = message.apply(edits)
    for one, previewed in zip(mails, preview(message.mail, edits), strict=True):
        assert_reads_as(Message.read(one).mail, previewed)
    identities = [Message.read(one).mail.message_id for one in mails]
    assert len(set(identities)) == (len(identities) if message.mail.message_id else 1)
    for one in mails:
        assert_only_these_changed(case.raw, one, edits)


def _recipients_refused(case: Case) -> str:
    if case.protection == "encrypted":
        return "encrypted-mail"
    if case.name == "pgp-signed-with-recipients-inside":
        return "signed-recipients"
    return "unusual-structure" if case.refused == "unusual-structure" else ""
