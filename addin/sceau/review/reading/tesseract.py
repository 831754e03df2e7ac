"""Whether there is a Tesseract that reads French here."""

from __future__ import annotations

import functools
import shutil
import subprocess

NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)
"""On Windows a program started by one without a window opens a console of its own."""

_LANGUAGES = ("fra", "eng")


@functools.cache
def languages() -> str:
    """Give the languages Tesseract reads here of those wanted (``fra+eng``), empty where it is not
    there or does not know French. Asked once a process; takes 20 ms."""
    tool = shutil.which("tesseract")
    if tool is None:
        return ""
    try:
        told = subprocess.run(
            [tool, "--list-langs"],
            capture_output=True,
            text=True,
            timeout=10,
            check=False,
            creationflags=NO_WINDOW,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    known = set(told.stdout.split())
    return "+".join(one for one in _LANGUAGES if one in known) if "fra" in known else ""
