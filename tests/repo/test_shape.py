"""Files hold one idea each, and what is public says what it is."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from support.repository import ROOT, modules, tracked_files

MOST_LINES = 400
LONG_FOR_A_REASON = {
    "tests/support/corpus.py": "data: mails of every kind, each looked up by its name",
}


def _public_without_docstring(tree: ast.AST, inside: str = "") -> Iterator[str]:
    for node in ast.iter_child_nodes(tree):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        name = f"{inside}{node.name}"
        if node.name.startswith("_"):
            continue
        repeated = any(ast.unparse(one).endswith("overload") for one in node.decorator_list)
        if not ast.get_docstring(node) and not repeated:
            yield name
        if isinstance(node, ast.ClassDef):
            yield from _public_without_docstring(node, f"{name}.")


def test_no_python_file_grows_past_what_one_idea_needs() -> None:
    lengths = {
        str(name): len((ROOT / name).read_text(encoding="utf-8").splitlines())
        for name in tracked_files()
        if name.suffix == ".py"
    }
    grown = {name: count for name, count in lengths.items() if count >= MOST_LINES}
    assert set(grown) <= set(LONG_FOR_A_REASON), grown


def test_every_module_says_what_it_is() -> None:
    assert not [name for name, tree in modules().items() if not ast.get_docstring(tree)]


def test_everything_public_has_a_docstring() -> None:
    silent = [
        f"{module}.{name}"
        for module, tree in modules().items()
        for name in _public_without_docstring(tree)
    ]
    assert not silent, "\n".join(silent)


def test_a_silent_public_function_is_found() -> None:
    source = "class A:\n    'Says.'\n    def b(self): ...\n    def _c(self): ...\ndef d(): ...\n"
    assert list(_public_without_docstring(ast.parse(source))) == ["A.b", "d"]
