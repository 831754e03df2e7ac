"""The files of a compose window, sealed: made, brought to the add-on, and remembered there."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sceau.desk.view import Progress
from sceau.errors import EditRefused, ServiceRefused
from sceau.hooks.frames import File, SealedFile, Send, Want
from sceau.hooks.thunderbird.changes import SealedContent
from sceau.hooks.thunderbird.details import mail_of
from sceau.hooks.thunderbird.files import Files
from sceau.hooks.thunderbird.giving import Giving, Say
from sceau.mail.edits import CleanAttachment, Edit, SealAttachment, name_after
from sceau.mail.names import safe_file_name
from sceau.mail.preview import edit_attachments
from sceau.phrases import Language, phrase, say
from sceau.seal.files import sealed_name
from sceau.workers.pool import Workers

PICTURES_WITHIN = 60.0
"""Seconds the add-on may take to bring the pictures in the text; 25 MB take one."""


@dataclass
class Sealed:
    """Files that were sealed in a compose window whose mail has not left, and their password: it
    is still the one that opens them when Send is clicked."""

    password: str = ""
    names: frozenset[str] = frozenset()

    def standing(self, files: tuple[File, ...]) -> int:
        """How many of them the compose window still holds."""
        return sum(one.name in self.names for one in files)

    def add(self, password: str, names: Iterable[str]) -> None:
        """These were sealed with this password."""
        self.password, self.names = password, self.names | frozenset(names)


async def make(
    send: Send,
    edits: Iterable[Edit],
    files: Files,
    *,
    workers: Workers,
    password: str,
    language: Language,
    working: Callable[[Progress], None],
    added: Callable[[str], bytes | None] = lambda _id: None,
) -> dict[int, SealedContent]:
    """Seal and clean the attachments of the compose window that ``edits`` say, by their numbers;
    give those that are to be added among them, of which ``added`` gives the content.

    ``working`` is told how far it is. Raises :class:`EditRefused` ``no-such-attachment`` where the
    content of one is not here, and what :meth:`Workers.seal` raises.
    """
    made_of = tuple(edits)
    cleaned = {edit.attachment for edit in made_of if isinstance(edit, CleanAttachment)}
    sealing = {edit.attachment for edit in made_of if isinstance(edit, SealAttachment)}
    wanted = sorted(cleaned | sealing, key=int)
    listed = {str(one.attachment): one for one in send.details.files}
    sealed: dict[int, SealedContent] = {}
    for one in edit_attachments(mail_of(send.details), made_of):
        if (content := added(one.id)) is not None:
            listed[one.id] = File(
                attachment=int(one.id),
                name=one.name,
                media_type=one.media_type,
                size=len(content),
                stamp="",
            )
            sealed[int(one.id)] = SealedContent(one.name, one.media_type, content, locked=False)
    for number, id in enumerate(wanted):
        file = listed.get(id)
        content = _content(id, file, files, added)
        if file is None or content is None:
            raise EditRefused("no-such-attachment")
        called = name_after(made_of, id, file.name)
        what = phrase("confirm.working.sealing", name=called)
        working(Progress(what, number, len(wanted), can_cancel=True))
        if id in cleaned:
            content = (await workers.clean(content)).content
            sealed[file.attachment] = SealedContent(called, file.media_type, content, locked=False)
        if id in sealing:
            made = await workers.seal(content, called, password)
            name = safe_file_name(sealed_name(called, made.ending, language))
            sealed[file.attachment] = SealedContent(name, made.media_type, made.content)
    return sealed


def _content(
    id: str, file: File | None, files: Files, added: Callable[[str], bytes | None]
) -> bytes | None:
    content = added(id)
    return content if content is not None or file is None else files.content(file)


async def letter(
    send: Send,
    files: Files,
    ask: Say,
    *,
    workers: Workers,
    password: str,
    language: Language,
    working: Callable[[Progress], None],
) -> SealedContent:
    """Put the text of the compose window, and the pictures in it, into a sealed letter.

    ``ask`` tells the add-on which pictures are wanted. Raises :class:`EditRefused`
    ``letter-picture`` where one cannot be had, :class:`ServiceRefused` ``thunderbird-silent``, and
    what :meth:`Workers.letter` raises.
    """
    working(Progress(phrase("confirm.working.letter"), can_cancel=True))
    pictures: list[bytes] = []
    try:
        for one in send.details.pictures:
            await ask(Want(compose=send.compose, attachment=one.attachment))
            async with asyncio.timeout(PICTURES_WITHIN):
                await files.reading(one)
            content = files.content(one)
            if content is None:
                raise EditRefused("letter-picture")
            pictures.append(content)
    except TimeoutError:
        raise ServiceRefused("thunderbird-silent") from None
    finally:
        for one in send.details.pictures:
            files.removed(one.attachment)
    made = await workers.letter(send.details.text, password, pictures=pictures)
    return SealedContent(
        say(phrase("seal.letter.name"), language),
        made.media_type,
        made.content,
        cover=say(phrase("seal.letter.cover"), language),
    )


async def give(send: Send, sealed: dict[int, SealedContent], giving: Giving) -> None:
    """Bring sealed files to the add-on, the letter among them. Raises :class:`ServiceRefused`
    ``thunderbird-silent``."""
    for attachment, one in sealed.items():
        announced = SealedFile(
            compose=send.compose,
            request=send.request,
            attachment=attachment,
            name=one.name,
            media_type=one.media_type,
            size=len(one.content),
        )
        await giving.give(announced, one.content)
