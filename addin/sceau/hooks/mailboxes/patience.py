"""Leaving a server alone for as long as it asked to be."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from sceau.outbox.ways_out.answer import Result, Submission
from sceau.outbox.ways_out.saved_draft import NotDone

LONGEST = 60.0
"""Seconds a request waits for its turn; where the server wants more, it is told at once."""


class Patience:
    """What a server said of when to come back. ``host`` is for sentences."""

    def __init__(
        self,
        host: str,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._host = host
        self._clock = clock
        self._sleep = sleep
        self._until = 0.0
        self._lock = threading.Lock()

    def heed(self, seconds: float) -> None:
        """Make no request for ``seconds`` from now on."""
        with self._lock:
            self._until = max(self._until, self._clock() + seconds)

    def wait(self) -> None:
        """Wait for one's turn. Raises NotDone where that takes longer than :data:`LONGEST`."""
        with self._lock:
            left = self._until - self._clock()
        if left > LONGEST:
            raise NotDone(Submission(result=Result.TEMPORARY, host=self._host))
        if left > 0:
            self._sleep(left)
