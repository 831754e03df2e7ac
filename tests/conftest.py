"""What every test runs under."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from support.wine import Wine, wine_station

# A loaded machine is no fault of the code: time is measured where it is the question.
settings.register_profile("steady", deadline=None)
settings.load_profile("steady")

REAL_SERVERS = Path(__file__).parent / "hooks" / "imap"
"""Fast tests that talk with a real Dovecot all the same."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give what drives real programs a second try: one may trip over a loaded machine. The summary
    names each that needed it; one that needs it often is a defect of the test or of Sceau."""
    for item in items:
        if item.get_closest_marker("e2e") or REAL_SERVERS in item.path.parents:
            item.add_marker(pytest.mark.flaky(reruns=1))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say why a second try was needed: what passes in the end would tell nothing."""
    for report in terminalreporter.getreports("rerun"):
        terminalreporter.section(f"first try of {report.nodeid}", sep="-")
        terminalreporter.write_line(report.longreprtext)


@pytest.fixture(scope="session")
def windows() -> Iterator[Wine]:
    """One Windows station for all tests of a run: it takes a while to make."""
    with wine_station() as station:
        yield station
