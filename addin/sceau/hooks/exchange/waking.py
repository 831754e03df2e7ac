"""How a server of Exchange wakes whoever waits: by a stream of events, else by being asked.

Both are subscriptions (Microsoft: "Notification subscriptions, mailbox events, and EWS in
Exchange"). A wake-up is a hint: what changed is asked for otherwise.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from typing import Any

from exchangelib import errors, services
from exchangelib.properties import StatusEvent

from sceau.hooks.exchange.transport import as_it_comes, once

_Stream = as_it_comes(services.GetStreamingEvents)
_SubscribeToPull = once(services.SubscribeToPull)
_GetEvents = once(services.GetEvents)
_Unsubscribe = once(services.Unsubscribe)

EVENTS = ("CreatedEvent", "ModifiedEvent", "MovedEvent")
ASK_EVERY = 1.0
"""Seconds between two questions for events where there is no stream."""

_ONE_WAKING = 60.0  # seconds
_FORGOTTEN_AFTER = 5  # minutes in which nobody asks

_NO_STREAM = (
    errors.ErrorExceededConnectionCount,
    errors.ErrorExceededSubscriptionCount,
    errors.ErrorInvalidOperation,
    errors.ErrorInvalidRequest,
    errors.ErrorInvalidServerVersion,
    errors.ErrorInvalidSubscription,
    errors.ErrorInvalidSubscriptionRequest,
    errors.ErrorSchemaValidation,
)
"""What says that there is none: a server before 2010 SP1, or one that allows no more of them."""


def wakings(account: Any, folder: Any) -> Iterator[None]:
    """Wake at each change of a folder, and once at the beginning; ends after a minute. Raises what
    ``exchangelib`` raises where it is lost."""
    try:
        yield from _streamed(account, folder)
    except _NO_STREAM:
        yield from _pulled(account, folder)


def certain(found: Iterator[Any]) -> list[Any]:
    """Give what a service gives; raise what it gives as an exception."""
    given = []
    for one in found:
        if isinstance(one, Exception):
            raise one
        given.append(one)
    return given


def _streamed(account: Any, folder: Any) -> Iterator[None]:
    (subscription,) = certain(
        services.SubscribeToStreaming(account=account).call(folders=[folder], event_types=EVENTS)
    )
    events = _Stream(account=account).call(subscription_ids=[subscription], connection_timeout=1)
    yield
    for one in events:
        if isinstance(one, Exception):
            raise one
        yield


def _pulled(account: Any, folder: Any) -> Iterator[None]:
    ((subscription, watermark),) = certain(
        _SubscribeToPull(account=account).call(
            folders=[folder], event_types=EVENTS, watermark=None, timeout=_FORGOTTEN_AFTER
        )
    )
    yield
    until = time.monotonic() + _ONE_WAKING
    while time.monotonic() < until:
        time.sleep(ASK_EVERY)
        told = certain(
            _GetEvents(account=account).call(subscription_id=subscription, watermark=watermark)
        )
        events = [event for one in told for event in one.events or ()]
        watermark = next((one.watermark for one in reversed(events) if one.watermark), watermark)
        if any(not isinstance(one, StatusEvent) for one in events):
            yield
    with contextlib.suppress(errors.EWSError):  # it is forgotten by itself too
        certain(_Unsubscribe(account=account).call(subscription_id=subscription))
