"""A worker that is given up while it starts leaves nothing behind, and nothing waits for it."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

from sceau.workers.pool import Workers
from support.windows import wait_for


def running(mark: Path) -> list[int]:
    """The processes that were started with ``mark`` among their folders, orphans included."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        try:
            if os.fsencode(mark) in (path / "cmdline").read_bytes():
                found.append(int(path.name))
        except OSError:
            continue  # it ended meanwhile
    return found


def test_given_up_at_any_moment_it_is_gone(tmp_path: Path) -> None:
    seen: list[int] = []
    left: list[object] = []

    async def give_up(seconds: float) -> None:
        async with Workers(paths=(tmp_path,)) as workers:
            warming = asyncio.create_task(workers.warm())
            await asyncio.sleep(seconds)
            seen.extend(running(tmp_path))
            warming.cancel()
            await asyncio.gather(warming, return_exceptions=True)
        left.extend(asyncio.all_tasks() - {asyncio.current_task()})

    async def all_of_them() -> None:
        for step in range(40):
            async with asyncio.timeout(20):
                await give_up(step * 0.0006)

    asyncio.run(all_of_them())
    assert seen, "none was started: nothing was tried"
    assert not left, "the worker was still being ended when the workers were said to be gone"
    wait_for("every process is gone", lambda: not running(tmp_path))
