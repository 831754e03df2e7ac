"""The password of what is sealed, between its making and the Verdict."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

PasswordKind = Literal["characters", "words"]
MakePassword = Callable[[PasswordKind], str]


class ChosenPassword:
    """Made by ``make`` once it is needed, of this ``kind``; or typed by the person. ``tells`` is
    asked whether one says something about a recipient."""

    def __init__(
        self, make: MakePassword, kind: PasswordKind, tells: Callable[[str], bool]
    ) -> None:
        self._make = make
        self.kind = kind
        self._tells = tells
        self._value = ""
        self._typed = False
        self._fixed = False

    @property
    def value(self) -> str:
        """The password; made now, where there is none."""
        if not self._value:
            self._value = self._make(self.kind)
        return self._value

    @property
    def tells(self) -> bool:
        """Whether it says something about a recipient: one who was added since it was chosen."""
        return bool(self._value) and self._tells(self._value)

    def use(self, given: str, *, fixed: bool = False) -> None:
        """Use this one, which was typed; with ``fixed`` no other takes its place: it opens already
        what goes with the mail."""
        self._value, self._typed, self._fixed = given, True, fixed

    def another(self, kind: PasswordKind) -> None:
        """Make another, of this kind, where it may be another."""
        if self._fixed:
            return
        self.kind = kind
        self._value, self._typed = self._make(kind), False

    def fit(self) -> None:
        """Let one go that was made here and says something about a recipient: another is made. One
        that was typed is agreed with somebody, and is theirs to change."""
        if self.tells and not self._typed:
            self._value = ""
