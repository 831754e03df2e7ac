"""A policy as Windows keeps it: in the registry, where Group Policy, Intune or a ``.reg`` file
writes it.

Below ``Software\\Policies\\Sceau``, each table of the settings is a key and each value a value:
``REG_SZ`` for words, ``REG_DWORD`` for numbers and for yes (1) and no (0), ``REG_MULTI_SZ`` for
lists, or a key of its own with one value a line, as Group Policy writes lists.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, get_args, get_origin, get_type_hints

import msgspec

from sceau.errors import WrongSettings
from sceau.settings.documents import Table
from sceau.settings.schema import Settings

PATH = r"Software\Policies\Sceau"
"""Below ``HKEY_LOCAL_MACHINE`` or ``HKEY_CURRENT_USER``; only administrators may write there."""

_MOST_VALUES = 10_000
_DEEPEST = 8


@dataclass(frozen=True)
class Key:
    """A key of the registry, read whole."""

    values: Mapping[str, object] = field(default_factory=dict)
    keys: Mapping[str, Key] = field(default_factory=dict)


def read(*, machine: bool) -> Table:
    """Read what is imposed on the machine, or on the person; empty where there is nothing, and on
    other systems. Raises :class:`WrongSettings` where it cannot be read."""
    if sys.platform == "win32":
        import winreg

        hive = winreg.HKEY_LOCAL_MACHINE if machine else winreg.HKEY_CURRENT_USER
        # One place for programs of 32 and of 64 bits.
        access = winreg.KEY_READ | winreg.KEY_WOW64_64KEY
        left = _MOST_VALUES

        def whole(handle: winreg.HKEYType, depth: int) -> Key:
            nonlocal left
            keys, values, _ = winreg.QueryInfoKey(handle)
            left -= keys + values
            if left < 0 or depth > _DEEPEST:
                raise WrongSettings("policy-settings-unreadable")
            held = (winreg.EnumValue(handle, number) for number in range(values))
            below = {}
            for number in range(keys):
                name = winreg.EnumKey(handle, number)
                with winreg.OpenKey(handle, name, 0, access) as inner:
                    below[name] = whole(inner, depth + 1)
            return Key({name: value for name, value, _ in held}, below)

        try:
            with winreg.OpenKey(hive, PATH, 0, access) as top:
                return as_table(whole(top, 0))
        except FileNotFoundError:
            return {}
        except OSError as refused:
            raise WrongSettings("policy-settings-unreadable") from refused
    else:
        return {}


def as_table(key: Key) -> Table:
    """Give the table that ``key`` holds, each value as the settings have it. What does not fit
    stays as it is, to be refused by name."""
    return _table(key, Settings)


def _table(key: Key, schema: type) -> Table:
    """Match names without regard to case, as the registry does; empty words are what Group Policy
    writes for a field left empty."""
    types = get_type_hints(schema)
    fields = {
        one.encode_name.lower(): (one.encode_name, types[one.name])
        for one in msgspec.structs.fields(schema)
    }
    table: Table = {}
    for name, value in key.values.items():
        own, kind = fields.get(name.lower(), (name, str))
        if value != "" and name:
            table[own] = _value(value, kind)
    for name, below in key.keys.items():
        own, kind = fields.get(name.lower(), (name, None))
        if get_origin(kind) is dict:
            inner = get_args(kind)[1]
            table[own] = {each: _table(part, inner) for each, part in below.keys.items()}
            table[own].update(below.values)
        elif isinstance(kind, type) and issubclass(kind, msgspec.Struct):
            if inside := _table(below, kind):
                table[own] = inside
        elif get_origin(kind) is tuple:
            table[own] = [value for _, value in sorted(below.values.items(), key=_in_order)]
        else:
            table[own] = {}
    return table


def _in_order(line: tuple[str, object]) -> tuple[int, str]:
    name = line[0]
    return (int(name) if name.isdecimal() else sys.maxsize, name)


def _value(value: object, kind: Any) -> object:
    if kind is bool and value in (0, 1):
        return bool(value)
    if kind in (int, float, int | None) and isinstance(value, str) and value.strip().isdecimal():
        # Group Policy's editor has no empty number: one that may be left out is written as words.
        return int(value)
    return value
