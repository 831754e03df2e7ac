"""The files of one click on Send, examined while the person decides."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from types import TracebackType
from typing import Protocol

from sceau.hooks.frames import File, Send, Want
from sceau.hooks.thunderbird.files import Files
from sceau.hooks.thunderbird.giving import Say
from sceau.mail.model import Mail
from sceau.review.reading.model import FileReading, Opening
from sceau.review.reading.pictured import is_to_recognise
from sceau.way.examine import tried
from sceau.workers.pool import Workers

TOGETHER = 0.015
"""Seconds within which what was found in files is shown at once: less than a person notices."""


class Examined(Protocol):
    """What is told of files as they are examined."""

    mail: Mail

    @property
    def pending(self) -> tuple[str, ...]:
        """The attachments whose examination is not finished."""

    def reading(self, attachment: str) -> None:
        """The examination of this attachment has begun."""

    def read(self, attachment: str, found: FileReading) -> None:
        """The examination of this attachment is finished."""


class Examining:
    """Tells ``decision`` what is found in the files of ``send``, and calls ``show`` after it.

    Within ``async with`` it examines what is not known yet; leaving it stops that, and entering it
    again goes on.
    """

    def __init__(
        self,
        send: Send,
        files: Files,
        decision: Examined,
        *,
        workers: Workers,
        say: Say,
        show: Callable[[], None],
    ) -> None:
        self._send = send
        self._files = files
        self._decision = decision
        self._workers = workers
        self._say = say
        self._show = show
        self._reading: list[asyncio.Task[None]] = []
        self._later: list[asyncio.Task[None]] = []  # scanned pages: nobody waits for them
        self._wanted: set[int] = set()
        self._soon: asyncio.TimerHandle | None = None

    def take_known(self) -> None:
        """Tell what was found before the click; a protected file is still to be tried with what
        the mail says."""
        for file in self._send.details.files:
            found = self._files.known(file)
            if found is not None and found.opening is not Opening.PASSWORD:
                self._decision.read(str(file.attachment), found)

    async def __aenter__(self) -> None:
        pending = set(self._decision.pending)
        for file in self._send.details.files:
            if str(file.attachment) in pending:
                if self._files.lacks(file) and file.attachment not in self._wanted:
                    self._wanted.add(file.attachment)
                    await self._say(Want(compose=self._send.compose, attachment=file.attachment))
                self._reading.append(asyncio.create_task(self._read(file)))
            elif (found := self._files.known(file)) is not None and is_to_recognise(found):
                self._later.append(asyncio.create_task(self._recognise(file, found)))

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        tasks = (*self._reading, *self._later)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._reading.clear()
        self._later.clear()
        if self._soon is not None:
            self._soon.cancel()
            self._soon = None

    async def finished(self, seconds: float) -> None:
        """Wait until all are examined, ``seconds`` at most."""
        if self._reading:
            await asyncio.wait(self._reading, timeout=seconds)

    async def _read(self, file: File) -> None:
        id = str(file.attachment)
        self._decision.reading(id)
        found = await self._files.reading(file)
        if (content := self._files.content(file)) is not None:
            found = await tried(content, found, self._decision.mail, self._workers)
        self._decision.read(id, found)
        self._show_soon()
        if is_to_recognise(found):
            self._later.append(asyncio.create_task(self._recognise(file, found)))

    async def _recognise(self, file: File, found: FileReading) -> None:
        content = self._files.content(file)
        if content is None:
            return
        better = await self._workers.recognise(content, found)
        if better is not found:
            self._decision.read(str(file.attachment), better)
            self._show_soon()

    def _show_soon(self) -> None:
        if self._soon is None:
            self._soon = asyncio.get_running_loop().call_later(TOGETHER, self._show_now)

    def _show_now(self) -> None:
        self._soon = None
        self._show()
