"""The menu in the words of ``com.canonical.dbusmenu``: a tree of ``(ia{sv}av)``."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from sceau.desk.tray.menu import Item
from sceau.phrases import Phrase

Say = Callable[[Phrase], str]
Layout = tuple[int, dict[str, tuple[str, Any]], list[tuple[str, Any]]]

TYPE = "(ia{sv}av)"


def properties(item: Item, say: Say) -> dict[str, tuple[str, Any]]:
    """Give the properties of one line; what is left out has its default (enabled, visible)."""
    if item.label is None:
        return {"type": ("s", "separator")}
    # One underline marks the letter to press; two stand for one.
    told: dict[str, tuple[str, Any]] = {"label": ("s", say(item.label).replace("_", "__"))}
    if item.below:
        told["children-display"] = ("s", "submenu")
    elif item.action is None:
        told["enabled"] = ("b", False)
    return told


def layout(items: Iterable[Item], id: int, own: dict[str, Any], depth: int, say: Say) -> Layout:
    """Give the line ``id``, with its properties ``own``, and below it ``items``, so many levels
    deep (-1: all)."""
    shown = items if depth != 0 else ()
    below = [
        (TYPE, layout(one.below, one.id, properties(one, say), depth - 1, say)) for one in shown
    ]
    return id, own, below


ROOT = {"children-display": ("s", "submenu")}
"""The properties of the menu itself, whose id is 0."""
