"""The window of one click on Send. It steps aside while Thunderbird itself has something to say,
and comes back where there is something left to tell."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from types import TracebackType
from typing import Protocol, Self

from sceau.desk.unseen import UnseenDesk
from sceau.desk.view import Act, ConfirmView
from sceau.errors import SceauError


class Dialogue(Protocol):
    """The window of one mail: :class:`sceau.desk.window.WindowSession`."""

    @property
    def lost(self) -> SceauError | None:
        """Why it ended, where it did by itself."""

    def update(self, view: ConfirmView) -> None:
        """Show this view in the place of the one before."""

    def acts(self) -> AsyncIterator[Act]:
        """Give what the person does; ends when the window is closed or lost."""

    async def painted(self, revision: int) -> bool:
        """Wait until this revision is on the screen; false if the window is lost."""


class Desk(Protocol):
    """What opens windows: :class:`sceau.desk.window.ConfirmWindow`."""

    def session(self, view: ConfirmView) -> AbstractAsyncContextManager[Dialogue]:
        """Open a dialogue that shows ``view``; leaving the context closes it."""


class ClickWindow:
    """Shows what ``view`` gives, within ``async with``.

    Where ``unseen`` is set before, nothing is shown and the primary button is pressed; what is to
    be told in the end is shown all the same.
    """

    def __init__(self, desk: Desk, view: Callable[[], ConfirmView]) -> None:
        self._desk = desk
        self._view = view
        self._open = AsyncExitStack()
        self._dialogue: Dialogue | None = None
        self._lost: SceauError | None = None
        self.unseen = False

    async def __aenter__(self) -> Self:
        desk: Desk = UnseenDesk() if self.unseen else self._desk
        self._dialogue = await self._open.enter_async_context(desk.session(self._view()))
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        await self.step_aside()

    @property
    def lost(self) -> SceauError | None:
        """Why it ended, where it did by itself."""
        return self._dialogue.lost if self._dialogue is not None else self._lost

    @property
    def is_there(self) -> bool:
        """Whether the person can see it."""
        return self._dialogue is not None and self._dialogue.lost is None and not self.unseen

    def show(self) -> None:
        """Show the view as it is now, where the window is there."""
        if self._dialogue is not None:
            self._dialogue.update(self._view())

    async def step_aside(self) -> None:
        """Take it off the screen."""
        self._lost, self._dialogue = self.lost, None
        await self._open.aclose()

    async def come_back(self) -> None:
        """Have it on the screen again, also where it was lost."""
        if not self.is_there:
            await self.step_aside()
            self._lost, self.unseen = None, False
            await self.__aenter__()

    def acts(self) -> AsyncIterator[Act]:
        """Give what the person does; ends when the window is lost."""
        if self._dialogue is None:
            raise RuntimeError("the window is not there")
        return self._dialogue.acts()

    async def painted(self) -> bool:
        """Wait until its first view is on the screen; false if the window is lost."""
        return self._dialogue is not None and await self._dialogue.painted(0)
