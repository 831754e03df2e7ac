"""Where things are kept on this machine.

The environment variable ``SCEAU_HOME`` puts the user's folders (``config``, ``state``, ``cache``)
into one folder: for tests and the demonstration. The establishment's policy is not moved by it,
so that nobody leaves the policy by setting a variable.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import platformdirs

from sceau.errors import CannotWrite

HOME_VARIABLE = "SCEAU_HOME"
_OURS_ALONE = 0o700


def config_folder() -> Path:
    """Give the folder of the user's settings; it is made where it is not there."""
    return _folder("config", platformdirs.user_config_path)


def state_folder() -> Path:
    """Give the folder of what must be kept: the outbox, the embedded mailbox, the journal."""
    return _folder("state", platformdirs.user_state_path)


def state_file(name: str) -> Path:
    """Give the path of a file in that folder, whether it is there or not; makes no folder."""
    return _place("state", platformdirs.user_state_path) / name


def cache_folder() -> Path:
    """Give the folder of what can be made again."""
    return _folder("cache", platformdirs.user_cache_path)


def user_settings_file() -> Path:
    """Give the path of the user's settings, whether the file is there or not; makes no folder."""
    return _place("config", platformdirs.user_config_path) / "settings.toml"


def policy_file() -> Path:
    """Give the path of the establishment's policy: ``/etc/sceau/policy.toml``; on Windows in
    ``%ProgramData%\\Sceau``, on macOS in ``/Library/Application Support/Sceau``."""
    if sys.platform == "win32":
        return Path(os.environ.get("PROGRAMDATA", r"C:\ProgramData")) / "Sceau" / "policy.toml"
    if sys.platform == "darwin":
        return Path("/Library/Application Support/Sceau/policy.toml")
    return Path("/etc/sceau/policy.toml")


def _place(name: str, system: Callable[..., Path]) -> Path:
    home = os.environ.get(HOME_VARIABLE)
    if home:
        return Path(home).absolute() / name
    return system("sceau", appauthor=False)


def _folder(name: str, system: Callable[..., Path]) -> Path:
    """Make the folder for its owner alone (0700).

    Raises :class:`CannotWrite` where it cannot be made, or belongs to somebody else.
    """
    path = _place(name, system)
    try:
        path.mkdir(mode=_OURS_ALONE, parents=True, exist_ok=True)
        found = path.stat()
        if sys.platform != "win32":
            if found.st_uid != os.geteuid():
                raise CannotWrite("folder-not-yours", folder=name)
            if stat.S_IMODE(found.st_mode) & 0o077:
                path.chmod(_OURS_ALONE)
    except OSError as refused:
        raise CannotWrite("folder-refused", folder=name) from refused
    return path
