"""Every error that can be raised has its sentence, and every sentence what fills its places."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator

import pytest

from sceau import errors
from support.catalogue import shape
from support.repository import PACKAGE

from sceau.phrases import catalogue  # isort: skip

FRENCH = catalogue("fr")
ERRORS = {
    name
    for name, kind in inspect.getmembers(errors, inspect.isclass)
    if issubclass(kind, errors.SceauError)
}


def calls(source: str) -> Iterator[tuple[str, set[str] | None]]:
    """Give each sentence a source names whole, and the values it gives it (none: not known)."""
    for node in ast.walk(ast.parse(source)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args):
            continue
        first = node.args[0]
        if not (isinstance(first, ast.Constant) and isinstance(first.value, str)):
            continue
        names = {word.arg for word in node.keywords if word.arg is not None}
        given = None if any(word.arg is None for word in node.keywords) else names
        if node.func.id == "phrase":
            yield first.value, given
        elif node.func.id in ERRORS:
            yield f"error.{first.value}", given


FILLED_LATER = {"reading.problem.": {"name"}, "finding.not-examined.why.": {"name"}}
"""What the review fills in: a reader does not know how the file is called in the mail."""

NAMED = [
    pytest.param(key, given, id=f"{file.relative_to(PACKAGE)}: {key}")
    for file in sorted(PACKAGE.rglob("*.py"))
    for key, given in calls(file.read_text(encoding="utf-8"))
]


def test_there_are_sentences_to_look_at() -> None:
    assert len(NAMED) > 200


@pytest.mark.parametrize(("key", "given"), NAMED)
def test_the_sentence_is_there_and_filled(key: str, given: set[str] | None) -> None:
    assert key in FRENCH
    wanted = set().union(*shape(FRENCH[key]).values())  # type: ignore[arg-type]
    if given is not None:
        later = (names for start, names in FILLED_LATER.items() if key.startswith(start))
        assert wanted <= given.union(*later)
