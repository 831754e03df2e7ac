"""What ``sceau doctor`` says of the desktop: is Sceau in its menus, and in those of the file
managers that are here?"""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Literal

from sceau.desk.entries import texts, thunar
from sceau.desk.entries.installing import Homes, thunar_file, user_homes
from sceau.phrases import LANGUAGES, Phrase, phrase

Told = tuple[Literal["good", "warn", "bad"], Phrase]

MANAGERS = {"nautilus": "Nautilus", "nemo": "Nemo", "dolphin": "Dolphin", "thunar": "Thunar"}
_PROGRAM = re.compile(r"""(?m)^Exec=(?:"([^"]+)"|'([^']+)'|(\S+))""")


def managers_here() -> tuple[str, ...]:
    """Give the file managers of this machine that Sceau knows."""
    return tuple(one for one in MANAGERS if shutil.which(one))


def entry(root: Path = Path("/")) -> Path | None:
    """Give the application entry there is: the user's before the machine's."""
    places = (user_homes().data, root / "usr" / "share")
    found = (one / "applications" / "sceau.desktop" for one in places)
    return next((one for one in found if one.is_file()), None)


def check_entry(path: Path) -> Told:
    """Say whether the entry starts a program that is there."""
    named = _PROGRAM.search(path.read_text(encoding="utf-8"))
    program = next((one for one in named.groups() if one), "") if named else ""
    if program and shutil.which(program.replace("\\\\", "\\").replace("%%", "%")):
        return "good", phrase("doctor.desktop")
    return "bad", phrase("doctor.desktop-moved")


def check_manager(manager: str, root: Path = Path("/")) -> Told:
    """Say whether the file manager has our line in its menu."""
    if _is_in(manager, user_homes(), root):
        return "good", phrase("doctor.file-manager", name=MANAGERS[manager])
    return "warn", phrase("doctor.no-file-manager", name=MANAGERS[manager])


def _is_in(manager: str, homes: Homes, root: Path) -> bool:
    shares = (homes.data, root / "usr" / "share")
    match manager:
        case "nautilus":
            folder = homes.data / "nautilus" / "scripts"
            return any((folder / texts.nautilus_name(one)).is_file() for one in LANGUAGES)
        case "nemo":
            return any((one / "nemo/actions/sceau.nemo_action").is_file() for one in shares)
        case "dolphin":
            return any((one / "kio/servicemenus/sceau.desktop").is_file() for one in shares)
        case _:
            path = thunar_file(homes)
            return path.is_file() and thunar.holds_ours(path.read_bytes())
