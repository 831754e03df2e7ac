"""What a Mail will be once Edits are made: what the window shows before anything is changed."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from sceau.errors import EditRefused
from sceau.mail.body import kind_of
from sceau.mail.cuts import cuts_of
from sceau.mail.edits import (
    LETTER,
    AddAttachment,
    CleanAttachment,
    Edit,
    OneMailPerRecipient,
    RemoveAttachment,
    RenameAttachment,
    SealAttachment,
    SealBody,
)
from sceau.mail.model import Attachment, Mail
from sceau.mail.recipient_edits import edit_recipients, message_id_for, one_each
from sceau.mail.subject_edits import edit_subject
from sceau.mail.text_edits import without_cuts


def preview(mail: Mail, edits: Sequence[Edit]) -> tuple[Mail, ...]:
    """Give what ``mail`` becomes by ``edits``: one Mail, several only for OneMailPerRecipient.

    Attachments keep the section numbers of ``mail``, so that further Edits can name them. The
    size, name and type of a file that will be sealed are not known yet: it is marked ``sealed``
    and left as it is, an inline image among the attachments from then on. A text that goes into a
    letter leaves none (the sentence in its place is not known yet). Raises EditRefused as
    :func:`~sceau.mail.recipient_edits.edit_recipients`, :func:`edit_attachments` and
    :func:`~sceau.mail.subject_edits.edit_subject` do, ``no-body-text``, ``no-history`` and
    ``no-such-passage``.
    """
    places = edit_recipients(mail.recipients, edits)
    files = edit_attachments(mail, edits)
    edited = replace(
        mail,
        subject=edit_subject(mail.subject, edits),
        recipients=tuple(one.recipient for one in places),
        attachments=tuple(one for one in files if not one.inline),
        inline_images=tuple(one for one in files if one.inline),
    )
    if any(isinstance(one, SealBody) for one in edits):
        edited = _text_in_letter(edited)
    elif (cuts := cuts_of(mail, edits)) is not None:
        edited = without_cuts(edited, cuts)
    if not any(isinstance(one, OneMailPerRecipient) for one in edits) or not places:
        return (edited,)
    return tuple(
        replace(
            edited,
            recipients=(one.recipient,),
            message_id=message_id_for(mail.message_id, index, one.recipient.address),
        )
        for index, one in enumerate(one_each(places))
    )


def _text_in_letter(mail: Mail) -> Mail:
    if not mail.text.strip():
        raise EditRefused("no-body-text")
    letter = Attachment(id=LETTER, name="", media_type="application/pdf", size=0, sealed=True)
    return replace(
        mail, text="", html="", attachments=(*mail.attachments, letter), inline_images=()
    )


def edit_attachments(mail: Mail, edits: Sequence[Edit]) -> list[Attachment]:
    """Give the attachments and inline images of ``mail`` after ``edits``, in their order.

    Raises EditRefused: ``no-such-attachment``, ``empty-name``. A file that is added is named by
    Edits behind the one that adds it.
    """
    known = {one.id: one for one in (*mail.attachments, *mail.inline_images)}
    files = dict(sorted(known.items(), key=lambda item: _place(item[0])))
    for edit in edits:
        if isinstance(edit, AddAttachment):
            if not edit.name.strip():
                raise EditRefused("empty-name")
            known[edit.attachment] = files[edit.attachment] = added(edit)
        if not isinstance(
            edit, SealAttachment | CleanAttachment | RenameAttachment | RemoveAttachment
        ):
            continue
        if edit.attachment not in known:
            raise EditRefused("no-such-attachment")
        if isinstance(edit, RenameAttachment) and not edit.name.strip():
            raise EditRefused("empty-name")
        file = files.get(edit.attachment)
        if file is None:
            continue
        if isinstance(edit, RemoveAttachment):
            del files[edit.attachment]
        elif isinstance(edit, RenameAttachment):
            kind = file.kind if file.sealed else kind_of(file.media_type, edit.name)
            files[edit.attachment] = replace(file, name=edit.name, kind=kind)
        elif isinstance(edit, CleanAttachment):
            files[edit.attachment] = replace(file, cleaned=True)
        else:
            files[edit.attachment] = replace(file, sealed=True, inline=False, kind="file")
    return list(files.values())


def added(edit: AddAttachment) -> Attachment:
    """Give the attachment that this Edit makes."""
    return Attachment(
        id=edit.attachment,
        name=edit.name,
        media_type=edit.media_type,
        size=edit.size,
        kind=kind_of(edit.media_type, edit.name),
    )


def _place(section: str) -> tuple[int, ...]:
    return tuple(int(number) for number in section.split("."))
