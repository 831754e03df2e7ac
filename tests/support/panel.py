"""A stand-in for a panel's notification area: ``org.kde.StatusNotifierWatcher`` on the session bus,
which asks and clicks as panels do. The real one is in ``test_tray_panel.py``.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from typing import Any

from jeepney import (
    DBusAddress,
    HeaderFields,
    Message,
    MessageType,
    Properties,
    message_bus,
    new_error,
    new_method_call,
    new_method_return,
)
from jeepney.io.blocking import DBusConnection, open_dbus_connection

from support.windows import wait_for

WATCHER = "org.kde.StatusNotifierWatcher"


class Panel:
    """The notification area, with the one item that came."""

    def __init__(self, connection: DBusConnection) -> None:
        self._connection = connection
        self.item = ""
        connection.send_and_get_reply(message_bus.RequestName(WATCHER))

    def wait_for_item(self) -> None:
        """Take whatever comes until an item has registered."""

        def registered() -> bool:
            with contextlib.suppress(TimeoutError):
                self._take(self._connection.receive(timeout=0.2))
            return bool(self.item)

        wait_for("the tray has registered", registered)

    def _take(self, message: Message) -> None:
        if message.header.message_type != MessageType.method_call:
            return
        if message.header.fields.get(HeaderFields.member) == "RegisterStatusNotifierItem":
            self.item = message.body[0]
            self._connection.send(new_method_return(message))
        else:
            self._connection.send(
                new_error(message, "org.freedesktop.DBus.Error.UnknownMethod", "s", ("no",))
            )

    def _ask(self, path: str, interface: str, member: str, types: str = "", *body: Any) -> Any:
        where = DBusAddress(path, bus_name=self.item, interface=interface)
        message = new_method_call(where, member, types or None, body)
        answer = self._connection.send_and_get_reply(message, timeout=30)
        if answer.header.message_type == MessageType.error:
            raise AssertionError(f"{member}: {answer.header.fields[HeaderFields.error_name]}")
        return answer.body

    def ask(self, path: str, interface: str, member: str, types: str = "", *body: Any) -> Any:
        """Call a method of the item."""
        return self._ask(path, interface, member, types, *body)

    def property(self, name: str) -> Any:
        """Give a property of the icon."""
        where = DBusAddress(
            "/StatusNotifierItem", bus_name=self.item, interface="org.kde.StatusNotifierItem"
        )
        answer = self._connection.send_and_get_reply(Properties(where).get(name), timeout=30)
        return answer.body[0][1]

    def menu(self) -> dict[str, int]:
        """Give the lines that can be chosen, each with its id."""
        _revision, (_id, _own, below) = self._ask(
            "/MenuBar", "com.canonical.dbusmenu", "GetLayout", "iias", 0, -1, []
        )
        return dict(_lines(below))

    def open(self) -> None:
        """Say that the menu is about to be shown, as a panel does when it is clicked."""
        self._ask("/MenuBar", "com.canonical.dbusmenu", "AboutToShow", "i", 0)

    def click(self, label: str) -> None:
        """Choose the line of this name."""
        menu = self.menu()
        self._ask(
            "/MenuBar", "com.canonical.dbusmenu", "Event", "isvu",
            menu[label], "clicked", ("i", 0), 0,
        )  # fmt: skip


def _lines(below: list[Any]) -> Iterator[tuple[str, int]]:
    for _type, (id, own, further) in below:
        if "label" in own:
            yield own["label"][1], id
        yield from _lines(further)


@contextlib.contextmanager
def panel(address: str) -> Iterator[Panel]:
    """Give a notification area on the bus at ``address``."""
    before = os.environ.get("DBUS_SESSION_BUS_ADDRESS")
    os.environ["DBUS_SESSION_BUS_ADDRESS"] = address
    try:
        connection = open_dbus_connection(bus="SESSION")
    finally:
        if before is None:
            del os.environ["DBUS_SESSION_BUS_ADDRESS"]
        else:
            os.environ["DBUS_SESSION_BUS_ADDRESS"] = before
    try:
        yield Panel(connection)
    finally:
        connection.close()
