"""A notification of the desktop: for who started a program by a click, and reads no terminal; or
for what happened while nobody looked (Desktop Notifications Specification 1.2)."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from collections.abc import Callable, Iterator
from html import escape
from typing import Any

_HEARD_WITHIN = 900.0
"""Seconds a click is waited for; a notification that stays longer no longer opens anything."""
_PATH = "/org/freedesktop/Notifications"
_NAME = "org.freedesktop.Notifications"


def notify(title: str, text: str) -> bool:
    """Show a notification, and give whether it was taken. Nothing is shown where there is no
    session bus, or nobody there who shows them. On Windows a thread stays until it is gone."""
    if sys.platform == "win32":
        from sceau.windows.balloon import show

        show(title, text)
        return True
    with _bus() as bus:
        return bus is not None and _shown(bus, title, text, []) is not None


def notify_and_open(title: str, text: str, label: str, opens: Callable[[], None]) -> None:
    """Show a notification; a click on it does ``opens``, which ``label`` names. Returns at once:
    it is waited for in a thread of its own."""

    def wait() -> None:
        with _bus() as bus:
            if bus is not None and _clicked(bus, title, text, label):
                opens()

    threading.Thread(target=wait, daemon=True, name="notification").start()


@contextlib.contextmanager
def _bus() -> Iterator[Any]:
    if sys.platform != "linux" or not os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        yield None
        return
    from jeepney.io.blocking import open_dbus_connection

    try:
        bus = open_dbus_connection(bus="SESSION")
    except (OSError, KeyError, ValueError, RuntimeError):
        yield None
        return
    try:
        yield bus
    finally:
        with contextlib.suppress(OSError):
            bus.close()


def _shown(bus: Any, title: str, text: str, actions: list[str]) -> int | None:
    """Show it and give its number, or none. The text may be read as markup: it is none."""
    from jeepney import DBusAddress, MessageType, new_method_call

    desk = DBusAddress(_PATH, bus_name=_NAME, interface=_NAME)
    said: tuple[object, ...] = (
        "Sceau",
        0,
        "sceau",
        title,
        escape(text, quote=False),
        actions,
        {},
        -1,
    )
    try:
        call = new_method_call(desk, "Notify", "susssasa{sv}i", said)
        answer = bus.send_and_get_reply(call, timeout=5)
    except (OSError, KeyError, ValueError, RuntimeError):
        return None
    if answer.header.message_type != MessageType.method_return:
        return None
    return int(answer.body[0])


def _clicked(bus: Any, title: str, text: str, label: str) -> bool:
    """Show it and give whether it was clicked before it went."""
    from jeepney import HeaderFields, MatchRule, message_bus

    rule = MatchRule(type="signal", interface=_NAME, path=_PATH)
    try:
        bus.send_and_get_reply(message_bus.AddMatch(rule), timeout=5)
        with bus.filter(rule, bufsize=64) as heard:
            number = _shown(bus, title, text, ["default", label])
            while number is not None:
                signal = bus.recv_until_filtered(heard, timeout=_HEARD_WITHIN)
                member = signal.header.fields.get(HeaderFields.member)
                if not signal.body or signal.body[0] != number:
                    continue
                if member in ("ActionInvoked", "NotificationClosed"):
                    return bool(member == "ActionInvoked")
    except (OSError, KeyError, ValueError, RuntimeError):
        pass  # the bus went, or nobody clicked in time
    return False
