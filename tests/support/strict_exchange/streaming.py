"""Notifications: what wakes a client, by a stream until the time it asked for is over, or by being
asked. Pulling was not recorded: it is as Microsoft's schema and pages on ``Subscribe`` and
``GetEvents`` say.
"""

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
    """The subscriptions of one server. ``drop`` ends every open stream without a word;
    ``no_stream`` is the code by which a server refuses streams, empty where it has them."""

    no_stream: str = ""
    asked: int = 0
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

    def pulled(self, id: str, watermark: str) -> str:
        """Give the notification for whoever asks: what came after ``watermark``, or that there is
        nothing."""
        one = self.known.get(id)
        if one is None:
            raise Refused("ErrorSubscriptionNotFound")
        if not watermark.isdigit() or int(watermark) > len(one.box.changes):
            raise Refused("ErrorInvalidWatermark")
        self.asked += 1
        reached = len(one.box.changes)
        fresh = one.box.changes[int(watermark) : reached]
        events = [
            _event(each.kind, each.item, one.folder, f"<t:Watermark>{number}</t:Watermark>")
            for number, each in enumerate(fresh, int(watermark) + 1)
            if each.folder == one.folder
        ]
        status = f"<t:StatusEvent><t:Watermark>{reached}</t:Watermark></t:StatusEvent>"
        return (
            f"<m:Notification><t:SubscriptionId>{id}</t:SubscriptionId>"
            f"<t:PreviousWatermark>{watermark}</t:PreviousWatermark>"
            f"<t:MoreEvents>false</t:MoreEvents>{''.join(events) or status}</m:Notification>"
        )

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
    return (
        f"<m:Notifications><m:Notification><t:SubscriptionId>{id}</t:SubscriptionId>"
        f"{_event(kind, item, folder)}</m:Notification></m:Notifications>"
    )


def _event(kind: str, item: str, folder: str, watermark: str = "") -> str:
    event = _EVENTS[kind]
    return (
        f"<t:{event}>{watermark}<t:TimeStamp>{moment(datetime.now(UTC))}</t:TimeStamp>"
        f'<t:ItemId Id="{item}" ChangeKey="AQAAAA=="/><t:ParentFolderId Id="{folder}"/>'
        f"</t:{event}>"
    )


def _message(inside: str) -> str:
    return (
        '<m:GetStreamingEventsResponseMessage ResponseClass="Success">'
        f"<m:ResponseCode>NoError</m:ResponseCode>{inside}</m:GetStreamingEventsResponseMessage>"
    )
