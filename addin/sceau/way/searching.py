"""Looking for passwords given before in a mail: a moment before its window, the rest behind it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from sceau.desk.confirmation import Confirmation
from sceau.review.given import FIRST, GivenSearch
from sceau.review.memory import Memory

_SLICE = 0.25
"""Seconds of trying between two looks at whether it is still wanted."""


class Searching:
    """The search in the mail of ``confirmation``, which is told what was found. Where the person
    adds somebody or a file, it begins anew: what is looked for is what was given to them."""

    def __init__(self, confirmation: Confirmation, memory: Memory | None) -> None:
        self._confirmation = confirmation
        self._memory = memory
        self._search = GivenSearch(confirmation.mail, memory)
        self._told = self._search if self._search.finished() else None
        self._more = asyncio.Event()
        confirmation.when_added(self._anew)

    async def begin(self) -> None:
        """Search for a moment. What is not finished then holds *send* back until it is."""
        if self._told is self._search:
            return
        await asyncio.to_thread(self._search.run, FIRST)
        self._confirmation.given_again(self._search.found)
        if self._search.finished():
            self._told = self._search
        else:
            self._confirmation.searching(True)

    async def finish(self, show: Callable[[], None]) -> None:
        """Search on, and ``show`` what came out; goes on until cancelled, for what is added."""
        while True:
            search = self._search
            if search is self._told:
                self._more.clear()
                await self._more.wait()
            elif not search.finished():
                await asyncio.to_thread(search.run, _SLICE)
            else:
                self._told = search
                self._confirmation.given_again(search.found)
                self._confirmation.searching(False)
                show()

    def _anew(self) -> None:
        self._search = GivenSearch(self._confirmation.mail, self._memory)
        self._told = self._search if self._search.finished() else None
        self._confirmation.searching(self._told is None)
        self._more.set()
