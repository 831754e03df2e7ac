"""Several outboxes at work on the same folder at once, as several processes are."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path

from sceau.errors import MissingInput
from support.held_mails import Place, Told, outgoing, ready, verdict_on

TOGETHER = 4
ROUNDS = 6


def at_once(places: list[Place], do: Callable[[Place], None]) -> None:
    """Let every place do it at the same instant; what one raises is raised here."""
    start = threading.Barrier(len(places))
    failed: list[BaseException] = []

    def one(place: Place) -> None:
        start.wait()
        try:
            do(place)
        except BaseException as problem:  # noqa: BLE001 - raised again below
            failed.append(problem)

    threads = [threading.Thread(target=one, args=(place,)) for place in places]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for problem in failed:
        raise problem


def test_a_draft_that_all_send_leaves_once(tmp_path: Path) -> None:
    places = [Place(tmp_path) for _ in range(TOGETHER)]
    for number in range(ROUNDS):
        draft = places[0].draft()
        way = Told()

        def send(place: Place, way: Told = way, key: str = draft.key, number: int = number) -> None:
            try:
                held = place.outbox.hold(place.drafts.reopen(key))
            except MissingInput:
                return
            place.outbox.confirm(held, verdict_on(held.raw))
            place.outbox.ready(held, [outgoing(message_id=f"<{number}@cabinet-exemple.fr>")])
            asyncio.run(place.outbox.dispatch(held, way))

        at_once(places, send)
        assert len(way.submitted) == 1
    assert len(places[0].sent) == ROUNDS
    assert places[0].in_drafts == []
    assert places[0].is_clear


def test_mails_that_all_take_up_leave_once_each(tmp_path: Path) -> None:
    places = [Place(tmp_path) for _ in range(TOGETHER)]
    for _ in range(ROUNDS):
        ready(places[0]).release()
    way = Told()

    def take_up(place: Place) -> None:
        for held in place.outbox.unfinished():
            assert asyncio.run(place.outbox.take_up(held, way)).left

    at_once(places, take_up)
    assert len(way.submitted) == ROUNDS
    assert len(places[0].sent) == ROUNDS
    assert places[0].is_clear


def test_taking_up_leaves_a_mail_that_is_just_being_held_alone(tmp_path: Path) -> None:
    places = [Place(tmp_path) for _ in range(TOGETHER)]
    way = Told()
    for _ in range(ROUNDS):
        key = places[0].draft().key

        def work(place: Place, key: str = key) -> None:
            if place is not places[0]:
                for held in place.outbox.unfinished():
                    asyncio.run(place.outbox.take_up(held, way))
                return
            held = place.outbox.hold(place.drafts.reopen(key))
            place.outbox.confirm(held, verdict_on(held.raw))
            place.outbox.ready(held, [outgoing()])
            assert asyncio.run(place.outbox.dispatch(held, way)).left

        at_once(places, work)
    assert len(way.submitted) == ROUNDS
    assert places[0].is_clear
