"""A window, as the helper uses it: the confirmation window, the sealing window, the settings.

::

    window = ConfirmWindow()
    await window.start()                      # warm, hidden
    async with window.session(view) as session:
        async for act in session.acts():
            session.update(next_view)

Whatever goes wrong with the window, the acts end with a *keep*: there is no hang and no send.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any, Generic, TypeVar

from sceau.desk import frames
from sceau.desk.preferences.view import SettingsAct, SettingsView
from sceau.desk.sealer.view import SealAct, SealView
from sceau.desk.view import Act, ConfirmView, Keep
from sceau.desk.window_link import COMMAND, WindowLink, WindowLost

__all__ = [
    "ConfirmWindow",
    "PageSession",
    "PageWindow",
    "SealWindow",
    "SettingsWindow",
    "WindowLost",
    "WindowSession",
]

_HIDE_SECONDS = 3.0

ViewT = TypeVar("ViewT", ConfirmView, SealView, SettingsView)
ActT = TypeVar("ActT")


class PageSession(Generic[ViewT, ActT]):
    """One dialogue in the window. ``lost`` says why the window went, where it did by itself."""

    def __init__(self, link: WindowLink | None, number: int, lost: WindowLost | None) -> None:
        self._link = link
        self._number = number
        self._acts: asyncio.Queue[Any] = asyncio.Queue()
        self._hidden = asyncio.Event()
        self._painted = asyncio.Event()
        self._painted_revision = -1
        self.lost: WindowLost | None = None
        if lost is not None:
            self.is_lost(lost)

    def update(self, view: ViewT) -> None:
        """Show the next view."""
        if self._link is not None:
            self._link.send(frames.Update(self._number, view))

    async def acts(self) -> AsyncIterator[ActT]:
        """Give what the person does, as they do it; ends with *keep* when the window is lost."""
        while (act := await self._acts.get()) is not None:
            yield act

    async def painted(self, revision: int) -> bool:
        """Wait until this revision, or a later one, is on the screen; false if the window is
        lost."""
        while self.lost is None and self._painted_revision < revision:
            self._painted.clear()
            await self._painted.wait()
        return self.lost is None

    def hear(self, frame: frames.FromWindow) -> None:
        """Take a frame of the window process."""
        match frame:
            case frames.Did(session=self._number, act=act):
                self._acts.put_nowait(act)
            case frames.Painted(session=self._number, revision=revision):
                self._painted_revision = max(self._painted_revision, revision)
                self._painted.set()
            case frames.Hidden(session=self._number):
                self._hidden.set()
            case _:
                return

    def is_lost(self, problem: WindowLost) -> None:
        """The window is gone: what was not decided is *keep*."""
        self.lost = problem
        self._acts.put_nowait(Keep())
        self._acts.put_nowait(None)
        self._painted.set()
        self._hidden.set()

    async def hidden(self) -> bool:
        """Wait until the window holds nothing of this mail; false if that takes too long."""
        try:
            async with asyncio.timeout(_HIDE_SECONDS):
                await self._hidden.wait()
        except TimeoutError:
            return False
        return self.lost is None


WindowSession = PageSession[ConfirmView, Act]
"""One mail in the confirmation window."""


class PageWindow(Generic[ViewT, ActT]):
    """The windows of one kind: one process kept warm, more only while they are needed at the same
    time.

    ``patience`` is how long, in seconds, a page may be silent before it counts as frozen; after
    ``idle`` seconds without a mail the process leaves. ``command`` and ``environment`` are those
    of the window process.
    """

    def __init__(
        self,
        *,
        patience: float = 8.0,
        idle: float = 600.0,
        command: Sequence[str] = COMMAND,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self._patience = patience
        self._idle = idle
        self._command = command
        self._environment = environment
        self._warm: WindowLink | None = None
        self._warming: asyncio.Lock = asyncio.Lock()
        self._leaving: asyncio.Task[None] | None = None
        self._ending: set[asyncio.Task[None]] = set()
        self._sessions = 0

    async def start(self) -> None:
        """Have a hidden window ready. Raises :class:`WindowLost` where there can be none."""
        async with self._warming:
            if self._warm is not None and self._warm.usable:
                return
            self._warm = None
            self._warm = await self._open()
            self._leave_when_idle()

    @contextlib.asynccontextmanager
    async def session(self, view: ViewT, owner: int = 0) -> AsyncIterator[PageSession[ViewT, ActT]]:
        """Show ``view``, in a window that belongs to the native window ``owner``, where that is
        known; it is hidden again, and empty, at the end.

        Never raises because of the window: a session whose window cannot open has ``lost`` set and
        gives *keep* as its only act.
        """
        self._sessions += 1
        try:
            link = await self._take()
        except WindowLost as problem:
            yield PageSession(None, self._sessions, problem)
            return
        session: PageSession[ViewT, ActT] = PageSession(link, self._sessions, None)
        number = self._sessions
        link.heard, link.lost = session.hear, session.is_lost
        if link.problem is not None:
            session.is_lost(link.problem)
        link.send(frames.Show(number, view, owner))
        link.watch(True)
        try:
            yield session
        finally:
            link.send(frames.Hide(number))
            ending = asyncio.create_task(self._end(session, link))
            self._ending.add(ending)
            ending.add_done_callback(self._ending.discard)
            await asyncio.shield(ending)  # it goes on where whoever had the dialogue is cancelled

    @property
    def pid(self) -> int | None:
        """The process id of the warm window, where there is one."""
        return self._warm.pid if self._warm is not None else None

    async def close(self) -> None:
        """Let the warm window go, and those that are just being hidden."""
        await asyncio.gather(*self._ending, return_exceptions=True)
        if self._leaving is not None:
            self._leaving.cancel()
            self._leaving = None
        warm, self._warm = self._warm, None
        if warm is not None:
            await warm.close()

    async def _end(self, session: PageSession[ViewT, ActT], link: WindowLink) -> None:
        clean = await session.hidden()
        link.watch(False)
        link.heard = link.lost = None
        await self._give_back(link if clean else None, link)

    async def _open(self) -> WindowLink:
        link = WindowLink(
            command=self._command, environment=self._environment, patience=self._patience
        )
        try:
            await link.open()
        except WindowLost:
            await link.close()
            raise
        return link

    async def _take(self) -> WindowLink:
        async with self._warming:
            warm, self._warm = self._warm, None
        if self._leaving is not None:
            self._leaving.cancel()
            self._leaving = None
        if warm is not None and warm.usable:
            return warm
        if warm is not None:
            await warm.close()
        return await self._open()

    async def _give_back(self, clean: WindowLink | None, link: WindowLink) -> None:
        if clean is None or not clean.usable or self._warm is not None:
            await link.close()
            return
        self._warm = clean
        self._leave_when_idle()

    def _leave_when_idle(self) -> None:
        async def leave() -> None:
            await asyncio.sleep(self._idle)
            self._leaving = None
            await self.close()

        if self._leaving is not None:
            self._leaving.cancel()
        self._leaving = asyncio.create_task(leave())


class ConfirmWindow(PageWindow[ConfirmView, Act]):
    """The confirmation windows of one helper."""


class SealWindow(PageWindow[SealView, SealAct]):
    """The sealing window."""

    def __init__(
        self, *, patience: float = 8.0, environment: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(patience=patience, command=(*COMMAND, "seal"), environment=environment)


class SettingsWindow(PageWindow[SettingsView, SettingsAct]):
    """The settings window."""

    def __init__(
        self, *, patience: float = 8.0, environment: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(patience=patience, command=(*COMMAND, "settings"), environment=environment)
