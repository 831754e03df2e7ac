"""One workplace for all scenarios, swept before each."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from support.station import Station, station


@pytest.fixture(scope="session")
def workplace() -> Iterator[Station]:
    with station() as running:
        yield running


@pytest.fixture
def place(workplace: Station) -> Station:
    workplace.begin()
    return workplace
