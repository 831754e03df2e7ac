"""The tray's menu as plain data, made of the state. What does not exist is not in it."""

from __future__ import annotations

from typing import Literal

import msgspec

from sceau.desk.tray.state import TrayState
from sceau.phrases import Phrase, phrase

Action = Literal["seal", "settings", "start", "quit", "pause", "pause-long", "resume"]


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """One line: what it says and does. Without an action it is only read; without a ``label`` it is
    a separator; with ``below`` it opens further lines. ``id`` is 1 and up, 0 is the menu itself."""

    id: int
    label: Phrase | None = None
    action: Action | None = None
    below: tuple[Item, ...] = ()


def menu_of(
    state: TrayState, sends: tuple[Phrase, ...], given: tuple[Phrase, ...] | None = None
) -> tuple[Item, ...]:
    """Give the menu. Each line keeps its id whatever else is there. ``given`` are lines of whom
    passwords were given to; none while that was not asked for yet."""
    said = [Item(id=1, label=state.sentence)]
    if state.waiting:
        said.append(Item(id=2, label=phrase("tray.waiting", count=state.waiting)))
    lines = tuple(Item(id=100 + place, label=one) for place, one in enumerate(sends))
    none = (Item(id=99, label=phrase("tray.no-sends")),)
    doing = [
        Item(id=10, label=phrase("tray.seal"), action="seal"),
        Item(id=11, label=phrase("tray.last-sends"), below=lines or none),
    ]
    if state.level == "inactive":
        doing.insert(0, Item(id=12, label=phrase("tray.start"), action="start"))
    else:
        doing.append(Item(id=15, label=phrase("tray.passwords"), below=_passwords(given)))
        doing += _accounts(state)
        doing += _pause(state)
    doing.append(Item(id=13, label=phrase("tray.settings"), action="settings"))
    leaving = Item(id=20, label=phrase("tray.quit"), action="quit")
    return (*said, Item(id=3), *doing, Item(id=4), leaving)


def _passwords(given: tuple[Phrase, ...] | None) -> tuple[Item, ...]:
    """To whom and when; what was given is nowhere, so a lost password means sealing anew."""
    if given is None:
        return (Item(id=399, label=phrase("tray.passwords-wait")),)
    if not given:
        return (Item(id=398, label=phrase("passwords.none")),)
    lines = tuple(Item(id=300 + place, label=one) for place, one in enumerate(given))
    return (*lines, Item(id=396), Item(id=397, label=phrase("tray.password-lost"), action="seal"))


_MOST_LINES = 100  # the numbers of the menu that follow belong to others


def _accounts(state: TrayState) -> list[Item]:
    if not state.accounts:
        return []
    lines = [
        line
        for name, sentences in state.accounts
        for line in (phrase("tray.account", name=name), *sentences)
    ]
    below = [Item(id=200 + place, label=line) for place, line in enumerate(lines[:_MOST_LINES])]
    return [Item(id=14, label=phrase("tray.accounts"), below=tuple(below))]


def _pause(state: TrayState) -> list[Item]:
    if state.paused:
        return [Item(id=17, label=phrase("tray.resume"), action="resume")]
    if not state.can_pause:
        return []
    below = (
        Item(id=160, label=phrase("tray.pause-what")),
        Item(id=161, label=phrase("tray.pause-15"), action="pause"),
        Item(id=162, label=phrase("tray.pause-60"), action="pause-long"),
    )
    return [Item(id=16, label=phrase("tray.pause"), below=below)]


def find(items: tuple[Item, ...], id: int) -> Item | None:
    """Give the line of this id, at whatever depth."""
    for one in items:
        if one.id == id:
            return one
        below = find(one.below, id)
        if below is not None:
            return below
    return None
