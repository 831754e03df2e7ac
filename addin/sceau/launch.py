"""Starting the helper, so that it outlives whoever started it. Standard library only."""

from __future__ import annotations

import os
import subprocess
import sys


def launch() -> None:
    """Start the helper on its own; it ends by itself where one is running already."""
    subprocess.Popen(
        [sys.executable, "-P", "-m", "sceau.helper"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
