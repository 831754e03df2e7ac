"""``sceau install desktop`` and ``sceau uninstall desktop``: what is written or taken away."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sceau.desk.entries import thunar
from sceau.desk.entries.installing import (
    Entry,
    Homes,
    install,
    install_in_thunar,
    program,
    system_entries,
    thunar_file,
    uninstall,
    uninstall_from_thunar,
    user_entries,
    user_homes,
)
from sceau.errors import SceauError
from sceau.phrases import Language


@dataclass(frozen=True)
class Done:
    """What was, or would be, written or removed; ``problem`` where Thunar's file was left alone."""

    paths: tuple[Path, ...]
    problem: SceauError | None = None


def install_desktop(*, system: bool, dry_run: bool, language: Language) -> Done:
    """Put Sceau into the desktop. That Thunar's file cannot be read holds back nothing else."""
    run, homes = program(), user_homes()
    entries = _entries(run, homes, language, system=system)
    paths = tuple(one.path for one in entries)
    if not system:
        paths = (*paths, thunar_file(homes))
    if dry_run:
        return Done(paths)
    install(entries)
    if system:
        return Done(paths)
    try:
        install_in_thunar(run, homes)
    except SceauError as told:
        return Done(paths[:-1], told)
    return Done(paths)


def uninstall_desktop(*, system: bool, dry_run: bool, language: Language) -> Done:
    """Take Sceau out of the desktop again."""
    homes = user_homes()
    entries = _entries(Path("sceau"), homes, language, system=system)
    file = thunar_file(homes)
    if dry_run:
        there = tuple(one.path for one in entries if one.path.is_file())
        ours = not system and file.is_file() and thunar.holds_ours(file.read_bytes())
        return Done((*there, file) if ours else there)
    gone = uninstall(entries, None if system else homes)
    if not system and uninstall_from_thunar(homes):
        gone = (*gone, file)
    return Done(gone)


def _entries(run: Path, homes: Homes, language: Language, *, system: bool) -> tuple[Entry, ...]:
    return system_entries(run) if system else user_entries(run, homes, language)
