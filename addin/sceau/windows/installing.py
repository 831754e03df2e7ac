"""``sceau install`` and ``sceau uninstall`` on Windows: what stands in the registry, for this
person or for the machine. The program's own files are where its installer put them."""

from __future__ import annotations

import sys

assert sys.platform == "win32"

from collections.abc import Callable
from pathlib import Path

from sceau.errors import CannotWrite, MissingInput
from sceau.phrases import Language, phrase, say
from sceau.windows import outlook
from sceau.windows.registered import Entry, For, Part, entries, filled
from sceau.windows.registry import NAMES, present, remove, write

_NEEDED: dict[Part, tuple[str, ...]] = {
    "thunderbird": ("sceau.json", "sceau.xpi", "sceau-host.exe"),
    "outlook": (r"outlook\x64\SceauOutlook.dll", r"outlook\x86\SceauOutlook.dll"),
    "desktop": ("Sceau.exe",),
}


def install(part: Part, language: Language, *, system: bool, dry_run: bool) -> tuple[str, ...]:
    """Register one part; give the keys, as people write them.

    Raises :class:`MissingInput` ``no-program`` where Sceau's own files are not whole, and
    :class:`CannotWrite` where it may not be written.
    """
    wanted: For = "machine" if system else "person"
    given = _entries(part, wanted, _folder(part), language)
    if not dry_run:
        _guarded(lambda: write(given, wanted), wanted)
        if part == "outlook" and not system:
            _guarded(outlook.forgive, wanted)
    return tuple(dict.fromkeys(f"{NAMES[wanted]}\\{one.key}" for one in given))


def uninstall(part: Part, *, system: bool, dry_run: bool) -> tuple[str, ...]:
    """Take one part out of the registry; give the keys that held it. Raises
    :class:`CannotWrite` where it may not be."""
    wanted: For = "machine" if system else "person"
    given = entries(wanted, part)
    found = present(given, wanted)
    if not dry_run:
        _guarded(lambda: remove(given, wanted), wanted)
    return found


def _folder(part: Part) -> Path:
    folder = Path(sys.executable).parent.parent
    if not all((folder / one).is_file() for one in _NEEDED[part]):
        raise MissingInput("no-program")
    return folder


def _entries(part: Part, wanted: For, folder: Path, language: Language) -> tuple[Entry, ...]:
    words = {"folder": str(folder), "verb": say(phrase("entry.seal"), language)}
    return filled(entries(wanted, part), words)


def _guarded(do: Callable[[], object], wanted: For) -> None:
    try:
        do()
    except OSError as refused:
        raise CannotWrite("install-refused", folder=NAMES[wanted]) from refused
