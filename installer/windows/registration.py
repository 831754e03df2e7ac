"""What an installation writes into the registry: ``registration.toml``, and what the shim for
Outlook says of itself, with the words of ``texts.toml``."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

HERE = Path(__file__).resolve().parent
OUTLOOK = HERE.parents[1] / "addin" / "outlook" / "classic" / "registry.json"
"""What the shim for Outlook says itself of where it has to be known."""
OUTLOOK_FOLDER = r"{folder}\outlook"
DOOR = r'"{folder}\python\pythonw.exe" -X utf8 -m sceau.hooks.outlook.door'
"""What COM starts where the shim asks for the helper."""
LANGUAGES: dict[Literal["fr", "en"], tuple[str, int]] = {
    "fr": ("French", 1036),
    "en": ("English", 1033),
}
"""Each language by NSIS' name for it and Windows' number (LCID)."""

For = Literal["person", "machine"]


@dataclass(frozen=True)
class Entry:
    """One value. ``key`` is below HKEY_CURRENT_USER or HKEY_LOCAL_MACHINE; an empty ``name`` is the
    key's own value; a ``number`` is a DWORD. ``shared``: the key is somebody else's."""

    key: str
    name: str
    value: str
    number: int | None
    view: Literal[64, 32]
    shared: bool


def entries(wanted: For) -> tuple[Entry, ...]:
    """Give every value an installation for a person or for the machine writes. ``{folder}`` and
    the names of texts stand in them yet."""
    return (*_ours(wanted), *_of_outlook(wanted))


def texts() -> dict[str, dict[str, str]]:
    """Give what the installers say: by language, then by name."""
    return tomllib.loads((HERE / "texts.toml").read_text(encoding="utf-8"))


def keys_of_our_own(given: Iterable[Entry]) -> list[tuple[str, Literal[64, 32]]]:
    """Give the keys a removal takes away whole, the innermost first."""
    own = {(entry.key, entry.view) for entry in given if not entry.shared}
    return sorted(own, key=lambda one: (-one[0].count("\\"), one[0], one[1]))


def _ours(wanted: For) -> Iterator[Entry]:
    text = (HERE / "registration.toml").read_text(encoding="utf-8")
    for one in tomllib.loads(text)["entry"]:
        if one.get("for", wanted) == wanted:
            yield from _each_view(one)


def _of_outlook(wanted: For) -> Iterator[Entry]:
    scope = {"person": "user", "machine": "machine"}[wanted]
    for one in json.loads(OUTLOOK.read_text(encoding="utf-8"))["values"]:
        if one.get("scope", scope) != scope:
            continue
        data = one["data"]
        text = "" if isinstance(data, int) else data.replace("{folder}", OUTLOOK_FOLDER)
        yield Entry(
            key=one["key"],
            name=one["name"],
            value=text.replace("{door}", DOOR),
            number=data if isinstance(data, int) else None,
            view=64,
            shared="Resiliency" in one["key"],
        )


def _each_view(one: dict[str, Any]) -> Iterator[Entry]:
    views: dict[object, tuple[Literal[64, 32], ...]] = {64: (64,), 32: (32,), "both": (64, 32)}
    value = one["value"]
    for view in views[one.get("view", 64)]:
        yield Entry(
            key=one["key"],
            name=one.get("name", ""),
            value="" if isinstance(value, int) else value,
            number=value if isinstance(value, int) else None,
            view=view,
            shared=one.get("shared", False),
        )
