"""A pause: for a while the window opens only for what needs the person's own act.

Every mail is checked and noted as ever. What is only said (a first mail to somebody, a large mail)
opens no window then; what must be cured or acknowledged, what blocks, and what could not be
examined does. A pause ends by itself, and with the helper: it stands nowhere but in memory.
"""

from __future__ import annotations

import time

from sceau.errors import NotAllowed
from sceau.settings.load import Loaded

LONGEST = 240
"""Minutes: half a day's work."""


class Pause:
    """The pause of one helper."""

    def __init__(self) -> None:
        self._ends = 0.0
        self.until = 0.0
        """When it ends, in seconds since the epoch; 0 where there is none."""

    @property
    def on(self) -> bool:
        """Whether there is a pause now. It ends by whichever clock is first: one stands still while
        the computer sleeps, the other can be set."""
        return time.monotonic() < self._ends and time.time() < self.until

    @property
    def shown_until(self) -> float:
        """When it ends; 0 where there is none now."""
        return self.until if self.on else 0.0

    def begin(self, minutes: int) -> None:
        """Pause for so many minutes from now on, :data:`LONGEST` at most; none with 0."""
        seconds = 60 * max(0, min(minutes, LONGEST))
        self._ends = time.monotonic() + seconds
        self.until = time.time() + seconds if seconds else 0.0


def may_pause(loaded: Loaded) -> bool:
    """Whether the settings allow a pause: not where the establishment forbids it, or has the window
    open at every sending."""
    always = loaded.settings.window == "always" and "window" in loaded.locked
    return loaded.settings.pause and not always and loaded.fault is None


def require_pause(loaded: Loaded) -> None:
    """Raise :class:`NotAllowed` ``pause-forbidden`` where there may be none."""
    if not may_pause(loaded):
        raise NotAllowed("pause-forbidden")
