"""Thunderbird, or the add-on in it, goes away while a mail waits for the person: it stays."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from support.station import CHECK, Station, station

pytestmark = pytest.mark.e2e


@pytest.fixture
def own() -> Iterator[Station]:
    """A workplace for one scenario: Thunderbird does not survive it."""
    with station() as place:
        place.begin()
        yield place


def asked(place: Station) -> None:
    place.write().send()
    place.shown()


def test_thunderbird_closed_while_the_window_is_open_keeps_the_mail(own: Station) -> None:
    asked(own)
    own.thunderbird.process.kill()
    own.gone()
    assert own.nothing_left()


def test_an_add_on_disabled_while_a_mail_waits_lets_nothing_leave(own: Station) -> None:
    asked(own)
    own.thunderbird.disable_addon()
    own.gone()
    assert own.nothing_left()
    assert not own.desk.windows(CHECK)
