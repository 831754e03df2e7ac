"""Upload sessions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass
class Upload:
    """An upload session."""

    item: str
    described: dict[str, Any]
    content: bytearray = field(default_factory=bytearray)
