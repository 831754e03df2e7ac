"""Where an establishment's policy may stand on this machine, and what they say together.

Each system's own means of management is read, and a file everywhere. What is said for the machine
stands over what is said for the person (as Windows and macOS have it for their own policies).
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from sceau.errors import WrongSettings
from sceau.settings import places
from sceau.settings.documents import Table, read_json, read_table
from sceau.settings.policy import managed_preferences, registry

Place = Literal[
    "file", "registry-machine", "registry-user", "preferences-machine", "preferences-user"
]
"""Where a value of the policy comes from."""
_Source = tuple[Place, Callable[[], Table]]


@dataclass(frozen=True)
class Imposed:
    """What the policy says, and for the dotted name of each value, where it stands."""

    table: Table = field(default_factory=dict)
    origins: Mapping[str, Place] = field(default_factory=dict)


def imposed(file: Path | None = None) -> Imposed:
    """Read every place a policy may stand in; with ``file``, that file alone.

    Raises :class:`WrongSettings` for one that is there and cannot be read. Its values are not
    looked at: :func:`sceau.settings.load.load` does that.
    """
    sources: list[_Source] = [("file", lambda: _file(file))] if file is not None else _sources()
    table: Table = {}
    origins: dict[str, Place] = {}
    for place, read in sources:
        said = read()
        table = merged(table, said)
        origins.update(dict.fromkeys(names(said), place))
    return Imposed(table, {name: origins[name] for name in names(table)})


def stamp() -> tuple[object, ...]:
    """Give what changes when the policy does, at the cost of a few glances at the disk."""
    files = [places.policy_file(), places.policy_file().with_suffix(".json")]
    if sys.platform == "darwin":
        files += managed_preferences.files()
    seen: list[object] = [file_stamp(one) for one in files]
    if sys.platform == "win32":
        # A key's time says nothing of the keys below it; there is little to read.
        seen += [repr(registry.read(machine=one)) for one in (True, False)]
    return tuple(seen)


def merged(under: Mapping[str, Any], over: Mapping[str, Any]) -> Table:
    """Give both tables as one; where both have a value, that of ``over``."""
    both = dict(under)
    for key, value in over.items():
        below = both.get(key)
        both[key] = (
            merged(below, value) if isinstance(below, dict) and isinstance(value, dict) else value
        )
    return both


def names(table: Mapping[str, Any], above: str = "") -> list[str]:
    """Give the dotted names of every value in ``table``."""
    return list(by_name(table, above))


def by_name(table: Mapping[str, Any], above: str = "") -> Table:
    """Give every value in ``table`` by its dotted name."""
    found: Table = {}
    for key, value in table.items():
        name = f"{above}{key}"
        within = by_name(value, f"{name}.") if isinstance(value, dict) and value else {name: value}
        found.update(within)
    return found


def _sources() -> list[_Source]:
    """Give each place of this system, the most binding one last."""
    person: list[_Source] = []
    machine: list[_Source] = []
    if sys.platform == "win32":
        person = [("registry-user", lambda: registry.read(machine=False))]
        machine = [("registry-machine", lambda: registry.read(machine=True))]
    if sys.platform == "darwin":
        person = [("preferences-user", managed_preferences.of_the_person)]
        machine = [("preferences-machine", managed_preferences.of_the_machine)]
    return [*person, ("file", _files), *machine]


def _files() -> Table:
    """Read ``policy.toml`` or ``policy.json``; which of two would count nobody could tell."""
    toml = places.policy_file()
    json = toml.with_suffix(".json")
    if toml.exists() and json.exists():
        raise WrongSettings("policy-settings-two-files")
    return _file(json if json.exists() else toml)


def _file(path: Path) -> Table:
    if path.suffix == ".json":
        return read_json(path)
    if path.suffix in (".plist", ".mobileconfig"):
        return managed_preferences.read(path)
    return read_table(path, "policy")


def file_stamp(path: Path) -> tuple[int, int, int] | None:
    """Give what changes when a file does; it is replaced, never written in place."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size
