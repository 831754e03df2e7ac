"""Who shows notifications: Debian's dunst, on a desktop's own bus."""

from __future__ import annotations

import contextlib
import json
import subprocess
from collections.abc import Iterator
from typing import NamedTuple

from support.windows import Desktop, wait_for


class Told(NamedTuple):
    """One notification, as it was shown."""

    title: str
    text: str


class Daemon:
    """A running dunst."""

    def __init__(self, desk: Desktop) -> None:
        self._desk = desk

    def ctl(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run dunstctl."""
        return subprocess.run(
            ["dunstctl", *words],
            env=self._desk.environment,
            capture_output=True,
            text=True,
            check=False,
        )

    @property
    def shown(self) -> int:
        """How many are on the screen."""
        return int(self.ctl("count", "displayed").stdout.strip() or 0)

    def closed(self) -> list[Told]:
        """Close what is on the screen, and give all that was there, newest first."""
        self.ctl("close-all")
        wait_for("they are gone", lambda: not self.shown)
        (found,) = json.loads(self.ctl("history").stdout)["data"]
        return [Told(one["summary"]["data"], one["message"]["data"]) for one in found]


@contextlib.contextmanager
def notification_daemon(desk: Desktop) -> Iterator[Daemon]:
    """Run one until the block ends."""
    settings = desk.home / "dunstrc"
    settings.write_text("[global]\n    monitor = 0\n")
    running = subprocess.Popen(
        ["dunst", "-conf", settings],
        env=desk.environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    daemon = Daemon(desk)
    try:
        wait_for("dunst answers", lambda: daemon.ctl("count").returncode == 0)
        yield daemon
    finally:
        running.terminate()
        running.wait(10)
