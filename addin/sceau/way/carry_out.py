"""Carrying out a Verdict: seal what is to be sealed, make the Edits, and see that what came out is
what was confirmed, before anything is submitted."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sceau.desk.confirmation import Confirmation
from sceau.desk.view import Progress
from sceau.errors import EditRefused
from sceau.mail.apply import SealedFile
from sceau.mail.edits import RemoveAttachment, SealAttachment
from sceau.mail.message import Message
from sceau.mail.model import Mail
from sceau.mail.names import safe_file_name
from sceau.mail.preview import preview
from sceau.mail.submission import Outgoing, outgoing
from sceau.phrases import phrase
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
    sealed = await _seal(message, verdict, confirmation, workers, show)
    show(Progress(phrase("confirm.working.preparing"), can_cancel=True))
    return await asyncio.to_thread(_edit, message, verdict, sealed, confirmation.looks.language)


async def _seal(
    message: Message,
    verdict: Verdict,
    confirmation: Confirmation,
    workers: Workers,
    show: Callable[[Progress], None],
) -> dict[str, SealedFile]:
    wanted = [edit.attachment for edit in verdict.edits if isinstance(edit, SealAttachment)]
    sealed: dict[str, SealedFile] = {}
    for number, id in enumerate(wanted):
        attachment = message.mail.attachment(id)
        if attachment is None:
            raise EditRefused("no-such-attachment")
        what = phrase("confirm.working.sealing", name=attachment.name)
        show(Progress(what, number, len(wanted), can_cancel=True))
        content = await asyncio.to_thread(message.content, id)
        made = await workers.seal(content, attachment.name, confirmation.password)
        name = safe_file_name(
            sealed_name(attachment.name, made.ending, confirmation.looks.language)
        )
        sealed[id] = SealedFile(name, made.media_type, made.content)
    return sealed


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
    return Carried(out, tuple(one.name for one in sealed.values()))


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
    removed = any(isinstance(edit, RemoveAttachment) for edit in verdict.edits)
    same = (
        people == wanted
        and {one.lower() for one in ready.recipients} <= addresses
        and len(found.mail.attachments) == len(confirmed.attachments)
        and (removed or _sealed_stand(Message.read(ready.content), sealed))
    )
    if not same:
        raise EditRefused("not-what-was-confirmed")


def _sealed_stand(sent: Message, sealed: dict[str, SealedFile]) -> bool:
    return all(sent.content(id) == file.content for id, file in sealed.items())
