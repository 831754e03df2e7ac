"""Waiting for work in a thread that must not be left half done."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import ParamSpec, Protocol, TypeVar, runtime_checkable

_Given = ParamSpec("_Given")
_Result = TypeVar("_Result")

GRACE = 1.5
"""Seconds a server still has to answer once nobody wants to wait for it any more."""


@runtime_checkable
class Interruptible(Protocol):
    """What waits for a server and can be told to wait no longer."""

    def interrupt(self) -> None:
        """Let what is being waited for fail now, from another thread. Nothing is lost by it: each
        step is taken up again."""
        ...


async def to_its_end(
    work: Callable[_Given, _Result], /, *values: _Given.args, **named: _Given.kwargs
) -> _Result:
    """Do ``work`` in a thread of its own and give its result; a cancellation is not heeded.

    A task that goes on to other work afterwards looks at its own ``cancelling()``.
    """
    return await while_it_answers(None, work, *values, **named)


async def while_it_answers(
    waiting: object,
    work: Callable[_Given, _Result],
    /,
    *values: _Given.args,
    **named: _Given.kwargs,
) -> _Result:
    """The same, for work that waits for a server: after a cancellation it has :data:`GRACE` seconds
    more, then ``waiting`` is interrupted where it can be, and the work ends by what it raises."""
    running = asyncio.ensure_future(asyncio.to_thread(work, *values, **named))
    losing_patience: asyncio.TimerHandle | None = None
    try:
        while True:
            try:
                return await asyncio.shield(running)
            except asyncio.CancelledError:
                if running.cancelled():
                    raise
                if isinstance(waiting, Interruptible) and losing_patience is None:
                    loop = asyncio.get_running_loop()
                    losing_patience = loop.call_later(GRACE, waiting.interrupt)
    finally:
        if losing_patience is not None:
            losing_patience.cancel()


def heed_cancellation() -> None:
    """Stop here where that was asked for while something could not be left half done, which did
    not heed it."""
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError
