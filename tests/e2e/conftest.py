"""A desktop, a window and a browser for the tests that need real ones; one of each per module."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from sceau.desk.window import ConfirmWindow
from support.pages import ConfirmPage, chromium, confirm_page
from support.windows import Desktop, desktop


@pytest.fixture(scope="module")
def desk() -> Iterator[Desktop]:
    with desktop() as running:
        yield running


@pytest.fixture(scope="module")
def runner() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as one:
        yield one


@pytest.fixture(scope="module")
def window(desk: Desktop, runner: asyncio.Runner) -> Iterator[ConfirmWindow]:
    """One window for the whole module, as a helper keeps it."""
    one = ConfirmWindow(environment=desk.environment)
    runner.run(one.start())
    yield one
    runner.run(one.close())


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture
def shown(browser: Browser) -> Iterator[ConfirmPage]:
    """A fresh confirmation page, in which nothing may go wrong unheard."""
    with confirm_page(browser) as page:
        yield page
        assert page.problems == []
