"""The registry of a Windows station, read by one program: Wine takes its time to start one."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from sceau.windows import registered
from support.wine import Wine

HIVES: dict[registered.For, str] = {"person": "HKCU", "machine": "HKLM"}
_READ = """
import json, sys, winreg
hives = {"HKCU": winreg.HKEY_CURRENT_USER, "HKLM": winreg.HKEY_LOCAL_MACHINE}
found = {}
for hive, name in json.load(sys.stdin):
    try:
        with winreg.OpenKey(hives[hive], name) as key:
            count = winreg.QueryInfoKey(key)[1]
            values = [winreg.EnumValue(key, number) for number in range(count)]
            found[f"{hive}\\\\{name}"] = {one[0]: one[1] for one in values}
    except FileNotFoundError:
        found[f"{hive}\\\\{name}"] = None
print(json.dumps(found))
"""


def registry(windows: Wine, keys: list[tuple[str, str]]) -> dict[str, dict[str, object] | None]:
    """Give the values of each key, none where it is not there."""
    told = windows.python("-c", _READ, given=json.dumps(keys).encode())
    assert told.returncode == 0, told.stderr.decode(errors="replace")
    found: dict[str, dict[str, object] | None] = json.loads(told.stdout)
    return found


def expected(given: Iterable[registered.Entry], words: Mapping[str, str]) -> dict[str, object]:
    """Give what entries of 64 bits write, by ``key|name``, with these words in their places."""
    return {
        f"{one.key}|{one.name}": one.value if one.number is None else one.number
        for one in registered.filled(given, words)
        if one.view == 64
    }


def found(
    windows: Wine, wanted: registered.For, given: Iterable[registered.Entry]
) -> dict[str, object]:
    """Give those of these values that are there, in the form of :func:`expected`."""
    given = tuple(given)
    read = registry(windows, [(HIVES[wanted], one.key) for one in given])
    told = {}
    for one in given:
        values = read[f"{HIVES[wanted]}\\{one.key}"] or {}
        if one.view == 64 and one.name in values:
            told[f"{one.key}|{one.name}"] = values[one.name]
    return told
