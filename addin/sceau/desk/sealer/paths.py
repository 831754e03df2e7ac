"""From what a file manager, a chooser or a drop gives to a path."""

from __future__ import annotations

import os
import re
from pathlib import Path
from urllib.parse import unquote_to_bytes, urlsplit

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")


def path_of(given: str) -> Path | None:
    """Give the path of ``given``: a path, or an address (RFC 8089 for ``file:``).

    Other addresses (``smb://…``, ``sftp://…``) are files of a place the desktop has connected:
    GVFS shows them below the user's runtime folder too. None where it does not.
    """
    if not _ADDRESS.match(given):
        return Path(given).absolute() if given else None
    try:
        parts = urlsplit(given)
    except ValueError:
        return None
    if parts.scheme.lower() == "file":
        if parts.netloc not in ("", "localhost"):
            return None
        path = os.fsdecode(unquote_to_bytes(parts.path))
        return Path(path) if path.startswith("/") and "\0" not in path else None
    return _connected(given)


def _connected(address: str) -> Path | None:
    try:
        import gi

        gi.require_version("Gio", "2.0")
        from gi.repository import Gio
    except (ImportError, ValueError):
        return None
    path = Gio.File.new_for_uri(address).get_path()
    return Path(path) if path else None
