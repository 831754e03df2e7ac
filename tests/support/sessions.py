"""Driving a session of the real window from a test."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from sceau.desk.view import Act
from sceau.desk.window import ConfirmWindow, WindowSession
from support.views import (
    CLEAN,
)


async def next_act(session: WindowSession, seconds: float = 20) -> Act:
    """Give the next act of the person."""
    acts = session.acts()
    async with asyncio.timeout(seconds):
        return await anext(acts)


async def in_thread(call: Callable[..., object], *values: object) -> None:
    """Do something on the desktop while the helper's loop goes on."""
    await asyncio.to_thread(call, *values)


async def settled(session: WindowSession, revision: int = 1) -> None:
    """Wait until the window is on the screen and would take an Enter."""
    assert await session.painted(revision)
    await asyncio.sleep(0.7)


async def shows_again(window: ConfirmWindow) -> bool:
    """Say whether the next mail is shown."""
    async with window.session(CLEAN) as session:
        return await session.painted(1)
