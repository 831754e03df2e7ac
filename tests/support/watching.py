"""``sceau watch`` as a program of its own, and what it says while it runs."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import Any

from support.command import Desktop
from support.drafts_contract import until


class Watching:
    """A ``sceau watch --json`` that runs; ``said`` grows with what it prints."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.said: list[dict[str, Any]] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            with contextlib.suppress(json.JSONDecodeError):
                self.said.append(json.loads(line))

    def watches(self) -> None:
        """Wait until it watches."""
        until("it watches", lambda: any(one.get("watching") == "watching" for one in self.said))

    def ended(self, number: int = 1) -> list[dict[str, Any]]:
        """Wait for what became of so many drafts, and give it."""

        def reports() -> list[dict[str, Any]]:
            found = [one for one in self.said if "ending" in one or "error" in one]
            return found if len(found) >= number else []

        return until(f"{number} drafts came to an end", reports)


@contextlib.contextmanager
def watching(
    desktop: Desktop, *words: str, within: tuple[str, ...] = (), **more: str
) -> Iterator[Watching]:
    """Run ``sceau watch`` for this user until the block ends; ``within`` is a command that runs
    another."""
    process = subprocess.Popen(
        [*within, sys.executable, "-m", "sceau.cli", "watch", "--json", *words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=desktop.environment(**more),
        cwd=desktop.root,
        start_new_session=bool(within),
    )
    try:
        yield Watching(process)
    finally:
        if within:  # it does not take along what it runs
            os.killpg(process.pid, signal.SIGKILL)
        process.kill()
        process.wait()
