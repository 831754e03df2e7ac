"""Which settings the window shows, in which order, and what each value writes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from sceau.desk.preferences.view import Option
from sceau.phrases import Phrase, phrase
from sceau.review.findings import Level
from sceau.review.rules import RULE_IDS, not_examined
from sceau.settings.load import FEWEST_BITS
from sceau.settings.schema import Settings

Values = tuple[tuple[tuple[str, ...], object], ...]

HINTED = frozenset({"rules"})
"""Groups that say a sentence of their own."""

_BITS = (FEWEST_BITS, 100, 128)
_MONTHS = (6, 12, 24, 60)
_BETWEEN_DOMAINS = re.compile(r"[\s,;]+")

Answer = tuple[str, object]


@dataclass(frozen=True)
class Knob:
    """One setting of the window. ``written`` gives what a value writes; none for one that is no
    answer to it."""

    name: str
    label: Phrase
    kind: Literal["choice", "switch", "text"]
    value: str
    options: tuple[Option, ...] = ()
    hint: Phrase | None = None

    def written(self, value: str) -> Values | None:
        """Give what ``value`` writes into the settings."""
        path = tuple(self.name.split("."))
        if self.kind == "text":
            domains = [one.removeprefix("@") for one in _BETWEEN_DOMAINS.split(value) if one]
            return ((path, domains or None),)
        if self.kind == "switch":
            return ((path, value == "on"),) if value in ("on", "off") else None
        if value not in {one.value for one in self.options}:
            return None
        if path[0] == "rules":
            return _rule_written(path, value)
        number = value.isdigit() and path[-1] in ("bits", "months")
        return ((path, int(value) if number else value),)


def groups(settings: Settings) -> tuple[tuple[str, tuple[Knob, ...]], ...]:
    """Give the groups of settings, by name, in the order they are shown."""
    return (
        ("look", tuple(_look(settings))),
        ("check", tuple(_check(settings))),
        ("password", tuple(_password(settings))),
        ("sending", tuple(_sending(settings))),
        ("rules", tuple(_rules(settings))),
    )


def find(settings: Settings, name: str) -> Knob | None:
    """Give the setting of this dotted name."""
    return next((one for _, group in groups(settings) for one in group if one.name == name), None)


def _look(settings: Settings) -> Iterator[Knob]:
    yield _choice("language", settings.language, ("auto", "fr", "en"))
    yield _choice("theme", settings.theme, ("auto", "light", "dark"))


def _check(settings: Settings) -> Iterator[Knob]:
    yield _choice("window", settings.window, ("always", "when-needed"))
    yield _switch("pause", on=settings.pause, hint=True)
    yield Knob(
        name="internal_domains",
        label=phrase("settings.internal_domains"),
        kind="text",
        value=", ".join(settings.internal_domains),
        hint=phrase("settings.internal_domains.hint"),
    )
    yield _switch("memory.enabled", on=settings.memory.enabled, hint=True)
    yield _number("memory.months", settings.memory.months, _MONTHS)


def _password(settings: Settings) -> Iterator[Knob]:
    yield _choice("password.kind", settings.password.kind, ("characters", "words"))
    yield _number("password.bits", settings.password.bits, _BITS, hint=True)


def _sending(settings: Settings) -> Iterator[Knob]:
    local = Option("local", phrase("settings.account.local"))
    named = (Option(name, text=name) for name in sorted(settings.accounts))
    yield Knob(
        name="account",
        label=phrase("settings.account"),
        kind="choice",
        value=settings.account,
        options=(local, *named),
        hint=phrase("settings.account.hint"),
    )


def _rules(settings: Settings) -> Iterator[Knob]:
    for rule in RULE_IDS:
        chosen = settings.rules.get(rule)
        value = "own"
        if chosen is not None:
            value = "off" if not chosen.enabled else chosen.level or "own"
        answers = ("own", *(("off",) if rule != not_examined.ID else ()), *Level)
        yield Knob(
            name=f"rules.{rule}",
            label=phrase(f"rule.{rule}"),
            kind="choice",
            value=value,
            options=tuple(Option(one, phrase(f"settings.rules.{one}")) for one in answers),
        )


def _rule_written(path: tuple[str, ...], value: str) -> Values:
    level = value if value in tuple(Level) else None
    return (
        ((*path, "enabled"), False if value == "off" else None),
        ((*path, "level"), level),
    )


def _choice(name: str, value: str, answers: tuple[str, ...]) -> Knob:
    return Knob(
        name=name,
        label=phrase(f"settings.{name}"),
        kind="choice",
        value=value,
        options=tuple(Option(one, phrase(f"settings.{name}.{one}")) for one in answers),
    )


def _switch(name: str, *, on: bool, hint: bool = False) -> Knob:
    return Knob(
        name=name,
        label=phrase(f"settings.{name}"),
        kind="switch",
        value="on" if on else "off",
        hint=phrase(f"settings.{name}.hint") if hint else None,
    )


def _number(name: str, value: int, offered: tuple[int, ...], *, hint: bool = False) -> Knob:
    return Knob(
        name=name,
        label=phrase(f"settings.{name}"),
        hint=phrase(f"settings.{name}.hint") if hint else None,
        kind="choice",
        value=str(value),
        options=tuple(
            Option(str(one), phrase(f"settings.{name}.of", count=one))
            for one in sorted({*offered, value})
        ),
    )
