"""Waiting for work in a thread that must not be left half done."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import ParamSpec, TypeVar

_Given = ParamSpec("_Given")
_Result = TypeVar("_Result")


async def to_its_end(
    work: Callable[_Given, _Result], /, *values: _Given.args, **named: _Given.kwargs
) -> _Result:
    """Do ``work`` in a thread of its own and give its result; a cancellation is not heeded.

    A task that goes on to other work afterwards looks at its own ``cancelling()``.
    """
    running = asyncio.ensure_future(asyncio.to_thread(work, *values, **named))
    while True:
        try:
            return await asyncio.shield(running)
        except asyncio.CancelledError:
            if running.cancelled():
                raise
