"""Starting the helper, and other programs of ours, so that they outlive whoever started them.
Standard library only."""

from __future__ import annotations

import os
import subprocess
import sys

_STARTERS_OWN = {"NO_AT_BRIDGE"}
"""What Thunderbird sets for itself alone: a window that inherited it would be closed to screen
readers."""


def launch(module: str = "sceau.helper", *arguments: str) -> subprocess.Popen[bytes]:
    """Start a program of ours on its own, and give its process. The helper ends by itself, with 0,
    where one is running already, and with another number where it cannot start."""
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
