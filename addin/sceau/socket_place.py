"""Where the helper's socket is. Standard library only: ``sceau-host`` is started for every window
of Thunderbird and has 15 ms to be there.
"""

from __future__ import annotations

import os
import sys

LONGEST = 100
"""Bytes: ``sun_path`` holds 108 on Linux and 104 on macOS, with its final NUL."""

NAME = "helper.sock"


def quick_place() -> str:
    """Give the socket's path where it is certain without looking further, else nothing.

    It is the one of :func:`sceau.link.socket_path`: in ``$SCEAU_HOME/state``, or in ``sceau``
    below ``$XDG_STATE_HOME`` (XDG Base Directory Specification) or ``~/.local/state``.
    """
    if sys.platform != "linux":
        return ""
    home = os.environ.get("SCEAU_HOME")
    if home:
        folder = os.path.join(os.path.abspath(home), "state")  # noqa: PTH100, PTH118 - pathlib costs 3 ms
    else:
        states = os.environ.get("XDG_STATE_HOME", "").strip()
        if not states:
            states = os.path.expanduser("~/.local/state")  # noqa: PTH111 - as above
        folder = f"{states}/sceau"
    path = f"{folder}/{NAME}"
    return path if len(os.fsencode(path)) <= LONGEST else ""
