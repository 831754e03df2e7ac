"""How a window looks to the person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Looks:
    """How the window looks: its language and theme."""

    language: Literal["fr", "en"] = "fr"
    theme: Literal["auto", "light", "dark"] = "auto"
