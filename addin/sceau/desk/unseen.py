"""No window, for a mail about which there is nothing to say, where the settings allow it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sceau.desk import view
from sceau.errors import SceauError

UNSEEN = 1.0
"""Seconds a mail's files may take before a window shows what is being waited for."""


class UnseenDesk:
    """A desk for a mail that may go without being shown.

    It only presses the primary button; the Confirmation refuses that as soon as anything stands.
    """

    @asynccontextmanager
    async def session(self, first: view.ConfirmView) -> AsyncIterator[UnseenDialogue]:
        """Open the dialogue that nobody sees."""
        yield UnseenDialogue(first)


class UnseenDialogue:
    """One mail that goes unseen. ``lost`` is always none: there is nothing to lose."""

    def __init__(self, first: view.ConfirmView) -> None:
        self._view = first
        self._news = asyncio.Event()
        self.lost: SceauError | None = None

    def update(self, newest: view.ConfirmView) -> None:
        """Take note of the newest view."""
        self._view = newest
        self._news.set()

    async def painted(self, revision: int) -> bool:
        """Say that nothing is waited for: there is no screen that would have to show it."""
        return True

    async def acts(self) -> AsyncIterator[view.Act]:
        """Send, wait for the end, close; keep where there is something to decide after all."""
        if self._view.todo is not None:
            yield view.Keep()
            return
        yield view.Send(self._view.revision)
        while self._view.phase != "ended":
            self._news.clear()
            await self._news.wait()
        yield view.Close()
