"""Carrying out a Verdict: seal what is to be sealed, make the Edits, and see that what came out is
what was confirmed, before anything is submitted."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sceau.desk.confirmation import Confirmation
from sceau.desk.view import Progress
from sceau.errors import EditRefused, PasswordRefused
from sceau.mail.apply import SealedFile, SealedLetter
from sceau.mail.edits import (
    CUTTING,
    LETTER,
    SEALING,
    AddAttachment,
    AddRecipient,
    CleanAttachment,
    RemoveAttachment,
    SealAttachment,
    SealBody,
    name_after,
)
from sceau.mail.message import Message
from sceau.mail.model import Mail
from sceau.mail.names import safe_file_name
from sceau.mail.preview import edit_attachments, preview
from sceau.mail.submission import Outgoing, outgoing
from sceau.phrases import Language, phrase, say
from sceau.seal.files import sealed_name
from sceau.verdict import Verdict
from sceau.workers.pool import Workers

MOST_BYTES = 2**30
"""What all the mails of one Verdict may come to: one mail a person multiplies the attachments."""


@dataclass(frozen=True)
class Carried:
    """What is ready to be submitted: the ``outgoing`` mails, and the names of the sealed files."""

    outgoing: tuple[Outgoing, ...]
    sealed: tuple[str, ...] = field(default=())


async def carry_out(
    message: Message,
    verdict: Verdict,
    confirmation: Confirmation,
    workers: Workers,
    show: Callable[[Progress], None],
) -> Carried:
    """Give the final bytes of what the Verdict lets go.

    Raises :class:`SceauError` where a file cannot be sealed or an Edit not be made: then nothing
    is to be sent.
    """
    sealed = await _replacements(message, verdict, confirmation, workers, show)
    show(Progress(phrase("confirm.working.preparing"), can_cancel=True))
    return await asyncio.to_thread(_edit, message, verdict, sealed, confirmation.looks.language)


def completed(message: Message, verdict: Verdict, confirmation: Confirmation) -> bytes | None:
    """Give the mail with whom and what the person added in the window, and nothing else of what
    they decided; none where they added nothing.

    Raises :class:`EditRefused` where it cannot be added.
    """
    files = _added(message, verdict, confirmation)
    adding = [
        edit
        for edit in verdict.edits
        if isinstance(edit, AddRecipient)
        or (isinstance(edit, AddAttachment) and edit.attachment in files)
    ]
    return message.apply(adding, files)[0] if adding else None


async def _replacements(
    message: Message,
    verdict: Verdict,
    confirmation: Confirmation,
    workers: Workers,
    show: Callable[[Progress], None],
) -> dict[str, SealedFile]:
    cleaned = {edit.attachment for edit in verdict.edits if isinstance(edit, CleanAttachment)}
    sealing = {edit.attachment for edit in verdict.edits if isinstance(edit, SealAttachment)}
    language = confirmation.looks.language
    added = _added(message, verdict, confirmation)
    sealed = dict(added)
    if confirmation.password_tells and any(isinstance(one, SEALING) for one in verdict.edits):
        raise PasswordRefused("password-has-name")
    wanted = sorted(cleaned | sealing)
    for number, id in enumerate(wanted):
        attachment = confirmation.mail.attachment(id)
        if attachment is None:
            raise EditRefused("no-such-attachment")
        called = name_after(verdict.edits, id, attachment.name)
        what = phrase("confirm.working.sealing", name=called)
        show(Progress(what, number, len(wanted), can_cancel=True))
        content = added[id].content if id in added else await asyncio.to_thread(message.content, id)
        if id in cleaned:
            content = (await workers.clean(content)).content
            sealed[id] = SealedFile(called, attachment.media_type, content)
        if id in sealing:
            made = await workers.seal(content, called, confirmation.password)
            name = safe_file_name(sealed_name(called, made.ending, language))
            sealed[id] = SealedFile(name, made.media_type, made.content)
    if any(isinstance(edit, SealBody) for edit in verdict.edits):
        show(Progress(phrase("confirm.working.letter"), can_cancel=True))
        sealed[LETTER] = await _letter(message, verdict, confirmation.password, workers, language)
    return sealed


def _added(message: Message, verdict: Verdict, confirmation: Confirmation) -> dict[str, SealedFile]:
    """Give the files the person added and left in, as they are."""
    return {
        one.id: SealedFile(one.name, one.media_type, content)
        for one in edit_attachments(message.mail, verdict.edits)
        if (content := confirmation.added(one.id)) is not None
    }


async def _letter(
    message: Message, verdict: Verdict, password: str, workers: Workers, language: Language
) -> SealedLetter:
    """Give the text of the mail, and the pictures in it that stay there, as a sealed letter."""
    edited = {getattr(one, "attachment", "") for one in verdict.edits}
    pictures = [
        await asyncio.to_thread(message.content, one.id)
        for one in message.mail.inline_images
        if one.id not in edited
    ]
    made = await workers.letter(message.mail.text, password, pictures=pictures)
    return SealedLetter(
        name=say(phrase("seal.letter.name"), language),
        media_type=made.media_type,
        content=made.content,
        cover=say(phrase("seal.letter.cover"), language),
    )


def _edit(
    message: Message, verdict: Verdict, sealed: dict[str, SealedFile], language: str
) -> Carried:
    confirmed = preview(message.mail, verdict.edits)
    if len(confirmed) * len(message.raw) > MOST_BYTES:
        raise EditRefused("too-many-copies", count=len(confirmed))
    edited = message.apply(verdict.edits, sealed) if verdict.edits else (message.raw,)
    if len(edited) != len(confirmed):
        raise EditRefused("not-what-was-confirmed")
    now = datetime.now(UTC)
    out = tuple(outgoing(one, now=now) for one in edited)
    for mail, raw, ready in zip(confirmed, edited, out, strict=True):
        _require_same(mail, raw, ready, verdict, sealed)
    locked = {one.attachment for one in verdict.edits if isinstance(one, SealAttachment)} | {LETTER}
    return Carried(out, tuple(one.name for id, one in sealed.items() if id in locked))


def _require_same(
    confirmed: Mail,
    edited: bytes,
    ready: Outgoing,
    verdict: Verdict,
    sealed: dict[str, SealedFile],
) -> None:
    """Read what will be sent once more, and compare it with what was confirmed: the same people,
    the same files, each sealed one sealed.

    Raises :class:`EditRefused` ``not-what-was-confirmed``.
    """
    found = Message.read(edited)
    people = sorted((one.field, one.address) for one in found.mail.recipients)
    wanted = sorted((one.field, one.address) for one in confirmed.recipients)
    addresses = {one.address.lower() for one in confirmed.recipients}
    added = any(isinstance(edit, AddAttachment) for edit in verdict.edits)
    cut = LETTER not in sealed and any(isinstance(one, CUTTING) for one in verdict.edits)
    removed = any(isinstance(edit, RemoveAttachment) for edit in verdict.edits)
    same = (
        people == wanted
        and {one.lower() for one in ready.recipients} <= addresses
        and len(found.mail.attachments) == len(confirmed.attachments)
        and (removed or _sealed_stand(Message.read(ready.content), sealed, anywhere=cut or added))
        and (LETTER not in sealed or not found.mail.inline_images)
        and (not cut or found.mail.text.split() == confirmed.text.split())
    )
    if not same:
        raise EditRefused("not-what-was-confirmed")


def _sealed_stand(sent: Message, sealed: dict[str, SealedFile], *, anywhere: bool) -> bool:
    """Whether each stands where it is to stand: ``anywhere``, where pictures may have gone with
    what was cut, or a letter or an added file has changed the count."""
    if anywhere or LETTER in sealed:
        there = [sent.content(one.id) for one in sent.mail.attachments]
        return all(file.content in there for file in sealed.values())
    return all(sent.content(id) == file.content for id, file in sealed.items())
