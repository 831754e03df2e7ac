"""What an installation writes into Windows' registry, as data: ``registration.toml``, and what the
shim for Outlook says of itself. Pure: :mod:`.registry` writes it, and the installers are made of
it.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from sceau.resources import outlook_registry

For = Literal["person", "machine"]
Part = Literal["thunderbird", "outlook", "desktop"]
View = Literal[64, 32]

OUTLOOK_FOLDER = r"{folder}\outlook"
DOOR = r'"{folder}\python\pythonw.exe" -X utf8 -m sceau.hooks.outlook.door'
"""What COM starts where the shim asks for the helper."""


@dataclass(frozen=True)
class Entry:
    """One value. ``key`` is below HKEY_CURRENT_USER or HKEY_LOCAL_MACHINE; an empty ``name`` is the
    key's own value; a ``number`` is a DWORD. ``shared``: the key is somebody else's. ``view`` is
    the registry that programs of 64 or 32 bits see."""

    part: Part
    key: str
    name: str
    value: str
    number: int | None
    view: View
    shared: bool


def entries(wanted: For, part: Part | None = None) -> tuple[Entry, ...]:
    """Give every value an installation for a person or for the machine writes, or those of one
    ``part``. ``{folder}`` and the names of texts stand in them yet."""
    every = (*_ours(wanted), *_of_outlook(wanted))
    return tuple(one for one in every if part in (None, one.part))


def filled(given: Iterable[Entry], words: Mapping[str, str]) -> tuple[Entry, ...]:
    """Put the ``words`` in the place of their names: the folder, and what is said."""

    def put(value: str) -> str:
        for name, said in words.items():
            value = value.replace(f"{{{name}}}", said)
        return value

    return tuple(replace(one, value=put(one.value)) for one in given)


def keys_of_our_own(given: Iterable[Entry]) -> list[tuple[str, View]]:
    """Give the keys a removal takes away whole, the innermost first."""
    own = {(entry.key, entry.view) for entry in given if not entry.shared}
    return sorted(own, key=lambda one: (-one[0].count("\\"), one[0], one[1]))


def _ours(wanted: For) -> Iterator[Entry]:
    text = (Path(__file__).parent / "registration.toml").read_text(encoding="utf-8")
    for one in tomllib.loads(text)["entry"]:
        if one.get("for", wanted) == wanted:
            yield from _each_view(one)


def _of_outlook(wanted: For) -> Iterator[Entry]:
    scope = {"person": "user", "machine": "machine"}[wanted]
    for one in json.loads(outlook_registry())["values"]:
        if one.get("scope", scope) != scope:
            continue
        data = one["data"]
        text = "" if isinstance(data, int) else data.replace("{folder}", OUTLOOK_FOLDER)
        yield Entry(
            part="outlook",
            key=one["key"],
            name=one["name"],
            value=text.replace("{door}", DOOR),
            number=data if isinstance(data, int) else None,
            view=64,
            shared="Resiliency" in one["key"],
        )


def _each_view(one: dict[str, Any]) -> Iterator[Entry]:
    views: dict[object, tuple[View, ...]] = {64: (64,), 32: (32,), "both": (64, 32)}
    value = one["value"]
    for view in views[one.get("view", 64)]:
        yield Entry(
            part=one["part"],
            key=one["key"],
            name=one.get("name", ""),
            value="" if isinstance(value, int) else value,
            number=value if isinstance(value, int) else None,
            view=view,
            shared=one.get("shared", False),
        )
