"""What can be made to go wrong, for the next request of a given operation."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal[
    "lost-after", "lost-before", "half", "error-500", "busy-503", "busy", "hold", "unauthorized"
]
"""``lost-after``: done, and the answer never comes. ``lost-before``: cut before anything is done.
``half``: done, and half of the answer comes. ``error-500``: not done, HTTP 500. ``busy-503``: HTTP
503 with Retry-After. ``busy``: the SOAP fault ErrorServerBusy with BackOffMilliseconds. ``hold``:
not done before ``released`` is set. ``unauthorized``: HTTP 401, as when a password was changed."""


@dataclass
class Fault:
    """One thing to go wrong: at the ``nth`` request of ``operation`` from now (1 is the next)."""

    operation: str
    kind: Kind
    nth: int = 1
    seconds: float = 0.0
    times: int = 1


@dataclass
class Faults:
    """The faults still to come, and how often each operation was asked for."""

    planned: list[Fault] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)
    released: threading.Event = field(default_factory=threading.Event)

    def plan(self, operation: str, kind: Kind, **more: float) -> None:
        """Let something go wrong; ``*`` is any operation."""
        self.planned.append(Fault(operation, kind, **more))  # type: ignore[arg-type]

    def meet(self, operation: str) -> Fault | None:
        """Say what goes wrong with this request, if anything does."""
        with self.lock:
            self.asked.append(operation)
            for one in self.planned:
                if one.operation in (operation, "*"):
                    one.nth -= 1
                    if one.nth <= 0:
                        one.times -= 1
                        if one.times <= 0:
                            self.planned.remove(one)
                        return one
        return None

    def count(self, operation: str) -> int:
        """How often an operation was asked for."""
        return self.asked.count(operation)
