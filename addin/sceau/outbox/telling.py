"""Telling the steps while they are passed: to whoever watches them, and to the person who waits."""

from __future__ import annotations

import asyncio
from typing import Literal

from sceau.outbox.outcome import OnProgress, progress_of
from sceau.outbox.ways_out.way import OnStep, Step


class Telling:
    """Tells ``on_step`` every step, where there is one to tell."""

    def __init__(self, on_step: OnStep | None) -> None:
        self._on_step = on_step

    def tell(
        self,
        name: str,
        moment: Literal["journal", "before", "after", "done"],
        transmission: int = -1,
    ) -> None:
        """Tell one step."""
        if self._on_step is not None:
            self._on_step(Step(name, moment, transmission))

    def on_step(self, number: int, on_progress: OnProgress | None) -> OnStep:
        """Give what a way out tells the steps of transmission ``number``, from any thread: they
        reach ``on_step`` at once, and ``on_progress`` in the running loop."""
        loop = asyncio.get_running_loop()

        def tell(step: Step) -> None:
            if self._on_step is not None:
                self._on_step(step._replace(transmission=number))
            shown = progress_of(step)
            if shown is not None and on_progress is not None:
                loop.call_soon_threadsafe(on_progress, shown)

        return tell
