"""Putting Sceau into Thunderbird, and taking it out: the native messaging manifest and the add-on.

For one user: the manifest in ``~/.mozilla/native-messaging-hosts``; the add-on as a file to be
opened in Thunderbird, which takes no add-on of a user's silently. For the machine: the manifest in
``/usr/lib/mozilla/native-messaging-hosts`` and the add-on in Thunderbird's own ``extensions``
folder, from where every profile takes it at its next start.
"""

from __future__ import annotations

import json
import os
import shutil
import stat
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sceau.errors import CannotWrite, MissingInput, NotAllowed
from sceau.hooks.thunderbird.seen import forget
from sceau.hooks.thunderbird.xpi import build
from sceau.settings.places import state_folder
from sceau.settings.policy.export.thunderbird import ADD_ON

HOST = "sceau"
"""The name by which the add-on opens its port (``connectNative``)."""

_HOSTS = "native-messaging-hosts"


@dataclass(frozen=True)
class Places:
    """Where things go: ``manifest`` and ``add_on``, for this user or the machine (``system``)."""

    manifest: Path
    add_on: Path
    system: bool


def places(*, system: bool, root: Path = Path("/")) -> Places:
    """Give the places for the machine below ``root``, or for this user."""
    if system:
        library = root / "usr" / "lib"
        return Places(
            manifest=library / "mozilla" / _HOSTS / f"{HOST}.json",
            add_on=library / "thunderbird" / "extensions" / f"{ADD_ON}.xpi",
            system=True,
        )
    return Places(
        manifest=Path.home() / ".mozilla" / _HOSTS / f"{HOST}.json",
        add_on=state_folder() / "sceau-thunderbird.xpi",
        system=False,
    )


def manifest(host: Path) -> bytes:
    """Give the native messaging manifest that names ``host`` as the program to start."""
    told = {
        "name": HOST,
        "description": "Sceau",
        "path": str(host),
        "type": "stdio",
        "allowed_extensions": [ADD_ON],
    }
    return (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode()


def host_program(*, system: bool) -> Path:
    """Give the path of ``sceau-host``, which stands beside ``sceau``.

    Raises :class:`MissingInput` ``no-host`` where it is not there, and :class:`NotAllowed`
    ``host-for-one-user`` where it is for the machine and others may not start it.
    """
    beside = Path(sys.executable).parent / "sceau-host"
    found = str(beside) if os.access(beside, os.X_OK) else shutil.which("sceau-host")
    if found is None:
        raise MissingInput("no-host")
    path = Path(found).absolute()
    if system and not all(_is_open(one) for one in (path, *path.parents)):
        raise NotAllowed("host-for-one-user")
    return path


def install(where: Places, host: Path) -> None:
    """Write the manifest and the add-on. Raises :class:`CannotWrite` where they may not be."""
    _write(where.manifest, manifest(host))
    _write(where.add_on, build())


def uninstall(where: Places) -> tuple[Path, ...]:
    """Take away what :func:`install` wrote, and the folders that are empty without it; give what
    was there. Raises :class:`CannotWrite` where it may not be."""
    gone = tuple(one for one in (where.manifest, where.add_on) if one.is_file())
    for path in gone:
        _guarded(path.unlink, path)
    for folder in (where.manifest.parent, where.manifest.parent.parent, where.add_on.parent):
        if folder.is_dir() and folder != state_folder() and not any(folder.iterdir()):
            _guarded(folder.rmdir, folder)
    forget(state_folder())
    return gone


def _is_open(path: Path) -> bool:
    mode = path.stat().st_mode
    return bool(mode & stat.S_IXOTH)


def _write(path: Path, content: bytes) -> None:
    def write() -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        passing = path.with_name(f".{path.name}.new")
        passing.write_bytes(content)
        passing.chmod(0o644)
        passing.replace(path)

    _guarded(write, path)


def _guarded(do: Callable[[], object], path: Path) -> None:
    try:
        do()
    except OSError as refused:
        raise CannotWrite("install-refused", folder=str(path.parent)) from refused
