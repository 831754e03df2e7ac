"""Speaking to the helper: find it, start it where it is not running, ask, and wait."""

from __future__ import annotations

import asyncio
import contextlib
from types import TracebackType
from typing import Any

from sceau import __version__
from sceau.errors import SceauError, ServiceRefused, TryLater
from sceau.helper_words import Hello, Reload, Request, State
from sceau.launch import launch
from sceau.link import connect, read_frame, write_frame

START_WITHIN = 10.0
"""Seconds a helper may take to answer after it was started."""


class Helper:
    """A connection to the helper: ``async with Helper() as helper: await helper.ask(…)``.

    ``start`` says whether a helper that is not running is started. Raises :class:`TryLater` where
    it does not answer in time, and :class:`ServiceRefused` where it is of another version.
    """

    def __init__(self, *, start: bool = True) -> None:
        self._start = start

    async def __aenter__(self) -> Helper:
        try:
            await self._connect()
        except OSError as absent:
            if not self._start:
                raise TryLater("helper-not-running") from absent
            launch()
            await self._wait()
        await write_frame(self._writer, Hello(__version__))
        theirs: Hello | None = await read_frame(self._reader, Hello)
        if theirs is None or theirs.version != __version__:
            self._writer.close()
            raise ServiceRefused("helper-version")
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._writer.close()

    async def ask(self, request: Request, kind: Any) -> Any:
        """Send one request and wait for its answer, however long the person takes.

        Raises :class:`TryLater` where the helper went away meanwhile.
        """
        await write_frame(self._writer, request)
        answer = await read_frame(self._reader, kind)
        if answer is None:
            raise TryLater("helper-gone")
        return answer

    async def _connect(self) -> None:
        self._reader, self._writer = await connect()

    async def _wait(self) -> None:
        until = asyncio.get_running_loop().time() + START_WITHIN
        while True:
            try:
                return await self._connect()
            except OSError as absent:
                if asyncio.get_running_loop().time() > until:
                    raise TryLater("helper-silent") from absent
                await asyncio.sleep(0.05)


async def tell_of_accounts() -> None:
    """Have a helper that is running take the accounts on as they are now."""
    with contextlib.suppress(SceauError, OSError):
        async with Helper(start=False) as helper:
            await helper.ask(Reload(), State)
