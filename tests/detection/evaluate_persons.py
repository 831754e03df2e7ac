"""Measure how often the wrong person is seen from the address alone: numbers of
``docs/detection.md``.

    python -m detection.evaluate_persons FAKER

run from ``tests/``, where ``FAKER`` is the file ``faker/providers/person/fr_FR/__init__.py`` of the
package ``faker`` 37.12.0 of PyPI (MIT): 400 family names and 219 given names that are common in
France. No list of the rules was made from it. Without it only invented names are measured.
"""

from __future__ import annotations

import ast
import sys
import unicodedata
from pathlib import Path
from random import Random

from review.test_persons_measured import Measured, measure
from support.correspondents import Somebody


def names(source: Path) -> tuple[list[str], list[str]]:
    """Give the given names and the family names, without accents; only the first of two."""
    known: dict[str, list[str]] = {}
    for one in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if isinstance(one, ast.Assign | ast.AnnAssign):
            target = one.targets[0] if isinstance(one, ast.Assign) else one.target
            if isinstance(target, ast.Name) and isinstance(one.value, ast.Tuple):
                known[target.id] = [str(each.value) for each in one.value.elts]  # type: ignore[attr-defined]
    given = known["first_names_male"] + known["first_names_female"]
    return (
        sorted({name for one in given if len(name := _plain(one.partition("-")[0])) > 3}),
        sorted({_plain(one) for one in known["last_names"]}),
    )


def _plain(name: str) -> str:
    apart = unicodedata.normalize("NFD", name.lower())
    return "".join(one for one in apart if one.isalpha())


def main(source: Path | None) -> None:
    """Print the numbers."""
    _print("invented names", measure("address"))
    if source is None:
        print("real names: not measured")
        return
    given, family = names(source)

    def somebody(random: Random) -> Somebody:
        return Somebody(random, random.choice(given), random.choice(family))

    _print("real names", measure("address", somebody))


def _print(what: str, found: Measured) -> None:
    print(
        f"{what}: asked {found.caught:.1%}, with what is said {found.said:.1%}; of right papers "
        f"asked {found.alarms:.2%}, with what is said {found.noise:.2%}"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else None)
