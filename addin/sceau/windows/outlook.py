"""What Windows knows of classic Outlook and of us in it.

Outlook says its bits in ``Bitness`` (Microsoft: "How to determine whether Outlook is 32-bit or
64-bit"); what it turned off after a crash stands in ``Resiliency\\DisabledItems`` and
``CrashingAddinList``, as bytes that hold the file's path in UTF-16; a person who unticks an add-in
changes its ``LoadBehavior``; what it is not to turn off is in the person's
``DoNotDisableAddinList`` (Microsoft: "Support for keeping add-ins enabled"). The establishment's
list of managed add-ins is a policy for users, not for machines: it is read in HKEY_CURRENT_USER
alone (Office's administrative templates, "List of managed add-ins", class User).
"""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import json
import shlex
from pathlib import Path
from typing import Literal

from sceau.hooks.outlook.checks import PROG_ID, Found
from sceau.resources import outlook_registry
from sceau.windows.registered import View, entries
from sceau.windows.registry import forget, value, values, write

_VERSION = r"Software\Microsoft\Office\16.0\Outlook"
"""Outlook 2016 and all that came after it."""

_ADD_INS = rf"Software\Microsoft\Office\Outlook\Addins\{PROG_ID}"
_ADD_INS_32 = rf"Software\WOW6432Node\Microsoft\Office\Outlook\Addins\{PROG_ID}"
_APP = r"Software\Microsoft\Windows\CurrentVersion\App Paths\OUTLOOK.EXE"
_CLICK_TO_RUN = r"Software\Microsoft\Office\ClickToRun\Configuration"
_MANAGED = r"Software\Policies\Microsoft\Office\16.0\Outlook\Resiliency\AddinList"
_KEPT_ON = rf"{_VERSION}\Resiliency\DoNotDisableAddinList"
_TURNED_OFF = (
    rf"{_VERSION}\Resiliency\DisabledItems",
    rf"{_VERSION}\Resiliency\CrashingAddinList",
)
_OURS = ("sceauoutlook.dll", PROG_ID.lower())
_CLASSES = {64: r"Software\Classes\CLSID", 32: r"Software\Classes\WOW6432Node\CLSID"}
_BITS: dict[object, Literal[32, 64]] = {"x64": 64, "x86": 32}
_VIEWS: tuple[View, ...] = (64, 32)


def find() -> Found:
    """Give what is known now."""
    bits = _bits()
    classes = json.loads(outlook_registry())
    return Found(
        outlook=any(value(_APP, "", "machine", view) is not None for view in _VIEWS),
        bits=bits,
        load=_load(bits),
        shims={one: _is_there(_shim(classes["shim"], one)) for one in _VIEWS},
        door=_is_there(_program(_machine_or_person(_door(classes["door"])))),
        disabled=any(_ours(key) for key in _TURNED_OFF),
        managed=str(value(_MANAGED, PROG_ID, "person") or ""),
        new_outlook=value(rf"{_VERSION}\Preferences", "UseNewOutlook", "person") == 1,
    )


def registered() -> bool:
    """Say whether Outlook is to load our shim."""
    return _load(_bits()) is not None


def keep_on() -> None:
    """Have Outlook not turn us off for this person because it thinks itself slow: an installation
    for the machine cannot write that for everybody.

    Raises ``OSError`` where it may not be.
    """
    write((one for one in entries("person", "outlook") if one.key == _KEPT_ON), "person")


def forgive() -> None:
    """Take what Outlook noted against us out of its lists: the person asked for us again.

    Raises ``OSError`` where it may not be.
    """
    for key in _TURNED_OFF:
        if names := _ours(key):
            forget(key, names)


def _bits() -> Literal[0, 32, 64]:
    told = [value(_VERSION, "Bitness", "machine", view) for view in _VIEWS]
    told.append(value(_CLICK_TO_RUN, "Platform", "machine"))
    return next((_BITS[one] for one in told if one in _BITS), 0)


def _load(bits: int) -> int | None:
    """The person's own value stands over the machine's."""
    machine = _ADD_INS_32 if bits == 32 else _ADD_INS
    for found in (
        value(_ADD_INS, "LoadBehavior", "person"),
        value(machine, "LoadBehavior", "machine"),
    ):
        if isinstance(found, int):
            return found
    return None


def _ours(key: str) -> list[str]:
    """The names of the values that are about us."""
    told = {
        name: data.decode("utf-16-le", errors="ignore").lower() if isinstance(data, bytes) else name
        for name, data in values(key, "person").items()
    }
    return [name for name, text in told.items() if any(one in text.lower() for one in _OURS)]


def _shim(identifier: str, bits: int) -> object:
    return _machine_or_person((rf"{_CLASSES[bits]}\{identifier}\InprocServer32", ""))


def _door(identifier: str) -> tuple[str, str]:
    return rf"{_CLASSES[64]}\{identifier}\LocalServer32", ""


def _machine_or_person(where: tuple[str, str]) -> object:
    """The person's before the machine's, as COM looks for classes."""
    found = value(*where, "person")
    return value(*where, "machine") if found is None else found


def _program(line: object) -> object:
    """The program a command line starts."""
    words = shlex.split(str(line or ""), posix=False)
    return words[0].strip('"') if words else None


def _is_there(path: object) -> bool:
    return isinstance(path, str) and bool(path) and Path(path).is_file()
