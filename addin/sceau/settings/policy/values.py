"""What a policy may say: the settings' own schema, read as a list of values with their words.

Everything that tells administrators what can be set (Group Policy templates, documents, the
``sceau policy`` command) comes from here, so that none of it can differ from what is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, get_args, get_origin, get_type_hints

import msgspec

from sceau.phrases import Phrase, phrase
from sceau.review.findings import Level
from sceau.review.rules import RULE_IDS, THRESHOLDS, not_examined
from sceau.settings.load import (
    FEWEST_BITS,
    MOST_BITS,
    MOST_MONTHS,
    MOST_THRESHOLD,
    POLICY_ONLY,
)
from sceau.settings.schema import AccountSettings, Settings, SignInSettings

Kind = Literal["choice", "switch", "number", "text", "list"]

ACCOUNT = "etablissement"
"""The account that a policy describes for everybody, where it describes one."""
PROVIDERS = ("google", "microsoft")
"""The mail providers a policy may name the establishment's registration at."""
PERSONAL = frozenset({"user", "address", "drafts.user"})
"""Of an account, what only the person can say."""

_BOUNDS = {
    "password.bits": (FEWEST_BITS, MOST_BITS),
    "memory.months": (1, MOST_MONTHS),
    "port": (0, 65535),
    "timeout": (1, 600),
}
_APART = frozenset({"rules", "accounts", "account", "sign_in"})


@dataclass(frozen=True)
class Value:
    """One value. ``name`` is its dotted name in the settings; ``answers`` are those of a *choice*,
    each with its words, if it has any but itself; ``lowest`` and ``highest`` bound a *number*."""

    name: str
    kind: Kind
    label: Phrase
    answers: tuple[tuple[str, Phrase | None], ...] = ()
    lowest: int = 0
    highest: int = 0


@dataclass(frozen=True)
class Rule:
    """One rule of the review: what may be said of it. ``always_on``: it cannot be turned off.
    ``counts``: it speaks from a number on, which may be set."""

    id: str
    label: Phrase
    always_on: bool
    counts: bool

    levels: tuple[str, ...] = tuple(Level)
    highest: int = MOST_THRESHOLD


def general() -> tuple[Value, ...]:
    """Give every value but those of rules and accounts."""
    return tuple(_values(Settings, "", lambda name: name not in _APART))


def rules() -> tuple[Rule, ...]:
    """Give every rule, in the order they are told."""
    return tuple(
        Rule(
            id=rule,
            label=phrase(f"rule.{rule}"),
            always_on=rule == not_examined.ID,
            counts=rule in THRESHOLDS,
        )
        for rule in RULE_IDS
    )


def account() -> tuple[Value, ...]:
    """Give what may be said of the establishment's account; names are those inside it."""
    apart = PERSONAL | {"sign_in"}
    return tuple(_values(AccountSettings, "", lambda name: name not in apart, of_account=True))


def sign_in() -> tuple[Value, ...]:
    """Give what may be said of the establishment's registration at a mail provider; names are
    those inside it."""
    return tuple(_values(SignInSettings, "", lambda _: True, of_account=True, labels="sign_in."))


def _values(
    schema: type, above: str, wanted: Any, *, of_account: bool = False, labels: str = ""
) -> Iterator[Value]:
    types = get_type_hints(schema)
    for field in msgspec.structs.fields(schema):
        name = f"{above}{field.encode_name}"
        kind = types[field.name]
        if not wanted(name):
            continue
        if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
            yield from _values(kind, f"{name}.", wanted, of_account=of_account)
        else:
            yield _value(name, kind, of_account=of_account, labels=labels)


def _value(name: str, kind: Any, *, of_account: bool, labels: str = "") -> Value:
    label = phrase(f"policy.account.{labels}{name}") if of_account else phrase(_key(name))
    if get_origin(kind) is Literal:
        answers = tuple(
            (one, None if of_account else phrase(f"{_key(name)}.{one}")) for one in get_args(kind)
        )
        return Value(name, "choice", label, answers)
    if kind is bool:
        return Value(name, "switch", label)
    if kind in (int, float):
        lowest, highest = _BOUNDS.get(name) or _BOUNDS[name.rpartition(".")[2]]
        return Value(name, "number", label, lowest=lowest, highest=highest)
    if get_origin(kind) is tuple:
        return Value(name, "list", label)
    return Value(name, "text", label)


def _key(name: str) -> str:
    """Give the catalogue key of a value: as the settings window has it, else the policy's own."""
    return f"policy.{name}" if name in POLICY_ONLY else f"settings.{name}"
