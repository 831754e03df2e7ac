"""``mail``, ``review`` and ``seal`` know nothing of how a mail is caught, shown or sent."""

from __future__ import annotations

import ast

import pytest

from support.imports import chain, import_graph
from support.repository import modules

PURE = ("sceau.mail", "sceau.review", "sceau.seal")
OUTER = ("sceau.hooks", "sceau.desk", "sceau.outbox", "sceau.workers")


@pytest.mark.parametrize("package", PURE)
def test_a_pure_package_reaches_no_outer_one(package: str) -> None:
    graph = import_graph(modules())
    inside = [name for name in graph if name == package or name.startswith(f"{package}.")]
    assert inside, f"{package} is not there"
    chains = [" → ".join(path) for name in inside if (path := chain(graph, name, OUTER))]
    assert not chains, "\n".join(chains)


def test_nothing_below_a_window_reaches_the_page_toolkit() -> None:
    """Only ``desk`` may load a web engine: the helper stays small."""
    users = {
        name
        for name, tree in modules().items()
        for node in ast.walk(tree)
        if (isinstance(node, ast.Import) and any(one.name == "webview" for one in node.names))
        or (isinstance(node, ast.ImportFrom) and (node.module or "").startswith("webview"))
    }
    assert all(name.startswith("sceau.desk") for name in users), users


PLANTED = {
    "directly": {"p.mail": "", "p.desk": "", "p.mail.a": "import p.desk"},
    "by a name from a package": {"p.mail": "", "p.desk": "", "p.mail.a": "from p import desk"},
    "inside a function": {"p.mail.a": "def f():\n    from p.desk import x", "p.desk": "x = 1"},
    "relatively": {"p.mail": "", "p.mail.a": "from ..desk import x", "p.desk": "x = 1"},
    "through a third module": {
        "p.mail.a": "import p.b",
        "p.b": "import p.c",
        "p.c": "import p.desk.x",
    },
    "through the package above": {"p.mail.a": "import p.b.c", "p.b": "import p.desk", "p.b.c": ""},
}


@pytest.mark.parametrize("sources", PLANTED.values(), ids=PLANTED)
def test_a_planted_import_is_found(sources: dict[str, str]) -> None:
    trees = {name: ast.parse(text) for name, text in {"p": "", "p.desk.x": "", **sources}.items()}
    trees.setdefault("p.desk", ast.parse(""))
    assert chain(import_graph(trees), "p.mail.a", ("p.desk",))


def test_a_name_that_only_begins_the_same_is_not_found() -> None:
    trees = {
        name: ast.parse(text) for name, text in {"p.a": "import p.desktop", "p.desktop": ""}.items()
    }
    assert not chain(import_graph(trees), "p.a", ("p.desk",))
