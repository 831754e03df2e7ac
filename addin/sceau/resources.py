"""Where the files of ``ui/`` are: inside the installed package, or beside it in a source tree."""

from __future__ import annotations

import functools
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


@functools.cache
def ui_folder() -> Path:
    """Give the folder of the pages, catalogues and pictures shown in windows."""
    installed = _PACKAGE / "ui"
    return installed if installed.is_dir() else _PACKAGE.parent.parent / "ui"


def ui_file(name: str) -> str:
    """Give the text of ``ui/<name>`` (UTF-8)."""
    return (ui_folder() / name).read_text(encoding="utf-8")


def outlook_registry() -> str:
    """Give what the shim for Outlook is registered with (``registry.json``), as text."""
    installed = _PACKAGE / "outlook" / "registry.json"
    source = _PACKAGE.parent / "outlook" / "classic" / "registry.json"
    return (installed if installed.is_file() else source).read_text(encoding="utf-8")


@functools.cache
def addon_folder() -> Path:
    """Give the folder of the Thunderbird add-on's sources."""
    installed = _PACKAGE / "thunderbird"
    return installed if installed.is_dir() else _PACKAGE.parent / "thunderbird"
