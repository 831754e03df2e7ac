"""One workplace for all scenarios, swept before each; a new one after a scenario that failed, and
where it cannot be swept."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import ExitStack

import pytest

from support.station import Station, station


class Workplaces:
    """The workplace there is now. A scenario that failed may leave a compose window nobody can
    close any more, or a helper nobody reaches: then all is started anew, so that the next one, or
    its second try, tells the truth."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self._now: Station | None = None

    def leave(self) -> None:
        """End what there is; the next scenario gets a new one."""
        self._stack.close()
        self._now = None

    def begin(self) -> Station:
        """Give a workplace in which nothing is left of the scenario before."""
        if self._now is not None:
            try:
                self._now.begin()
            except Exception:  # noqa: BLE001 - whatever hinders sweeping, a new workplace helps
                self.leave()
        if self._now is None:
            self._now = self._stack.enter_context(station())
            self._now.begin()
        return self._now


@pytest.fixture(scope="session")
def workplaces() -> Iterator[Workplaces]:
    with ExitStack() as stack:
        yield Workplaces(stack)


@pytest.fixture
def place(workplaces: Workplaces) -> Station:
    return workplaces.begin()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Add to what failed what stood on the screen then."""
    report = yield
    place = getattr(item, "funcargs", {}).get("place")
    if report.failed and call.when == "call" and isinstance(place, Station):
        report.sections.append(("the workplace", place.on_screen()))
        if isinstance(all_of_them := item.funcargs.get("workplaces"), Workplaces):  # type: ignore[attr-defined]
            all_of_them.leave()
    return report
