"""Putting Sceau into the desktop, and taking it out: for one user, or for the machine.

For the machine there is no file for Nautilus, whose scripts are each user's own, nor for Thunar,
whose one file for everybody belongs to Thunar: those two are for each user.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sceau.desk.entries import texts, thunar
from sceau.errors import CannotWrite, MissingInput
from sceau.phrases import LANGUAGES, Language
from sceau.resources import ui_file

_SYSTEM_THUNAR = Path("/etc/xdg/Thunar/uca.xml")


@dataclass(frozen=True)
class Entry:
    """One file of ours: ``manager`` is the file manager it is for, empty for the desktop."""

    path: Path
    content: bytes
    manager: str = ""
    mode: int = 0o644


@dataclass(frozen=True)
class Homes:
    """The folders of a user: ``data`` and ``config`` as the XDG Base Directory Specification has
    them."""

    data: Path
    config: Path


def user_homes() -> Homes:
    """Give this user's folders."""

    def folder(variable: str, *default: str) -> Path:
        set_to = os.environ.get(variable, "")
        return Path(set_to) if set_to.startswith("/") else Path.home().joinpath(*default)

    return Homes(
        data=folder("XDG_DATA_HOME", ".local", "share"), config=folder("XDG_CONFIG_HOME", ".config")
    )


def program() -> Path:
    """Give the path of ``sceau``. Raises :class:`MissingInput` ``no-program`` where it is not
    there."""
    beside = Path(sys.executable).parent / "sceau"
    found = str(beside) if os.access(beside, os.X_OK) else shutil.which("sceau")
    if found is None:
        raise MissingInput("no-program")
    return Path(found).absolute()


def user_entries(run: Path, homes: Homes, language: Language) -> tuple[Entry, ...]:
    """Give the files for one user, but Thunar's; ``language`` names Nautilus's script."""
    script = homes.data / "nautilus" / "scripts" / texts.nautilus_name(language)
    return (
        *_common(run, homes.data),
        Entry(homes.config / "autostart" / "sceau.desktop", texts.autostart(run).encode()),
        Entry(script, texts.nautilus(run).encode(), "nautilus", 0o755),
    )


def system_entries(run: Path, root: Path = Path("/")) -> tuple[Entry, ...]:
    """Give the files for the machine below ``root``."""
    return (
        *_common(run, root / "usr" / "share"),
        Entry(root / "etc/xdg/autostart/sceau.desktop", texts.autostart(run).encode()),
    )


def _common(run: Path, data: Path) -> tuple[Entry, ...]:
    return (
        Entry(data / "applications" / "sceau.desktop", texts.application(run).encode()),
        Entry(data / "icons/hicolor/scalable/apps/sceau.svg", ui_file("icons/sceau.svg").encode()),
        Entry(data / "nemo/actions/sceau.nemo_action", texts.nemo(run).encode(), "nemo"),
        # Dolphin takes a user's own only where it may be executed.
        Entry(
            data / "kio/servicemenus/sceau.desktop", texts.dolphin(run).encode(), "dolphin", 0o755
        ),
    )


def thunar_file(homes: Homes) -> Path:
    """Give the path of this user's actions of Thunar."""
    return homes.config / "Thunar" / "uca.xml"


def install(entries: tuple[Entry, ...]) -> None:
    """Write the files. Raises :class:`CannotWrite` where they may not be."""
    for one in entries:
        _write(one.path, one.content, one.mode)


def install_in_thunar(run: Path, homes: Homes, everybodys: Path = _SYSTEM_THUNAR) -> None:
    """Put our action among the user's. A user without a file of their own sees everybody's until
    they have one: theirs then begins with it. Raises :class:`CannotWrite` ``thunar-actions`` where
    the file is not one of Thunar's."""
    path = thunar_file(homes)
    before = _read(path) or _read(everybodys) or thunar.EMPTY
    _write(path, thunar.merged(before, texts.thunar(run)), 0o644)


def uninstall_from_thunar(homes: Homes, everybodys: Path = _SYSTEM_THUNAR) -> bool:
    """Take our action out; the file too, where it is what everybody has, or empty. Give whether
    it was in it."""
    path = thunar_file(homes)
    before = _read(path)
    if before is None or not thunar.holds_ours(before):
        return False
    rest = thunar.without(before)
    if rest in (_read(everybodys), thunar.EMPTY):
        _guarded(path.unlink, path)
        _remove_empty(path.parent, homes)
    else:
        _write(path, rest, 0o644)
    return True


def uninstall(entries: tuple[Entry, ...], homes: Homes | None = None) -> tuple[Path, ...]:
    """Take away the files, and the folders that are empty without them; give what was there.
    Nautilus's script goes under whatever language it was named in."""
    paths = dict.fromkeys(one.path for one in entries)
    for one in entries:
        if one.manager == "nautilus":
            paths.update((one.path.with_name(texts.nautilus_name(x)), None) for x in LANGUAGES)
    gone = tuple(path for path in paths if path.is_file())
    for path in gone:
        _guarded(path.unlink, path)
        if homes is not None:
            _remove_empty(path.parent, homes)
    return gone


def _remove_empty(folder: Path, homes: Homes) -> None:
    """Remove folders from here upwards while they are empty, never the user's own homes."""
    while folder not in (homes.data, homes.config) and folder.is_dir():
        if any(folder.iterdir()) or not (
            folder.is_relative_to(homes.data) or folder.is_relative_to(homes.config)
        ):
            return
        _guarded(folder.rmdir, folder)
        folder = folder.parent


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as refused:
        raise CannotWrite("install-refused", folder=str(path.parent)) from refused


def _write(path: Path, content: bytes, mode: int) -> None:
    def write() -> None:
        # A link (to somebody's kept configuration) stays one: what it leads to is changed.
        target = path.resolve()
        target.parent.mkdir(parents=True, exist_ok=True)
        passing = target.with_name(f".{target.name}.new")
        passing.write_bytes(content)
        passing.chmod(mode)
        passing.replace(target)

    _guarded(write, path)


def _guarded(do: Callable[[], object], path: Path) -> None:
    try:
        do()
    except OSError as refused:
        raise CannotWrite("install-refused", folder=str(path.parent)) from refused
