"""What is asked of a batch, and what became of each of its files."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec

from sceau.errors import SceauError
from sceau.phrases import Language, Phrase
from sceau.seal.sealed import Asked, Format


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """How files are to be sealed: the format ``asked`` for, the ``password``; with ``clean``
    without what is hidden in them; ``resumes`` where copies made before with this password count
    as done."""

    asked: Asked = "auto"
    password: str
    language: Language = "fr"
    clean: bool = False
    resumes: bool = False

    def __repr__(self) -> str:
        return "Request()"


class Done(msgspec.Struct, frozen=True, kw_only=True):
    """One file, sealed (``already``: by a run before this one, and opened again now)."""

    sources: tuple[Path, ...]
    sealed: Path
    format: Format
    algorithm: str
    already: bool = False
    notes: tuple[Phrase, ...] = ()

    def __repr__(self) -> str:
        return f"Done({self.format})"


class Failed(msgspec.Struct, frozen=True, kw_only=True):
    """One file that was not, and why."""

    sources: tuple[Path, ...]
    why: SceauError

    def __repr__(self) -> str:
        return f"Failed({self.why.reason})"


Outcome = Done | Failed
State = Literal["sealed", "already", "failed"]


def state_of(outcome: Outcome) -> State:
    """Say in one word what became of it."""
    if isinstance(outcome, Failed):
        return "failed"
    return "already" if outcome.already else "sealed"
