"""A helper in this process, with a person at its desk whose answers are known beforehand."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from sceau.desk import view
from sceau.desk.answers import CURE_AND_SEND, Answers, AnswersDialogue
from sceau.desk.window import WindowLost
from sceau.helper import Helper
from sceau.link import socket_path
from sceau.way.parts import open_parts


class Dialogue(AnswersDialogue):
    """One mail answered; ``views`` is everything that was shown."""

    def __init__(self, desk: Desk, first: view.ConfirmView) -> None:
        super().__init__(desk.answer(first), first)
        self.desk = desk
        self.views = [first]
        self.closed = False
        self.lost = WindowLost("window-lost") if desk.broken else None

    def update(self, newest: view.ConfirmView) -> None:
        assert not self.closed, "a view after the window was closed"
        self.views.append(newest)
        super().update(newest)

    async def painted(self, revision: int) -> bool:
        await asyncio.sleep(0)
        return self.lost is None

    async def acts(self) -> AsyncIterator[view.Act]:
        if self.desk.broken:
            yield view.Keep()
            return
        await self.desk.wait(self)
        async for act in super().acts():
            yield act


class Desk:
    """A desk with answers on it: ``answer`` chooses them by the first view, ``wait`` is how long
    the person thinks."""

    def __init__(self, answers: Answers = CURE_AND_SEND) -> None:
        self.answer: Callable[[view.ConfirmView], Answers] = lambda _first: answers
        self.dialogues: list[Dialogue] = []
        self.broken = False
        self.warmed = 0

    async def start(self) -> None:
        self.warmed += 1

    async def wait(self, dialogue: Dialogue) -> None:
        """Think."""

    @asynccontextmanager
    async def session(self, first: view.ConfirmView) -> AsyncIterator[Dialogue]:
        dialogue = Dialogue(self, first)
        self.dialogues.append(dialogue)
        try:
            yield dialogue
        finally:
            dialogue.closed = True

    @property
    def last(self) -> view.ConfirmView:
        """The newest view of the newest dialogue."""
        return self.dialogues[-1].views[-1]


@asynccontextmanager
async def helper(home: Path, desk: Desk) -> AsyncIterator[dict[str, str]]:
    """Run a helper of the user whose folders are in ``home`` (``SCEAU_HOME`` names it already);
    give the environment of that user's programs."""
    async with open_parts() as parts:
        serving = asyncio.create_task(Helper(parts, desk).serve(socket_path()))  # type: ignore[arg-type]
        while not socket_path().exists():
            assert not serving.done(), serving.exception()
            await asyncio.sleep(0.005)
        try:
            yield {"PATH": os.environ["PATH"], "SCEAU_HOME": str(home)}
        finally:
            serving.cancel()
            await asyncio.gather(serving, return_exceptions=True)
