"""A notification of the desktop: for who started a program by a click, and reads no terminal."""

from __future__ import annotations

import os
import sys


def notify(title: str, text: str) -> bool:
    """Show a notification (Desktop Notifications Specification 1.2), and give whether it was
    taken. Nothing is shown where there is no session bus, or nobody there who shows them."""
    if sys.platform != "linux" or not os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        return False
    from jeepney import DBusAddress, MessageType, new_method_call
    from jeepney.io.blocking import open_dbus_connection

    desk = DBusAddress(
        "/org/freedesktop/Notifications",
        bus_name="org.freedesktop.Notifications",
        interface="org.freedesktop.Notifications",
    )
    said: tuple[object, ...] = ("Sceau", 0, "sceau", title, text, [], {}, -1)
    try:
        with open_dbus_connection(bus="SESSION") as bus:
            call = new_method_call(desk, "Notify", "susssasa{sv}i", said)
            answer = bus.send_and_get_reply(call, timeout=5)
    except (OSError, KeyError, ValueError, RuntimeError):
        return False
    return bool(answer.header.message_type == MessageType.method_return)
