"""The settings as they apply: the user's, with the establishment's policy over them value by value.

Nothing wrong is passed over: a key that is not known, a value of another type, a rule that does not
exist each stop with a sentence that names the key and which file it stands in, never the value.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

import msgspec

from sceau.errors import WrongSettings
from sceau.review.people import PUBLIC_PROVIDERS, ascii_domain
from sceau.review.rules import RULE_IDS, THRESHOLDS, not_examined
from sceau.settings import places
from sceau.settings.schema import Settings

Role = Literal["user", "policy"]
Table = dict[str, Any]

LARGEST_FILE = 1024 * 1024
"""In bytes; a settings file beyond it is none."""
FEWEST_BITS = 80
"""Bits of entropy a password must have where it alone protects (CNIL, deliberation 2022-100)."""
MOST_BITS = 256
MOST_MONTHS = 120

_MOST_THRESHOLD = 1_000_000
_WAIT = (1.0, 600.0)  # seconds


@dataclass(frozen=True)
class Loaded:
    """The settings, and the dotted names of the values the policy has set (``window``,
    ``rules.visible-recipients.level``): the user cannot change these."""

    settings: Settings
    locked: frozenset[str] = frozenset()


def load(user: Path | None = None, policy: Path | None = None) -> Loaded:
    """Read the user's settings and the policy; by default from their :mod:`places`.

    A file that is not there counts as empty. Raises :class:`WrongSettings` for one that is there
    and cannot be read or understood: without the policy nothing goes on.
    """
    own = read_table(user or places.user_settings_file(), "user")
    imposed = read_table(policy or places.policy_file(), "policy")
    own_settings = understood(own, "user")
    if not imposed:
        return Loaded(own_settings)
    understood(imposed, "policy", whole=False)
    return Loaded(understood(merged(own, imposed), "policy"), frozenset(names(imposed)))


def read_table(path: Path, role: Role) -> Table:
    """Read one TOML file; empty where it is not there.

    Raises :class:`WrongSettings` where it cannot be read, or is not TOML in UTF-8.
    """
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except FileNotFoundError:
        return {}
    except OSError as refused:
        raise WrongSettings(f"{role}-settings-unreadable") from refused
    if len(content) > LARGEST_FILE:
        raise WrongSettings(f"{role}-settings-not-toml", line=1)
    try:
        return tomllib.loads(content.decode("utf-8"))
    except UnicodeDecodeError as wrong:
        line = content.count(b"\n", 0, wrong.start) + 1
        raise WrongSettings(f"{role}-settings-not-toml", line=line) from None
    except tomllib.TOMLDecodeError as wrong:
        raise WrongSettings(f"{role}-settings-not-toml", line=_line(wrong, content)) from None


def _line(wrong: tomllib.TOMLDecodeError, content: bytes) -> int:
    """Give the line of a fault, which before Python 3.14 stands in the error's text alone."""
    words = str(wrong).replace(",", "").replace(")", "").split()
    if "line" in words:
        return int(words[words.index("line") + 1])
    return content.count(b"\n") + 1


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
    found: list[str] = []
    for key, value in table.items():
        name = f"{above}{key}"
        found += names(value, f"{name}.") if isinstance(value, dict) and value else [name]
    return found


def understood(table: Table, role: Role, *, whole: bool = True) -> Settings:
    """Give the settings that ``table`` holds.

    ``whole`` is false for a part that need not stand by itself: a policy may name an account
    that the user describes. Raises :class:`WrongSettings`.
    """
    _check_types(table, Settings, role, "")
    settings = msgspec.convert(table, Settings)
    _check_values(settings, role, whole)
    return settings


def _check_types(table: Table, schema: type, role: Role, above: str) -> None:
    fields = {field.encode_name: field.name for field in msgspec.structs.fields(schema)}
    types = get_type_hints(schema)
    for key, value in table.items():
        name = f"{above}{key}"
        if key not in fields:
            raise WrongSettings(f"{role}-settings-unknown-key", name=_shown(name))
        kind = types[fields[key]]
        if get_origin(kind) is dict:
            inner = get_args(kind)[1]
            for each, part in _table(value, role, name).items():
                _check_types(_table(part, role, f"{name}.{each}"), inner, role, f"{name}.{each}.")
        elif isinstance(kind, type) and issubclass(kind, msgspec.Struct):
            _check_types(_table(value, role, name), kind, role, f"{name}.")
        else:
            _check_type(value, kind, role, name)


def _table(value: object, role: Role, name: str) -> Table:
    if not isinstance(value, dict):
        raise WrongSettings(f"{role}-settings-wrong-value", name=_shown(name))
    return value


def _check_type(value: object, kind: Any, role: Role, name: str) -> None:
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError:
        raise WrongSettings(f"{role}-settings-wrong-value", name=_shown(name)) from None


def _check_values(settings: Settings, role: Role, whole: bool) -> None:
    """Check what a type cannot say."""

    def wrong(reason: str, name: str) -> WrongSettings:
        return WrongSettings(f"{role}-settings-{reason}", name=_shown(name))

    for rule, chosen in settings.rules.items():
        if rule not in RULE_IDS:
            raise wrong("unknown-key", f"rules.{rule}")
        if rule == not_examined.ID and not chosen.enabled:
            raise wrong("always-on", f"rules.{rule}.enabled")
        if chosen.threshold is not None and (
            rule not in THRESHOLDS or not 1 <= chosen.threshold <= _MOST_THRESHOLD
        ):
            raise wrong("wrong-value", f"rules.{rule}.threshold")
    for domain in settings.internal_domains:
        plain = ascii_domain(domain)
        if "." not in plain or domain.endswith("."):
            raise wrong("wrong-value", "internal_domains")
        if plain in PUBLIC_PROVIDERS:
            raise wrong("public-domain", "internal_domains")
    if not FEWEST_BITS <= settings.password.bits <= MOST_BITS:
        raise wrong("wrong-value", "password.bits")
    if not 1 <= settings.memory.months <= MOST_MONTHS:
        raise wrong("wrong-value", "memory.months")
    for name, account in settings.accounts.items():
        if not 0 <= account.port <= 65535:
            raise wrong("wrong-value", f"accounts.{name}.port")
        if not _WAIT[0] <= account.timeout <= _WAIT[1]:
            raise wrong("wrong-value", f"accounts.{name}.timeout")
        if whole and account.kind == "smtp" and not account.host:
            raise wrong("missing-value", f"accounts.{name}.host")
        drafts = account.drafts
        if not 0 <= drafts.port <= 65535:
            raise wrong("wrong-value", f"accounts.{name}.drafts.port")
        if whole and drafts.kind == "imap" and not (drafts.host or account.host):
            raise wrong("missing-value", f"accounts.{name}.drafts.host")
        if whole and drafts.kind == "folder" and not drafts.path:
            raise wrong("missing-value", f"accounts.{name}.drafts.path")
    if whole and settings.account != "local" and settings.account not in settings.accounts:
        raise wrong("unknown-account", "account")


def _shown(name: str) -> str:
    """Keep a key short and on one line: it comes from a file."""
    plain = "".join(letter if letter.isprintable() else "?" for letter in name)
    return plain if len(plain) <= 80 else f"{plain[:79]}…"
