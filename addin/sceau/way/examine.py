"""Reading the attachments of a mail in the workers, as they come."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterable, Mapping
from types import MappingProxyType

import msgspec

from sceau.errors import SceauError
from sceau.mail.message import Message
from sceau.mail.model import Attachment, Mail
from sceau.review.candidates import candidates
from sceau.review.reading.model import FileReading, Opening
from sceau.review.reading.pictured import is_to_recognise
from sceau.workers.pool import Workers

AT_ONCE = 4
"""Attachments decoded and waiting for a worker at one time; bounds the memory of a mail with
hundreds of them."""


async def examine(
    message: Message,
    attachments: Iterable[str],
    workers: Workers,
    begun: Callable[[str], None] = lambda _id: None,
    pictured: Mapping[str, FileReading] = MappingProxyType({}),
) -> AsyncGenerator[tuple[str, FileReading], None]:
    """Give the section number of each of these attachments and what was found in it, as each is
    finished; once more, where what is written in its pictures was read after that. ``pictured`` are
    those read before of which only that is missing.

    ``begun`` is told the section number when its examination begins. Leaving the iteration early
    stops what is still being read.
    """
    room = asyncio.Semaphore(AT_ONCE)

    async def one(attachment: Attachment) -> tuple[str, FileReading]:
        async with room:
            begun(attachment.id)
            return attachment.id, await _read(message, attachment, workers)

    async def recognise(id: str, found: FileReading) -> tuple[str, FileReading]:
        async with room:
            content = await asyncio.to_thread(message.content, id)
            return id, await workers.recognise(content, found)

    known = (message.mail.attachment(id) for id in attachments)
    tasks = [asyncio.create_task(one(attachment)) for attachment in known if attachment]
    seen = dict(pictured)
    try:
        for finished in asyncio.as_completed(tuple(tasks)):
            id, found = await finished
            yield id, found
            if is_to_recognise(found):
                seen[id] = found
        later = [asyncio.create_task(recognise(*one)) for one in seen.items()]
        tasks += later
        for finished in asyncio.as_completed(later):
            id, found = await finished
            if found is not seen[id]:
                yield id, found
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _read(message: Message, attachment: Attachment, workers: Workers) -> FileReading:
    try:
        content = await asyncio.to_thread(message.content, attachment.id)
    except SceauError as broken:
        return FileReading(kind="unknown", problem=broken.sentence)
    found = await workers.read(content, attachment.name, attachment.media_type)
    return await tried(content, found, message.mail, workers)


async def tried(content: bytes, found: FileReading, mail: Mail, workers: Workers) -> FileReading:
    """Try what stands in ``mail`` on a file that asks for a password; give ``found`` with what
    opened it."""
    if found.opening is not Opening.PASSWORD:
        return found
    written = [one.text for one in candidates(mail)]
    opened_by = await workers.opening(content, written)
    return msgspec.structs.replace(found, opened_by=opened_by) if opened_by else found
