"""A sign-in that was begun, and waits for the person in their browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class Begun(NamedTuple):
    """``place`` is the address to open, and ``code`` what is to be typed there (empty where the
    browser comes back by itself). ``wait`` waits until it is done, and keeps what came of it; it
    raises SignInFailed, SignInNotReached, or SignInCancelled after ``stop`` was called."""

    place: str
    code: str
    wait: Callable[[], None]
    stop: Callable[[], None]
