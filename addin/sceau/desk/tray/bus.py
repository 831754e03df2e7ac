"""The tray on the session bus: ``org.kde.StatusNotifierItem`` for the icon and
``com.canonical.dbusmenu`` for its menu, as panels know them. No toolkit: the panel draws.

Nothing here knows what the words mean; :mod:`.process` gives them and is told what was clicked.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from jeepney import (
    DBusAddress,
    HeaderFields,
    MatchRule,
    Message,
    MessageType,
    message_bus,
    new_error,
    new_method_call,
    new_method_return,
    new_signal,
)
from jeepney.io.asyncio import DBusConnection, open_dbus_connection

from sceau.desk.notifying import notify_and_open
from sceau.desk.tray.introspection import ITEM_XML, MENU_XML
from sceau.desk.tray.layout import ROOT, TYPE, Say, layout, properties
from sceau.desk.tray.menu import Item, find
from sceau.desk.tray.picture import SIZES, picture
from sceau.desk.tray.state import Level

ITEM = "org.kde.StatusNotifierItem"
MENU = "com.canonical.dbusmenu"
ITEM_PATH = "/StatusNotifierItem"
MENU_PATH = "/MenuBar"
WATCHER = DBusAddress(
    "/StatusNotifierWatcher",
    bus_name="org.kde.StatusNotifierWatcher",
    interface="org.kde.StatusNotifierWatcher",
)
_UNKNOWN = "org.freedesktop.DBus.Error.UnknownMethod"
_NO_SUCH = "org.freedesktop.DBus.Error.InvalidArgs"


class TrayBus:
    """The icon and its menu on the bus. ``clicked`` is told the line that was chosen, ``opened``
    that the menu is about to show, ``activated`` that the icon itself was clicked."""

    def __init__(
        self,
        say: Say,
        *,
        clicked: Callable[[Item], None],
        opened: Callable[[], None],
        activated: Callable[[], None],
    ) -> None:
        self._say = say
        self._clicked = clicked
        self._opened = opened
        self._activated = activated
        self._level: Level = "inactive"
        self._title = "Sceau"
        self._items: tuple[Item, ...] = ()
        self._revision = 1
        self._connection: DBusConnection | None = None
        self._name = f"{ITEM}-{os.getpid()}-1"

    async def serve(self) -> None:
        """Be there until the bus goes. Raises ``OSError`` or ``KeyError`` without a session bus."""
        self._connection = await open_dbus_connection(bus="SESSION")
        async with self._connection:
            await self._connection.send(message_bus.RequestName(self._name))
            # A panel may come later, or come back after it crashed.
            rule = MatchRule(
                type="signal",
                sender="org.freedesktop.DBus",
                interface="org.freedesktop.DBus",
                member="NameOwnerChanged",
            )
            rule.add_arg_condition(0, WATCHER.bus_name)
            await self._connection.send(message_bus.AddMatch(rule))
            await self._register()
            try:
                while True:
                    await self._take(await self._connection.receive())
            except (EOFError, ConnectionError):
                return

    async def show(self, level: Level, title: str, items: tuple[Item, ...]) -> None:
        """Show this state and this menu from now on."""
        looks = (level, title) != (self._level, self._title)
        lines = items != self._items
        self._level, self._title, self._items = level, title, items
        if looks:
            for member in ("NewTitle", "NewIcon", "NewToolTip"):
                await self._emit(ITEM_PATH, ITEM, member)
            await self._emit(ITEM_PATH, ITEM, "NewStatus", "s", (self._status,))
        if lines:
            self._revision += 1
            await self._emit(MENU_PATH, MENU, "LayoutUpdated", "ui", (self._revision, 0))

    def tell(self, title: str, text: str, label: str, opens: Callable[[], None]) -> None:
        """Show a notification; a click on it does ``opens``, which ``label`` names."""
        notify_and_open(title, text, label, opens)

    @property
    def _status(self) -> str:
        return "Active" if self._level == "active" else "NeedsAttention"

    async def _register(self) -> None:
        await self._send(new_method_call(WATCHER, "RegisterStatusNotifierItem", "s", (self._name,)))

    async def _emit(
        self, path: str, interface: str, member: str, types: str = "", body: tuple[Any, ...] = ()
    ) -> None:
        where = DBusAddress(path, interface=interface)
        await self._send(new_signal(where, member, types or None, body))

    async def _send(self, message: Message) -> None:
        if self._connection is not None:
            await self._connection.send(message)

    # -- what is asked -----------------------------------------------------------------------

    async def _take(self, message: Message) -> None:
        kind = message.header.message_type
        if kind == MessageType.signal:
            if message.header.fields.get(HeaderFields.member) == "NameOwnerChanged":
                _name, _before, now = message.body
                if now:
                    await self._register()
            return
        if kind == MessageType.method_call:
            await self._send(self._answer(message))

    def _answer(self, message: Message) -> Message:
        fields = message.header.fields
        interface = fields.get(HeaderFields.interface, "")
        member = fields.get(HeaderFields.member, "")
        path = fields.get(HeaderFields.path, "")
        try:
            match interface, member:
                case "org.freedesktop.DBus.Introspectable", "Introspect":
                    return new_method_return(message, "s", (_INTROSPECTED.get(path, _EMPTY),))
                case "org.freedesktop.DBus.Peer", "Ping":
                    return new_method_return(message)
                case "org.freedesktop.DBus.Properties", "GetAll":
                    told = self._properties(message.body[0])
                    return new_method_return(message, "a{sv}", (told,))
                case "org.freedesktop.DBus.Properties", "Get":
                    value = self._properties(message.body[0])[message.body[1]]
                    return new_method_return(message, "v", (value,))
                case "org.kde.StatusNotifierItem", _:
                    if member in ("Activate", "SecondaryActivate"):
                        self._activated()
                    return new_method_return(message)
                case "com.canonical.dbusmenu", _:
                    return self._menu(message, member)
                case _:
                    return new_error(message, _UNKNOWN)
        except (KeyError, IndexError, TypeError, ValueError):
            return new_error(message, _NO_SUCH)

    def _menu(self, message: Message, member: str) -> Message:
        body = message.body
        match member:
            case "GetLayout":
                parent, depth, _names = body
                return new_method_return(
                    message, f"u{TYPE}", (self._revision, self._layout(parent, depth))
                )
            case "GetGroupProperties":
                ids = body[0] or [0, *self._ids(self._items)]
                told = [(id, own) for id in ids if (own := self._own(id)) is not None]
                return new_method_return(message, "a(ia{sv})", (told,))
            case "GetProperty":
                return new_method_return(message, "v", ((self._own(body[0]) or {})[body[1]],))
            case "Event":
                self._event(body[0], body[1])
                return new_method_return(message)
            case "EventGroup":
                for id, what, _data, _time in body[0]:
                    self._event(id, what)
                return new_method_return(message, "ai", ([],))
            case "AboutToShow":
                before = self._revision
                self._opened()
                return new_method_return(message, "b", (before != self._revision,))
            case "AboutToShowGroup":
                self._opened()
                return new_method_return(message, "aiai", ([], []))
            case _:
                return new_error(message, _UNKNOWN)

    def _event(self, id: int, what: str) -> None:
        item = find(self._items, id)
        if what == "clicked" and item is not None and item.action is not None:
            self._clicked(item)

    def _own(self, id: int) -> dict[str, Any] | None:
        if id == 0:
            return ROOT
        item = find(self._items, id)
        return properties(item, self._say) if item is not None else None

    def _layout(self, parent: int, depth: int) -> Any:
        if parent == 0:
            return layout(self._items, 0, ROOT, depth, self._say)
        item = find(self._items, parent)
        if item is None:
            raise ValueError("no such line")
        return layout(item.below, item.id, properties(item, self._say), depth, self._say)

    def _ids(self, items: tuple[Item, ...]) -> list[int]:
        return [id for one in items for id in (one.id, *self._ids(one.below))]

    def _properties(self, interface: str) -> dict[str, tuple[str, Any]]:
        if interface == MENU:
            return {
                "Version": ("u", 3),
                "TextDirection": ("s", "ltr"),
                "Status": ("s", "normal" if self._level == "active" else "notice"),
                "IconThemePath": ("as", []),
            }
        pixels = [(size, size, picture(self._level, size)) for size in SIZES]
        return {
            "Category": ("s", "Communications"),
            "Id": ("s", "sceau"),
            "Title": ("s", self._title),
            "Status": ("s", self._status),
            "WindowId": ("i", 0),
            "IconName": ("s", ""),
            "IconPixmap": ("a(iiay)", pixels),
            "AttentionIconName": ("s", ""),
            "AttentionIconPixmap": ("a(iiay)", pixels),
            "OverlayIconName": ("s", ""),
            "OverlayIconPixmap": ("a(iiay)", []),
            "ToolTip": ("(sa(iiay)ss)", ("", [], "Sceau", self._title)),
            "ItemIsMenu": ("b", True),
            "Menu": ("o", MENU_PATH),
            "IconThemePath": ("s", ""),
        }


_EMPTY = "<node/>"
_INTROSPECTED = {ITEM_PATH: ITEM_XML, MENU_PATH: MENU_XML}
