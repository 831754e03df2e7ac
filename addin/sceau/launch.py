"""Starting the helper, and other programs of ours, so that they outlive whoever started them.
Standard library only."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys

_STARTERS_OWN = {"NO_AT_BRIDGE"}
"""What Thunderbird sets for itself alone: a window that inherited it would be closed to screen
readers."""


def launch(module: str = "sceau.helper", *arguments: str) -> subprocess.Popen[bytes]:
    """Start a program of ours on its own, and give its process. The helper ends by itself, with 0,
    where one is running already, and with another number where it cannot start."""
    if sys.platform == "win32":
        return _apart([_windowless(), "-X", "utf8", "-P", "-m", module, *arguments])
    return subprocess.Popen(
        [sys.executable, "-P", "-m", module, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env={
            **{name: value for name, value in os.environ.items() if name not in _STARTERS_OWN},
            "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        },
    )


if sys.platform == "win32":

    def _windowless() -> str:
        """The Python that opens no console of its own, beside ours."""
        windowless = os.path.join(os.path.dirname(sys.executable), "pythonw.exe")  # noqa: PTH118, PTH120
        return windowless if os.path.isfile(windowless) else sys.executable  # noqa: PTH113

    def _apart(command: list[str]) -> subprocess.Popen[bytes]:
        """Start it outside of our job: a browser ends that with its host. Not every job lets go."""
        apart = subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.DETACHED_PROCESS
        for flags in (apart | subprocess.CREATE_BREAKAWAY_FROM_JOB, apart):
            with contextlib.suppress(PermissionError):
                return _start_apart(command, flags)
        raise PermissionError("no program may be started")

    def _start_apart(command: list[str], flags: int) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            creationflags=flags,
        )
