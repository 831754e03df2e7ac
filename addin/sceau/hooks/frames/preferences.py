"""What the add-on's own page of options asks of the helper."""

from __future__ import annotations

from typing import Literal

from sceau.hooks.frames.base import Frame


class Speak(Frame, frozen=True, kw_only=True, tag="speak"):
    """From the add-on: choose the ``language`` of Sceau's windows; empty to ask which it is.
    Answered by Speaks."""

    language: Literal["", "auto", "fr", "en"] = ""


class Speaks(Frame, frozen=True, kw_only=True, tag="speaks"):
    """From the helper: the ``language`` chosen in the settings; ``locked`` where the establishment
    did; ``problem`` says why what was asked for could not be had."""

    language: Literal["auto", "fr", "en"]
    locked: bool = False
    problem: str = ""


class OpenSettings(Frame, frozen=True, kw_only=True, tag="open-settings"):
    """From the add-on: show the settings window. Not answered."""
