"""The line to the helper: found, and the helper started where it is not running."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from sceau import __version__
from sceau.errors import ServiceRefused
from sceau.hooks.frames import PROTOCOL, FromHelper, Hello, Refused, Welcome
from sceau.launch import launch
from sceau.link import read_frame, write_frame
from sceau.phrases import Language

STARTING = 10.0
"""Seconds for a helper to start."""

PATIENCE = 5.0
"""Seconds for the helper's first answer."""

Ends = tuple[asyncio.StreamReader, asyncio.StreamWriter]
Reach = Callable[[], Awaitable[Ends]]


class NoLine(Exception):
    """There is no helper to speak to. ``key`` names the sentence for it, or ``sentence`` is it."""

    def __init__(self, key: str, sentence: str = "") -> None:
        super().__init__(key)
        self.key = key
        self.sentence = sentence


class Line:
    """One connection. ``reach`` makes it, ``heard`` is given each frame, and none at the end."""

    def __init__(
        self,
        reach: Reach,
        heard: Callable[[FromHelper | None], None],
        *,
        client: str,
        language: Language,
        start: Callable[[], Any] = launch,
    ) -> None:
        self._reach = reach
        self._heard = heard
        self._client = client
        self._language: Language = language
        self._start = start
        self._writer: asyncio.StreamWriter | None = None
        self._hearing: asyncio.Task[None] | None = None
        self._opening = asyncio.Lock()
        self._saying = asyncio.Lock()

    async def open(self) -> None:
        """Have it stand. Raises :class:`NoLine`."""
        async with self._opening:
            if self._writer is not None:
                return
            reader, writer = await self._connect()
            try:
                async with asyncio.timeout(PATIENCE):
                    await self._greet(reader, writer)
            except TimeoutError:
                writer.close()
                raise NoLine("outlook.helper-silent") from None
            except (OSError, ServiceRefused):
                writer.close()
                raise NoLine("outlook.helper-gone") from None
            except NoLine:
                writer.close()
                raise
            self._writer = writer
            self._hearing = asyncio.create_task(self._hear(reader))

    async def say(self, frame: Any) -> None:
        """Send a frame; to a helper that is gone, nothing."""
        async with self._saying:
            if self._writer is not None:
                with suppress(OSError):
                    await write_frame(self._writer, frame)

    async def close(self) -> None:
        """Let it go."""
        hearing, self._hearing = self._hearing, None
        if hearing is not None:
            hearing.cancel()
            await asyncio.gather(hearing, return_exceptions=True)
        if self._writer is not None:
            self._writer.close()
            self._writer = None

    async def _connect(self) -> Ends:
        until = asyncio.get_running_loop().time() + STARTING
        started: Any = None
        while True:
            try:
                return await self._reach()
            except OSError:
                pass
            if started is None:
                try:
                    started = self._start()
                except OSError:
                    raise NoLine("outlook.helper-missing") from None
            over = asyncio.get_running_loop().time() > until
            if over or (started is not None and started.poll()):
                raise NoLine("outlook.helper-missing")
            await asyncio.sleep(0.02)

    async def _greet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        hello = Hello(
            protocol=PROTOCOL, version=__version__, client=self._client, language=self._language
        )
        await write_frame(writer, hello)
        answer = await read_frame(reader, FromHelper)
        if isinstance(answer, Refused):
            raise NoLine("outlook.other-version", answer.sentence)
        if not isinstance(answer, Welcome):
            raise NoLine("outlook.helper-gone")

    async def _hear(self, reader: asyncio.StreamReader) -> None:
        try:
            while (frame := await read_frame(reader, FromHelper)) is not None:
                self._heard(frame)
        except (OSError, ServiceRefused):
            pass
        finally:
            if self._writer is not None:
                self._writer.close()
                self._writer = None
            self._heard(None)
