"""The words of the model, by concept."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

_HERE = Path(__file__).parent
_FILES = ("concepts.txt", "terms.txt")
NOTHING = "nothing"
"""The concept of words and turns of phrase that look like health and say nothing of it."""


class Words(NamedTuple):
    """``single`` gives the concept of a word; ``phrases``, by their first word, further words and
    concept, the longest first."""

    single: dict[str, str]
    phrases: dict[str, tuple[tuple[tuple[str, ...], str], ...]]


@functools.cache
def words() -> Words:
    """Read the lists; 10 ms, once a process."""
    single: dict[str, str] = {}
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for concept, entry in _entries():
        first, *rest = split(entry)
        if rest:
            phrases.setdefault(first, []).append((tuple(rest), concept))
        else:
            single.setdefault(first, concept)
    ordered = {
        first: tuple(sorted(known, key=lambda one: -len(one[0])))
        for first, known in phrases.items()
    }
    return Words({one: of for one, of in single.items() if of != NOTHING}, ordered)


def split(entry: str) -> list[str]:
    """Give the words of an entry, cut as those of a text are."""
    return entry.replace("'", " ").replace("-", " ").split()


def _entries() -> Iterator[tuple[str, str]]:
    for name in _FILES:
        concept = ""
        for line in (_HERE / name).read_text(encoding="utf-8").splitlines():
            if line.startswith("["):
                concept = line.strip("[]")
            elif line and not line.startswith("#"):
                yield from ((concept, one.strip()) for one in line.split(",") if one.strip())
