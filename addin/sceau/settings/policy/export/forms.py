"""The forms a policy can be given in, by name."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import tomli_w

from sceau.phrases import Language
from sceau.settings.policy.export import group_policy, profile, registry_file, thunderbird

Table = Mapping[str, Any]


@dataclass(frozen=True)
class Asked:
    """What is to be written: the policy, the address of the add-on for Thunderbird, and the
    language of what people read in it."""

    table: Table
    add_on: str
    language: Language


FORMS: dict[str, Callable[[Asked], dict[str, bytes]]] = {
    "admx": lambda _: group_policy.files(),
    "reg": lambda asked: {"sceau-policy.reg": registry_file.written(asked.table)},
    "mobileconfig": lambda asked: {
        "sceau.mobileconfig": profile.written(asked.table, asked.add_on, asked.language)
    },
    "thunderbird": lambda asked: {"policies.json": thunderbird.written(asked.table, asked.add_on)},
    "json": lambda asked: {"policy.json": _json(asked.table)},
    "toml": lambda asked: {"policy.toml": tomli_w.dumps(dict(asked.table)).encode()},
}
"""Each form, and the files it gives, by their paths."""

WITHOUT_VALUES = frozenset({"admx"})
"""The forms that say what can be set, and no value: they need no policy."""


def _json(table: Table) -> bytes:
    return (json.dumps(table, ensure_ascii=False, indent=2) + "\n").encode()
