"""How far a long command is: a bar on the terminal, where there is one."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from types import TracebackType
from typing import Any, Self

from sceau.batch.plan import Task

_WORTH_IT = 20 * 2**20
"""Bytes from which, or from the eleventh file, there is something to wait for."""

_FILES = 10


class Bar:
    """The progress of ``tasks`` in bytes, on the terminal's error output. Nothing is shown where
    that is no terminal, where there is little to do, or where ``shows`` is false."""

    def __init__(self, tasks: Sequence[Task], *, shows: bool) -> None:
        self._total = sum(map(_size, tasks))
        worth = self._total > _WORTH_IT or len(tasks) > _FILES
        self._shows = shows and worth and sys.stderr.isatty()
        self._bar: Any = None

    def __enter__(self) -> Self:
        if self._shows:
            from tqdm import tqdm

            self._bar = tqdm(
                total=self._total, unit="o", unit_scale=True, unit_divisor=1000, leave=False
            )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._bar is not None:
            self._bar.close()

    def more(self, size: int) -> None:
        """So many bytes more are dealt with."""
        if self._bar is not None:
            self._bar.update(size)


def _size(task: Task) -> int:
    try:
        return task.source.stat().st_size
    except (OSError, ValueError):
        return 0
