"""Changing the user's settings: a TOML file a person can read, written whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import tomli_w

from sceau.errors import CannotWrite, NotAllowed
from sceau.settings import places
from sceau.settings.documents import Table, read_table
from sceau.settings.load import Loaded, load, understood
from sceau.settings.policy.sources import names
from sceau.settings.schema import AccountSettings

_READABLE_BY_ITS_OWNER = 0o600


def change(
    values: Sequence[tuple[tuple[str, ...], object]],
    user: Path | None = None,
    policy: Path | None = None,
) -> Loaded:
    """Set values in the user's file, each named by its path (``("password", "kind")``); ``None``
    takes it out, so that the default counts again. Give the settings as they now apply.

    What else stands in the file stays; its comments do not. Raises :class:`NotAllowed` for a
    value the policy has set, :class:`WrongSettings` for one that is wrong (nothing is written),
    :class:`CannotWrite` where the file cannot be written.
    """
    path = user or places.user_settings_file()
    locked = load(path, policy).locked
    table = read_table(path, "user")
    for name, value in values:
        _refuse_locked(name, value, locked)
        _set(table, name, value)
    understood(table, "user")
    _write(table, path)
    return load(path, policy)


def set_account(
    name: str,
    account: AccountSettings,
    *,
    default: bool = False,
    user: Path | None = None,
    policy: Path | None = None,
) -> Loaded:
    """Add the account ``name`` or put it in the place of the one so called; ``default`` makes it
    the one mails leave by. Raises as :func:`change` does."""
    given = msgspec.to_builtins(account)
    usual = msgspec.to_builtins(AccountSettings())
    told = {key: value for key, value in given.items() if key == "kind" or value != usual[key]}
    values: list[tuple[tuple[str, ...], object]] = [(("accounts", name), told)]
    if default:
        values.append((("account",), name))
    return change(values, user, policy)


def remove_account(name: str, user: Path | None = None, policy: Path | None = None) -> Loaded:
    """Take the account ``name`` out; mails that left by it are filed locally again. Raises as
    :func:`change` does."""
    path = user or places.user_settings_file()
    values: list[tuple[tuple[str, ...], object]] = [(("accounts", name), None)]
    if read_table(path, "user").get("account") == name:
        values.append((("account",), None))
    return change(values, user, policy)


def _refuse_locked(name: tuple[str, ...], value: object, locked: frozenset[str]) -> None:
    dotted = ".".join(name)
    parts = {dotted, *(names(value, f"{dotted}.") if isinstance(value, dict) else ())}
    above = {".".join(name[:count]) for count in range(1, len(name))}
    within = {one for one in locked if one.startswith(f"{dotted}.")}
    if (parts | above) & locked or within:
        raise NotAllowed("setting-locked", name=dotted)


def _set(table: Table, name: tuple[str, ...], value: object) -> None:
    *above, last = name
    place: dict[str, Any] = table
    for key in above:
        place = place.setdefault(key, {})
    if value is None:
        place.pop(last, None)
    else:
        place[last] = value
    for count in range(len(above), 0, -1):
        holder = table
        for key in above[: count - 1]:
            holder = holder[key]
        if not holder[above[count - 1]]:
            del holder[above[count - 1]]


def _write(table: Table, path: Path) -> None:
    """Write beside the file, then rename: whoever reads finds the old settings or the new ones."""
    if path == places.user_settings_file():
        places.config_folder()
    try:
        handle, beside = tempfile.mkstemp(prefix=".settings-", suffix=".toml", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                tomli_w.dump(table, file)
                file.flush()
                os.fsync(file.fileno())
            Path(beside).chmod(_READABLE_BY_ITS_OWNER)
            Path(beside).replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(beside).unlink()
            raise
    except OSError as refused:
        raise CannotWrite("settings-not-written") from refused
