"""What Group Policy's editor offers, before it is written down: policies, and what is filled in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from sceau.phrases import Phrase, phrase
from sceau.settings.policy import values
from sceau.settings.policy.registry import PATH

Written = str | int | None
"""What an answer writes into the registry: words, a number, or nothing (the value is taken out)."""
Category = Literal["general", "rules", "account"]


@dataclass(frozen=True)
class Field:
    """What is filled in. ``key`` and ``leaf`` say which value of the registry it is; a *list* is a
    key of its own, ``key\\leaf``."""

    id: str
    kind: Literal["choice", "number", "text", "list"]
    key: str
    leaf: str
    label: Phrase
    answers: tuple[tuple[Written, Phrase], ...] = ()
    lowest: int = 0
    highest: int = 0


@dataclass(frozen=True)
class Policy:
    """One policy of the editor. ``leaf`` is the value of ``key`` that *enabled* and *disabled*
    write, where they write one."""

    name: str
    category: Category
    label: Phrase
    explained: Phrase
    key: str
    leaf: str = ""
    enabled: Written = None
    disabled: Written = None
    fields: tuple[Field, ...] = ()


def policies() -> Iterator[Policy]:
    """Give every policy, in the order the editor shows them."""
    yield from map(_general, values.general())
    yield from map(_rule, values.rules())
    yield _account()
    yield from map(_sign_in, values.PROVIDERS)


def _general(value: values.Value) -> Policy:
    name = _plain(value.name)
    key, leaf = _place(PATH, value.name)
    explained = phrase("policy.explain", name=value.name)
    if value.kind == "switch":
        return Policy(name, "general", value.label, explained, key, leaf, 1, 0)
    shown = _field(name, key, leaf, value, optional=False)
    return Policy(name, "general", value.label, explained, key, fields=(shown,))


def _rule(rule: values.Rule) -> Policy:
    name = f"rule_{_plain(rule.id)}"
    key = rf"{PATH}\rules\{rule.id}"
    own: tuple[Written, Phrase] = (None, phrase("settings.rules.own"))
    levels = tuple((one, phrase(f"settings.rules.{one}")) for one in rule.levels)
    level = Field(f"{name}_level", "choice", key, "level", phrase("policy.level"), (own, *levels))
    fields: tuple[Field, ...] = (level,)
    if rule.counts:
        label = phrase("policy.threshold")
        fields = (level, Field(f"{name}_threshold", "text", key, "threshold", label))
    if rule.always_on:
        explained = phrase("policy.explain-rule-always-on", name=f"rules.{rule.id}")
        return Policy(name, "rules", rule.label, explained, key, fields=fields)
    explained = phrase("policy.explain-rule", name=f"rules.{rule.id}")
    return Policy(name, "rules", rule.label, explained, key, "enabled", 1, 0, fields)


def _account() -> Policy:
    top = rf"{PATH}\accounts\{values.ACCOUNT}"
    fields = []
    for value in values.account():
        key, leaf = _place(top, value.name)
        fields.append(_field(f"account_{_plain(value.name)}", key, leaf, value, optional=True))
    return Policy(
        name="account",
        category="account",
        label=phrase("policy.account"),
        explained=phrase("policy.explain-account", name=values.ACCOUNT),
        key=PATH,
        leaf="account",
        enabled=values.ACCOUNT,
        fields=tuple(fields),
    )


def _sign_in(provider: str) -> Policy:
    key = rf"{PATH}\sign_in\{provider}"
    name = f"sign_in_{provider}"
    fields = tuple(
        _field(f"{name}_{_plain(value.name)}", key, value.name, value, optional=True)
        for value in values.sign_in()
    )
    label = phrase(f"policy.sign_in.{provider}")
    explained = phrase("policy.explain-sign_in", name=f"sign_in.{provider}")
    return Policy(name, "account", label, explained, key, fields=fields)


def _field(name: str, key: str, leaf: str, value: values.Value, *, optional: bool) -> Field:
    """An optional number is filled in as text: the editor has no empty number."""
    answers: tuple[tuple[Written, Phrase], ...] = tuple(
        (one, words or phrase("policy.as-written", value=one)) for one, words in value.answers
    )
    if value.kind == "switch":
        answers = ((1, phrase("settings.on")), (0, phrase("settings.off")))
    if answers:
        unset: tuple[tuple[Written, Phrase], ...] = ((None, phrase("policy.unset")),)
        offered = (unset if optional else ()) + answers
        return Field(name, "choice", key, leaf, value.label, offered)
    if value.kind == "number" and not optional:
        return Field(name, "number", key, leaf, value.label, (), value.lowest, value.highest)
    return Field(name, "list" if value.kind == "list" else "text", key, leaf, value.label)


def _place(top: str, name: str) -> tuple[str, str]:
    *above, leaf = name.split(".")
    return "\\".join((top, *above)), leaf


def _plain(name: str) -> str:
    """Give a name as the templates may have it: letters, digits and underscores."""
    return name.replace(".", "_").replace("-", "_")
