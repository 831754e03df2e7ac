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
    """The search in the mail of ``confirmation``, which is told what was found."""

    def __init__(self, confirmation: Confirmation, memory: Memory | None) -> None:
        self._confirmation = confirmation
        self._search = GivenSearch(confirmation.mail, memory)

    async def begin(self) -> None:
        """Search for a moment. What is not finished then holds *send* back until it is."""
        if self._search.finished():
            return
        await asyncio.to_thread(self._search.run, FIRST)
        self._confirmation.given_again(self._search.found)
        if not self._search.finished():
            self._confirmation.searching(True)

    async def finish(self, show: Callable[[], None]) -> None:
        """Search on, and ``show`` what came out."""
        if self._search.finished():
            return
        while not self._search.finished():
            await asyncio.to_thread(self._search.run, _SLICE)
        self._confirmation.given_again(self._search.found)
        self._confirmation.searching(False)
        show()
