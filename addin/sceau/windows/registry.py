"""The registry: writing what an installation registers, taking it out, and reading a value."""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import winreg
from collections.abc import Iterable, Iterator

from sceau.windows.registered import Entry, For, View, keys_of_our_own

HIVES: dict[For, int] = {"person": winreg.HKEY_CURRENT_USER, "machine": winreg.HKEY_LOCAL_MACHINE}
NAMES: dict[For, str] = {"person": "HKEY_CURRENT_USER", "machine": "HKEY_LOCAL_MACHINE"}
_VIEWS: dict[View, int] = {64: winreg.KEY_WOW64_64KEY, 32: winreg.KEY_WOW64_32KEY}


def write(given: Iterable[Entry], wanted: For) -> None:
    """Write each value. Raises ``OSError`` where it may not be."""
    for one in given:
        access = winreg.KEY_SET_VALUE | _VIEWS[one.view]
        with winreg.CreateKeyEx(HIVES[wanted], one.key, 0, access) as key:
            if one.number is not None:
                winreg.SetValueEx(key, one.name, 0, winreg.REG_DWORD, one.number)
            else:
                winreg.SetValueEx(key, one.name, 0, winreg.REG_SZ, one.value)


def remove(given: Iterable[Entry], wanted: For) -> None:
    """Take out our values, our keys whole, and keys of others that are empty without us. What is
    not there is no fault. Raises ``OSError`` where it may not be."""
    given = tuple(given)
    for one in given:
        if one.shared and value(one.key, one.name, wanted, one.view) is not None:
            access = winreg.KEY_ALL_ACCESS | _VIEWS[one.view]
            with winreg.OpenKey(HIVES[wanted], one.key, 0, access) as key:
                winreg.DeleteValue(key, one.name)
                empty = winreg.QueryInfoKey(key)[:2] == (0, 0)
            if empty:
                winreg.DeleteKeyEx(HIVES[wanted], one.key, _VIEWS[one.view])
    for name, view in keys_of_our_own(given):
        _remove_whole(name, wanted, view)


def present(given: Iterable[Entry], wanted: For) -> tuple[str, ...]:
    """Give the keys, each once and as people write them, in which one of these values is."""
    found = {
        one.key: None for one in given if value(one.key, one.name, wanted, one.view) is not None
    }
    return tuple(f"{NAMES[wanted]}\\{key}" for key in found)


def value(key: str, name: str, wanted: For, view: View = 64) -> object:
    """Give a value; none where it is not there, or may not be read."""
    try:
        with _opened(key, wanted, view) as opened:
            return winreg.QueryValueEx(opened, name)[0]
    except OSError:
        return None


def values(key: str, wanted: For, view: View = 64) -> dict[str, object]:
    """Give a key's values by name; empty where it is not there, or may not be read."""
    try:
        with _opened(key, wanted, view) as opened:
            count = winreg.QueryInfoKey(opened)[1]
            told = [winreg.EnumValue(opened, number) for number in range(count)]
    except OSError:
        return {}
    return {name: data for name, data, _ in told}


def forget(key: str, names: Iterable[str]) -> None:
    """Take values out of a key of the person's. Raises ``OSError`` where it may not be."""
    with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key, 0, winreg.KEY_SET_VALUE) as opened:
        for name in names:
            winreg.DeleteValue(opened, name)


def _opened(key: str, wanted: For, view: View) -> winreg.HKEYType:
    return winreg.OpenKey(HIVES[wanted], key, 0, winreg.KEY_READ | _VIEWS[view])


def _remove_whole(name: str, wanted: For, view: View) -> None:
    for below in list(_below(name, wanted, view)):
        _remove_whole(f"{name}\\{below}", wanted, view)
    try:
        winreg.DeleteKeyEx(HIVES[wanted], name, _VIEWS[view])
    except FileNotFoundError:
        return


def _below(name: str, wanted: For, view: View) -> Iterator[str]:
    try:
        with _opened(name, wanted, view) as opened:
            for number in range(winreg.QueryInfoKey(opened)[0]):
                yield winreg.EnumKey(opened, number)
    except FileNotFoundError:
        return
