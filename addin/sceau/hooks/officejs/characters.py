"""What the rules know of characters, as ranges the add-in can look them up in.

The Unicode of this Python; the basic plane alone, where every letter people are named with stands.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from sceau.mail import quoting
from sceau.mail.addresses import defect_of

_PLANE = range(0x80, 0x10000)
_SURROGATES = range(0xD800, 0xE000)


def folding() -> list[str]:
    """Give the characters that are folded, and what each becomes."""
    table = quoting._FOLDING
    found = sorted((code, str(to)) for code, to in table.items())
    return ["".join(chr(code) for code, _ in found), "".join(to for _, to in found)]


def ranges(holds: Callable[[str], bool]) -> list[int]:
    """Give where ``holds`` begins and ends to be true, in turn, above ASCII."""
    found: list[int] = []
    for code in _PLANE:
        if (code not in _SURROGATES and holds(chr(code))) != bool(len(found) % 2):
            found.append(code)
    return found if len(found) % 2 == 0 else [*found, _PLANE.stop]


def scripts() -> list[list[int | str]]:
    """Give the alphabets of letters: where a run of one begins, and its name as Unicode's names
    begin with it; empty for what is no letter."""
    runs: list[list[int | str]] = []
    for code in range(_PLANE.stop):
        letter = chr(code)
        name = unicodedata.name(letter, "?").partition(" ")[0] if letter.isalpha() else ""
        if not runs or runs[-1][1] != name:
            runs.append([code, name])
    return runs


def tables() -> dict[str, object]:
    """Give all of them by name."""
    return {
        "folding": folding(),
        "word": ranges(lambda one: one.isalnum()),
        "combining": ranges(lambda one: unicodedata.combining(one) != 0),
        "unprintable": ranges(lambda one: not one.isprintable()),
        "never_in_address": ranges(_never),
        "scripts": scripts(),
    }


def _never(one: str) -> bool:
    return defect_of(f"a{one}@example.fr") == "bad-character"
