"""Whether Outlook may send now: it may not, but for the one item that was just confirmed.

Every click on Send is refused at once, and handed over: Outlook stays usable while the person
decides. Sending what was confirmed fires the same event again; a pass lets that one go, once, where
the item is still what was read back.

Runs in Outlook's turn: nothing here waits.
"""

from __future__ import annotations

from collections.abc import Callable

from sceau.hooks.outlook.objects import OutlookError, Thing
from sceau.hooks.outlook.reading import glance


class Pass:
    """Good for one sending of an item that looks like ``seen`` (see :func:`.reading.glance`)."""

    def __init__(self, seen: str) -> None:
        self._seen = seen
        self.used = False

    def lets(self, item: Thing) -> bool:
        """Say whether this item may go, and be used up where it may."""
        if self.used or glance(item) != self._seen:
            return False
        self.used = True
        return True


class Gate:
    """Answers Outlook. ``take`` is given each item whose sending was refused, with a number of the
    window it is in (0 where that is not known); ``failed`` why one was refused that cannot be asked
    about, and that number."""

    def __init__(
        self,
        take: Callable[[Thing, int], None],
        failed: Callable[[Exception, int], None] = lambda _why, _window: None,
    ) -> None:
        self._take = take
        self._failed = failed
        self._pass: Pass | None = None

    def cancels(
        self, item: Thing, window: int = 0, *, elsewhere: Callable[[], bool] = lambda: False
    ) -> bool:
        """Say whether Outlook must not send ``item`` now; ``elsewhere`` says that another asks
        about it. Never raises."""
        confirmed = self._pass
        try:
            if elsewhere():
                return False
            if confirmed is not None and confirmed.lets(item):
                return False
            self._take(item, window)
        except Exception as why:  # noqa: BLE001 - whatever fails here must not let a mail go
            if confirmed is None:  # else Send itself says that it did not
                self._failed(why, window)
            return True
        return True

    def send(self, item: Thing, seen: str) -> Pass:
        """Have Outlook send ``item``, which looked like ``seen`` when it was read back; give the
        pass, which says in the end whether Outlook let it go.

        Raises :class:`SendFailed`.
        """
        mine = self._pass = Pass(seen)
        try:
            item.call("Send")
        except OutlookError as refused:
            raise SendFailed(mine, refused) from refused
        finally:
            self._pass = None
        return mine


class SendFailed(Exception):
    """Outlook did not say that it sends. ``used`` tells whether it had been let go: then nobody
    knows what became of it, unless the item is there still."""

    def __init__(self, mine: Pass, why: OutlookError) -> None:
        super().__init__(str(why))
        self.used = mine.used
        self.why = why
