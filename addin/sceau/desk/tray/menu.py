"""The tray's menu as plain data, made of the state. What does not exist is not in it."""

from __future__ import annotations

from typing import Literal

import msgspec

from sceau.desk.tray.state import TrayState
from sceau.phrases import Phrase, phrase

Action = Literal["seal", "settings", "start", "quit"]


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """One line: what it says and does. Without an action it is only read; without a ``label`` it is
    a separator; with ``below`` it opens further lines. ``id`` is 1 and up, 0 is the menu itself."""

    id: int
    label: Phrase | None = None
    action: Action | None = None
    below: tuple[Item, ...] = ()


def menu_of(state: TrayState, sends: tuple[Phrase, ...]) -> tuple[Item, ...]:
    """Give the menu. Each line keeps its id whatever else is there."""
    said = [Item(id=1, label=state.sentence)]
    if state.waiting:
        said.append(Item(id=2, label=phrase("tray.waiting", count=state.waiting)))
    lines = tuple(Item(id=100 + place, label=one) for place, one in enumerate(sends))
    none = (Item(id=99, label=phrase("tray.no-sends")),)
    doing = [
        Item(id=10, label=phrase("tray.seal"), action="seal"),
        Item(id=11, label=phrase("tray.last-sends"), below=lines or none),
        Item(id=13, label=phrase("tray.settings"), action="settings"),
    ]
    if state.level == "inactive":
        doing.insert(0, Item(id=12, label=phrase("tray.start"), action="start"))
    leaving = Item(id=20, label=phrase("tray.quit"), action="quit")
    return (*said, Item(id=3), *doing, Item(id=4), leaving)


def find(items: tuple[Item, ...], id: int) -> Item | None:
    """Give the line of this id, at whatever depth."""
    for one in items:
        if one.id == id:
            return one
        below = find(one.below, id)
        if below is not None:
            return below
    return None
