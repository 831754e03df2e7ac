"""The sealing window: from files let go over it to their rows painted, and to all of them read;
against the barest GTK window with a web view, and a loop of ``pdfinfo`` over the same files.

A drop is told to the window's owner as its page tells it, with the addresses of the files; the time
ends when the window says that what it was last given is on the screen.
"""

from __future__ import annotations

import asyncio
import contextlib
import statistics
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

from bench.bench_window import Bare
from bench.row import Row
from sceau.desk.sealer import view
from sceau.desk.sealer.session import Session
from sceau.desk.view import Close
from sceau.desk.window import SealWindow
from sceau.workers.pool import Workers
from support.pdfs import report
from support.seal_views import files
from support.windows import Desktop, desktop

_ROUNDS = 7
_FILES = 20


class _Dropping:
    """The real window, over which files are let go once it is painted."""

    def __init__(self, window: SealWindow, paths: list[Path]) -> None:
        self._window = window
        self._paths = paths
        self._seen: dict[str, int] = {}
        self.rows = self.read = 0.0

    @contextlib.asynccontextmanager
    async def session(self, first: view.SealView) -> AsyncIterator[_Dropping]:
        async with self._window.session(first) as real:
            self._real = real
            self._first = first.revision
            yield self

    @property
    def lost(self) -> None:
        return None

    def update(self, shown: view.SealView) -> None:
        if len(shown.files) == _FILES:
            self._seen.setdefault("rows", shown.revision)
            if all(one.step == "ready" for one in shown.files):
                self._seen.setdefault("read", shown.revision)
        self._real.update(shown)

    async def acts(self) -> AsyncIterator[view.SealAct]:
        await self._real.painted(self._first)
        began = time.perf_counter()
        yield view.Given(tuple(one.as_uri() for one in self._paths))
        self.rows = await self._until("rows") - began
        self.read = await self._until("read") - began
        yield Close()

    async def _until(self, what: str) -> float:
        while what not in self._seen:
            await asyncio.sleep(0.001)
        if not await self._real.painted(self._seen[what]):
            raise RuntimeError("the window was lost")
        return time.perf_counter()


async def _measure(desk: Desktop, paths: list[Path]) -> list[Row]:
    window = SealWindow(environment=desk.environment)
    await window.start()
    bare = await Bare.start(desk)
    shown, read, painted, loops = [], [], [], []
    async with Workers() as workers:
        for _ in range(_ROUNDS + 1):
            dropping = _Dropping(window, paths)
            await Session(files(), workers, lambda _: True).run(dropping, [])
            shown.append(dropping.rows)
            read.append(dropping.read)
            began = time.perf_counter()
            await bare.show()
            painted.append(time.perf_counter() - began)
            await bare.hide()
            began = time.perf_counter()
            loop = 'for one in "$@"; do pdfinfo "$one" >/dev/null; done'
            await asyncio.to_thread(
                subprocess.run, ["sh", "-c", loop, "-", *map(str, paths)], check=True
            )
            loops.append(time.perf_counter() - began)
    await window.close()
    await bare.close()
    return [
        _row(f"{_FILES} files dropped → their rows painted", shown, "bare GTK web view", painted),
        _row(f"{_FILES} PDFs dropped → all read and painted", read, "a loop of pdfinfo", loops),
    ]


def _row(what: str, ours: list[float], peer: str, theirs: list[float]) -> Row:
    # the first time makes windows, buffers and workers
    mine, other = statistics.median(ours[1:]), statistics.median(theirs[1:])
    return Row(
        f"sealing window, warm: {what}",
        f"{mine * 1000:.0f} ms",
        f"{peer} {other * 1000:.0f} ms",
        mine / other,
    )


def rows() -> Iterator[Row]:
    """Measure on a desktop of its own."""
    with desktop() as desk, tempfile.TemporaryDirectory() as name:
        paths = [Path(name, f"Bilan {number:02}.pdf") for number in range(_FILES)]
        for one in paths:
            one.write_bytes(report())
        yield from asyncio.run(_measure(desk, paths))
