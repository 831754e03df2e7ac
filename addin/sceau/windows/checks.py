"""What ``sceau doctor`` looks at on Windows alone: the pipe, Outlook, the session's start, and the
right click."""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import _winapi
import shlex
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Literal

from sceau.hooks.outlook.checks import check_add_in, check_new_outlook
from sceau.phrases import Phrase, phrase
from sceau.socket_place import quick_place
from sceau.windows import outlook, pipe
from sceau.windows.registered import For
from sceau.windows.registry import value

Told = tuple[Literal["good", "warn", "bad"], Phrase]

_RUN = r"Software\Microsoft\Windows\CurrentVersion\Run"
_APPROVED = r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run"
"""Where the Task Manager notes what the person switched off: the first byte is odd then."""

_VERBS = (
    r"Software\Classes\*\shell\Sceau\command",
    r"Software\Classes\Directory\shell\Sceau\command",
)
_HIVES: tuple[For, ...] = ("person", "machine")


def looks() -> Iterator[tuple[str, Callable[[], Told]]]:
    """Give what is to be looked at; Outlook only where there is one, or we are in one."""
    yield "pipe", _pipe
    found = outlook.find()
    if found.outlook or found.load is not None:
        yield "outlook", partial(check_add_in, found)
        yield "outlook-web", partial(check_new_outlook, found)
    yield "autostart", _autostart
    yield "explorer", _explorer


def _pipe() -> Told:
    try:
        _winapi.CloseHandle(pipe.reach(quick_place()))
    except PermissionError:
        return "bad", phrase("doctor.pipe-other")
    except OSError:
        return "warn", phrase("doctor.pipe-none")
    return "good", phrase("doctor.pipe")


def _autostart() -> Told:
    for wanted in _HIVES:
        line = value(_RUN, "Sceau", wanted)
        if line is None:
            continue
        switched = value(_APPROVED, "Sceau", wanted)
        if isinstance(switched, bytes) and switched[:1] and switched[0] & 1:
            return "warn", phrase("doctor.autostart-off")
        if not _starts(line):
            return "bad", phrase("doctor.autostart-moved")
        return "good", phrase("doctor.autostart")
    return "warn", phrase("doctor.no-autostart")


def _explorer() -> Told:
    commands = [
        next((found for one in _HIVES if (found := value(verb, "", one)) is not None), None)
        for verb in _VERBS
    ]
    if all(map(_starts, commands)):
        return "good", phrase("doctor.explorer")
    return "warn", phrase("doctor.no-explorer")


def _starts(line: object) -> bool:
    """Whether the program a command line names is there."""
    words = shlex.split(line, posix=False) if isinstance(line, str) else []
    return bool(words) and Path(words[0].strip('"')).is_file()
