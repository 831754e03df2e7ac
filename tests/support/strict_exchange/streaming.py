"""Streaming notifications: what wakes a client, until the time it asked for is over."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from support.strict_exchange.mailbox import Box, Refused
from support.strict_exchange.writing import moment

_EVENTS = {"create": "CreatedEvent", "update": "ModifiedEvent", "delete": "DeletedEvent"}
_HEARTBEAT = 5.0  # seconds


@dataclass
class _Subscription:
    box: Box
    folder: str
    told: int


@dataclass
class Subscriptions:
    """The subscriptions of one server. ``drop`` ends every open stream without a word."""

    known: dict[str, _Subscription] = field(default_factory=dict)
    drops: int = 0
    stopped: threading.Event = field(default_factory=threading.Event)

    def new(self, box: Box, folder: str) -> str:
        """Subscribe to a folder, from now on."""
        id = uuid.uuid4().hex
        self.known[id] = _Subscription(box, folder, len(box.changes))
        return id

    def end(self, id: str) -> None:
        """Unsubscribe."""
        if self.known.pop(id, None) is None:
            raise Refused("ErrorSubscriptionNotFound")

    def forget(self) -> None:
        """Lose all subscriptions, as a server does that was restarted."""
        self.known.clear()
        self.drop()

    def drop(self) -> None:
        """Cut every open stream."""
        self.drops += 1
        for one in list(self.known.values()):
            with one.box.changed:
                one.box.changed.notify_all()

    def events(self, id: str, minutes: int) -> Iterator[str | None]:
        """Give the response messages of a stream as they come; ``None`` says to cut it."""
        one = self.known.get(id)
        if one is None:
            raise Refused("ErrorSubscriptionNotFound")
        yield _message("<m:ConnectionStatus>OK</m:ConnectionStatus>")
        until, drops = time.monotonic() + minutes * 60, self.drops
        beat = time.monotonic() + _HEARTBEAT
        while time.monotonic() < until and not self.stopped.is_set():
            with one.box.changed:
                if len(one.box.changes) == one.told:
                    one.box.changed.wait(0.5)
                fresh = [each for each in one.box.changes[one.told :] if each.folder == one.folder]
                one.told = len(one.box.changes)
            if self.drops != drops:
                yield None
                return
            for each in fresh:
                yield _message(_notification(id, each.kind, each.item, one.folder))
            if not fresh and time.monotonic() > beat:
                beat = time.monotonic() + _HEARTBEAT
                yield _message("<m:ConnectionStatus>OK</m:ConnectionStatus>")
        yield _message("<m:ConnectionStatus>Closed</m:ConnectionStatus>")


def _notification(id: str, kind: str, item: str, folder: str) -> str:
    event = _EVENTS[kind]
    return (
        f"<m:Notifications><m:Notification><t:SubscriptionId>{id}</t:SubscriptionId>"
        f"<t:{event}><t:TimeStamp>{moment(datetime.now(UTC))}</t:TimeStamp>"
        f'<t:ItemId Id="{item}" ChangeKey="AQAAAA=="/><t:ParentFolderId Id="{folder}"/>'
        f"</t:{event}></m:Notification></m:Notifications>"
    )


def _message(inside: str) -> str:
    return (
        '<m:GetStreamingEventsResponseMessage ResponseClass="Success">'
        f"<m:ResponseCode>NoError</m:ResponseCode>{inside}</m:GetStreamingEventsResponseMessage>"
    )
