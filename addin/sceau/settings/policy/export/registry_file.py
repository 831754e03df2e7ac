"""A policy as a ``.reg`` file: for a computer without Group Policy, and for trying one.

The format is Registry Editor's, version 5.00: UTF-16 with its mark, lines ended by CR LF.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sceau.settings.policy.registry import PATH


def written(table: Mapping[str, Any]) -> bytes:
    """Give the file that imposes ``table`` on everybody at a machine; what another policy said
    before is taken out first."""
    top = rf"HKEY_LOCAL_MACHINE\{PATH}"
    lines = ["Windows Registry Editor Version 5.00", "", f"[-{top}]", ""]
    for key, found in _keys(table, top):
        lines += [f"[{key}]", *found, ""]
    return b"\xff\xfe" + "\r\n".join(lines).encode("utf-16-le")


def _keys(table: Mapping[str, Any], key: str) -> Iterator[tuple[str, list[str]]]:
    found = [f"{_quoted(name)}={_value(value)}" for name, value in table.items() if not _is(value)]
    yield key, found
    for name, value in table.items():
        if _is(value):
            yield from _keys(value, rf"{key}\{name}")


def _is(value: object) -> bool:
    return isinstance(value, Mapping)


def _value(value: object) -> str:
    if isinstance(value, bool):
        return f"dword:{int(value):08x}"
    if isinstance(value, int):
        return f"dword:{value:08x}"
    if isinstance(value, (list, tuple)):
        content = "".join(f"{one}\0" for one in value) + "\0"
        return "hex(7):" + ",".join(f"{byte:02x}" for byte in content.encode("utf-16-le"))
    return _quoted(str(value))


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
