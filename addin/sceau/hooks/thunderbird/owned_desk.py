"""A desk whose windows belong to the window they are about, where the system knows such a thing."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from sceau.desk.view import ConfirmView
from sceau.hooks.thunderbird.click_window import Dialogue


class CanOwn(Protocol):
    """What opens windows that belong to others: :class:`sceau.desk.window.ConfirmWindow`."""

    def session(self, view: ConfirmView, owner: int = 0) -> AbstractAsyncContextManager[Dialogue]:
        """Open a dialogue that shows ``view`` and belongs to the native window ``owner``."""


class OwnedDesk:
    """Opens the windows of ``desk`` for the native window ``owner`` (Windows: its HWND); where that
    is 0, for the mail program's that is in front when the window opens."""

    def __init__(self, desk: CanOwn, owner: int, in_front: Callable[[], int] | None = None) -> None:
        self._desk = desk
        self._owner = owner or (in_front or window_in_front)()

    def session(self, view: ConfirmView) -> AbstractAsyncContextManager[Dialogue]:
        """Open a dialogue that shows ``view``; leaving the context closes it."""
        if not self._owner:
            return self._desk.session(view)
        return self._desk.session(view, self._owner)


def window_in_front() -> int:
    """Give the window in front where it is a mail program's; 0 where it is not, or where the system
    does not say."""
    if sys.platform == "win32":
        from sceau.windows.foreground import mail_window_in_front

        return mail_window_in_front()
    return 0
