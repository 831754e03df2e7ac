"""Starting the helper, so that it outlives whoever started it. Standard library only."""

from __future__ import annotations

import os
import subprocess
import sys

_STARTERS_OWN = {"NO_AT_BRIDGE"}
"""What Thunderbird sets for itself alone: a window that inherited it would be closed to screen
readers."""


def launch() -> subprocess.Popen[bytes]:
    """Start the helper on its own, and give its process: it ends by itself, with 0, where one is
    running already, and with another number where it cannot start."""
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "sceau.helper"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env={
            **{name: value for name, value in os.environ.items() if name not in _STARTERS_OWN},
            "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        },
    )
