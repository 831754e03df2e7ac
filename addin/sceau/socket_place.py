"""Where the helper's socket is, or on Windows its pipe. Standard library only: ``sceau-host`` is
started for every window of Thunderbird and has 15 ms to be there.
"""

from __future__ import annotations

import os
import sys

LONGEST = 100
"""Bytes: ``sun_path`` holds 108 on Linux and 104 on macOS, with its final NUL."""

NAME = "helper.sock"

LOCK = "helper.lock"
"""The file in the state folder that the helper holds locked from its start to its very end."""


def quick_place() -> str:
    """Give the socket's path where it is certain without looking further, else nothing.

    It is the one of :func:`sceau.link.socket_path`: in ``$SCEAU_HOME/state``, or in ``sceau``
    below ``$XDG_STATE_HOME`` (XDG Base Directory Specification) or ``~/.local/state``. On Windows
    it is a pipe, named for the person and for ``%SCEAU_HOME%``.
    """
    if sys.platform == "win32":
        return _pipe()
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


if sys.platform == "win32":

    def _pipe() -> str:
        from sceau.windows.identity import own_sid

        home = os.environ.get("SCEAU_HOME")
        if not home:
            return rf"\\.\pipe\sceau-{own_sid()}"
        import hashlib

        place = os.path.normcase(os.path.abspath(home))  # noqa: PTH100 - as above
        return rf"\\.\pipe\sceau-{own_sid()}-{hashlib.sha256(place.encode()).hexdigest()[:16]}"
