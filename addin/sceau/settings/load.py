"""The settings as they apply: the user's, with the establishment's policy over them value by value.

Nothing wrong is passed over: a key that is not known, a value of another type, a rule that does not
exist are each told with a sentence that names the key and which file it stands in, never the value.
A wrong file of the user's stops. A wrong policy cannot stop a whole establishment: the strictest
settings apply instead, and it is told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

import msgspec

from sceau.errors import WrongSettings
from sceau.review.people import PUBLIC_PROVIDERS, ascii_domain
from sceau.review.rules import RULE_IDS, THRESHOLDS, not_examined
from sceau.settings import places
from sceau.settings.documents import Role, Table, read_table
from sceau.settings.policy.sources import Imposed, Place, imposed, merged
from sceau.settings.schema import Settings

FEWEST_BITS = 80
"""Bits of entropy a password must have where it alone protects (CNIL, deliberation 2022-100)."""
MOST_BITS = 256
MOST_MONTHS = 120
MOST_THRESHOLD = 1_000_000

POLICY_ONLY = frozenset({"check"})
"""What nobody chooses for themself."""

_WAIT = (1.0, 600.0)  # seconds
_HARMLESS = frozenset({"language", "theme", "accounts", "account"})
"""What of the user's own counts where the policy cannot be understood: it weakens no check."""


@dataclass(frozen=True)
class Loaded:
    """The settings, and the dotted names of the values the policy has set (``window``,
    ``rules.visible-recipients.level``): the user cannot change these; ``origins`` says where each
    stands. ``fault`` says what is wrong with a policy that could not be understood."""

    settings: Settings
    locked: frozenset[str] = frozenset()
    origins: Mapping[str, Place] = field(default_factory=dict)
    fault: WrongSettings | None = None


def load(user: Path | None = None, policy: Path | None = None) -> Loaded:
    """Read the user's settings and the policy; by default from their places.

    A file that is not there counts as empty. Raises :class:`WrongSettings` for a file of the
    user's that is there and cannot be read or understood. Where the policy cannot be, the
    settings are the strictest ones: every rule is on at its own level, the window opens at every
    sending, nobody but the sender's own domain is inside, and only what weakens nothing is the
    user's to choose.
    """
    own = read_table(user or places.user_settings_file(), "user")
    own_settings = understood(own, "user")
    try:
        said = imposed(policy)
        if not said.table:
            return Loaded(own_settings)
        return _under_policy(own, said)
    except WrongSettings as fault:
        kept = {name: value for name, value in own.items() if name in _HARMLESS}
        strict = understood({**kept, "window": "always"}, "user")
        every = {one.encode_name for one in msgspec.structs.fields(Settings)}
        return Loaded(strict, frozenset(every - _HARMLESS), fault=fault)


def check_policy(table: Table) -> None:
    """Raise :class:`WrongSettings` for a policy that cannot be understood."""
    understood(table, "policy", whole=False)


def _under_policy(own: Table, said: Imposed) -> Loaded:
    check_policy(said.table)
    settings = understood(merged(own, said.table), "policy")
    return Loaded(settings, frozenset(said.origins), said.origins)


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
        if role == "user" and name in POLICY_ONLY:
            raise WrongSettings("user-settings-policy-only", name=name)
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
            rule not in THRESHOLDS or not 1 <= chosen.threshold <= MOST_THRESHOLD
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
