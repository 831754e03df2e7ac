"""Who imports whom, read from the source without running it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping


def _named(tree: ast.Module, module: str, is_package: bool) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                up = module.split(".")
                up = up[: len(up) - node.level + (1 if is_package else 0)]
                base = ".".join((*up, base) if base else up)
            yield base
            yield from (f"{base}.{alias.name}" for alias in node.names)


def _with_parents(name: str) -> Iterator[str]:
    parts = name.split(".")
    yield from (".".join(parts[:end]) for end in range(1, len(parts) + 1))


def import_graph(trees: Mapping[str, ast.Module]) -> dict[str, set[str]]:
    """Give, for every module, the modules of the same tree that importing it runs.

    Imports inside functions and under ``TYPE_CHECKING`` count; so do the packages above an
    imported module, whose ``__init__`` runs first.
    """
    packages = {name.rpartition(".")[0] for name in trees}
    return {
        module: {
            part
            for name in _named(tree, module, module in packages)
            for part in _with_parents(name)
            if part in trees and part != module
        }
        for module, tree in trees.items()
    }


def chain(graph: Mapping[str, set[str]], start: str, forbidden: tuple[str, ...]) -> list[str]:
    """Give the shortest chain of imports from ``start`` into a ``forbidden`` package, or none."""
    paths, seen = [[start]], {start}
    while paths:
        path = paths.pop(0)
        for target in sorted(graph.get(path[-1], ())):
            if any(target == name or target.startswith(f"{name}.") for name in forbidden):
                return [*path, target]
            if target not in seen:
                seen.add(target)
                paths.append([*path, target])
    return []
