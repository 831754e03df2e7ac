"""Giving files to the add-on in pieces, no faster than it takes them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from sceau.errors import ServiceRefused
from sceau.hooks.frames import (
    IN_FLIGHT,
    LARGEST_CHUNK,
    Chunk,
    FromHelper,
    Got,
    SealedFile,
)
from sceau.hooks.thunderbird.client_words import SILENT, ClientHook

PATIENCE = 20.0
"""Seconds without a :class:`Got` after which the add-on counts as gone."""

Say = Callable[[FromHelper], Awaitable[None]]


class Giving:
    """The files given to one compose window of the client that ``hook`` names, one after the
    other, by ``say``."""

    def __init__(self, say: Say, hook: ClientHook = "thunderbird") -> None:
        self._say = say
        self._hook = hook
        self._arrived = 0
        self._attachment = -1
        self._heard = asyncio.Event()

    def got(self, frame: Got) -> None:
        """The add-on has everything before ``frame.offset``."""
        if frame.attachment == self._attachment:
            self._arrived = max(self._arrived, frame.offset)
            self._heard.set()

    async def give(self, file: SealedFile, content: bytes) -> None:
        """Announce the file and send its content; ends when all of it arrived.

        Raises :class:`ServiceRefused` (:data:`~.client_words.SILENT`) where it stops taking it.
        """
        self._attachment, self._arrived = file.attachment, 0
        await self._say(file)
        for offset in range(0, len(content) or 1, LARGEST_CHUNK):
            piece = content[offset : offset + LARGEST_CHUNK]
            await self._until(offset - (IN_FLIGHT - 1) * LARGEST_CHUNK)
            await self._say(
                Chunk(
                    compose=file.compose,
                    attachment=file.attachment,
                    offset=offset,
                    data=piece,
                    last=offset + len(piece) == len(content),
                )
            )
        await self._until(len(content))

    async def _until(self, arrived: int) -> None:
        try:
            while self._arrived < arrived:
                self._heard.clear()
                async with asyncio.timeout(PATIENCE):
                    await self._heard.wait()
        except TimeoutError:
            raise ServiceRefused(SILENT[self._hook]) from None
