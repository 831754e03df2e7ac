"""Settings as files hold them: TOML, and JSON for a policy that a program wrote."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any, Literal

from sceau.errors import WrongSettings

Role = Literal["user", "policy"]
Table = dict[str, Any]

LARGEST_FILE = 1024 * 1024
"""In bytes; a settings file beyond it is none."""


def read_table(path: Path, role: Role) -> Table:
    """Read one TOML file; empty where it is not there.

    Raises :class:`WrongSettings` where it cannot be read, or is not TOML in UTF-8.
    """
    content = content_of(path, role)
    if content is None:
        return {}
    if len(content) > LARGEST_FILE:
        raise WrongSettings(f"{role}-settings-not-toml", line=1)
    try:
        return tomllib.loads(content.decode("utf-8"))
    except UnicodeDecodeError as wrong:
        line = content.count(b"\n", 0, wrong.start) + 1
        raise WrongSettings(f"{role}-settings-not-toml", line=line) from None
    except tomllib.TOMLDecodeError as wrong:
        raise WrongSettings(f"{role}-settings-not-toml", line=_line(wrong, content)) from None


def read_json(path: Path) -> Table:
    """Read one policy file in JSON (RFC 8259); empty where it is not there.

    Raises :class:`WrongSettings` where it cannot be read, is not JSON in UTF-8, names a key twice,
    or is no object.
    """
    content = content_of(path, "policy")
    if content is None:
        return {}
    if len(content) > LARGEST_FILE:
        raise WrongSettings("policy-settings-not-json", line=1)
    try:
        table = json.loads(content.decode("utf-8-sig"), object_pairs_hook=_each_once)
    except UnicodeDecodeError as wrong:
        line = content.count(b"\n", 0, wrong.start) + 1
        raise WrongSettings("policy-settings-not-json", line=line) from None
    except json.JSONDecodeError as wrong:
        raise WrongSettings("policy-settings-not-json", line=wrong.lineno) from None
    except (_TwiceError, RecursionError):
        raise WrongSettings("policy-settings-not-json", line=1) from None
    if not isinstance(table, dict):
        raise WrongSettings("policy-settings-not-json", line=1)
    return table


class _TwiceError(Exception):
    """An object names a key twice: which of the two counts cannot be known."""


def _each_once(pairs: list[tuple[str, Any]]) -> Table:
    table = dict(pairs)
    if len(table) < len(pairs):
        raise _TwiceError
    return table


def content_of(path: Path, role: Role) -> bytes | None:
    """Read a file, up to one byte beyond the largest there may be; none where it is not there.

    Raises :class:`WrongSettings` where it cannot be read.
    """
    try:
        with path.open("rb") as file:
            return file.read(LARGEST_FILE + 1)
    except FileNotFoundError:
        return None
    except OSError as refused:
        raise WrongSettings(f"{role}-settings-unreadable") from refused


def _line(wrong: tomllib.TOMLDecodeError, content: bytes) -> int:
    """Give the line of a fault, which before Python 3.14 stands in the error's text alone."""
    words = str(wrong).replace(",", "").replace(")", "").split()
    if "line" in words:
        return int(words[words.index("line") + 1])
    return content.count(b"\n") + 1
