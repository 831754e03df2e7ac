"""What shows a Confirmation and hears the person: a window, a terminal, or a file of answers.

All three are a :class:`Desk`. It opens one :class:`Dialogue` per mail, is given each new view, and
gives back acts. A dialogue that is lost, closed or out of time gives *keep*.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from sceau.desk.view import Act, ConfirmView
from sceau.errors import SceauError


class Dialogue(Protocol):
    """One conversation with the person about one mail."""

    @property
    def lost(self) -> SceauError | None:
        """Why it ended, where it did by itself: the window died, or froze."""

    def update(self, view: ConfirmView) -> None:
        """Show this view in the place of the one before."""

    def acts(self) -> AsyncIterator[Act]:
        """Give what the person does, in order; ends when the dialogue is over or lost."""


class Desk(Protocol):
    """Where a person can be asked."""

    def session(self, view: ConfirmView) -> AbstractAsyncContextManager[Dialogue]:
        """Open a dialogue that shows ``view``; leaving the context closes it."""
