"""The pages in Debian's Chromium, with a stand-in for the window process."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

import msgspec
from playwright.sync_api import Browser, Page, sync_playwright

from sceau.desk.bridge import Page as PageName
from sceau.desk.frames import View
from sceau.desk.page import page as linked_page
from sceau.phrases import catalogue
from support.windows import wait_for

_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

_BRIDGE = """
    globalThis.posted = [];
    globalThis.webkit = { messageHandlers: { jsBridge: { postMessage(text) {
        const { funcName, params } = JSON.parse(text);
        if (funcName === "post") globalThis.posted.push(params);
    } } } };
"""

_PAGES_OWN = ("ready", "painted", "cleared", "pong")


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """Give the browser, for as long as it is needed."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=_FLAGS)
        try:
            yield browser
        finally:
            browser.close()


class ShownPage:
    """A page of ``ui/``, driven as the window process drives it."""

    def __init__(self, page: Page, name: PageName = "confirm") -> None:
        self.page = page
        self.problems: list[str] = []
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("console", lambda line: self.problems.append(line.text))
        page.add_init_script(_BRIDGE)
        page.route("**/*", lambda route: route.abort())
        page.route(
            "http://sceau.test/",
            lambda route: route.fulfill(body=linked_page(name), content_type="text/html"),
        )
        page.goto("http://sceau.test/")

    def show(self, view: View, *, settled: bool = True) -> None:
        """Show ``view`` in a window that has just come up; ``settled``: long enough for Enter."""
        first = {"view": msgspec.to_builtins(view), "catalogue": catalogue(view.language)}
        self.page.evaluate("first => { posted.length = 0; sceau.show(first); }", first)
        self.wait_for_post("painted")
        if settled:
            self.page.wait_for_timeout(550)

    def wait_for_post(self, act: str) -> None:
        """Wait until the page posted this."""
        # Not wait_for_function: it compiles text in the page, which the policy forbids.
        wait_for(f"{act} is posted", lambda: act in self.page.evaluate("posted.map(o => o.act)"))

    def update(self, view: View) -> None:
        """Show the next view of the same mail."""
        self.page.evaluate("next => sceau.update(next)", msgspec.to_builtins(view))

    @property
    def acts(self) -> list[dict[str, Any]]:
        """What was posted for the person, oldest first."""
        posted: list[dict[str, Any]] = self.page.evaluate("posted")
        return [one for one in posted if one["act"] not in _PAGES_OWN]

    @property
    def focused(self) -> str:
        """The text, or the name, of what has the focus."""
        named: str = self.page.evaluate(
            "(document.activeElement.ariaLabel || document.activeElement.textContent)"
            ".trim().replace(/[ \\n]+/g, ' ')"
        )
        return named


ConfirmPage = ShownPage


@contextlib.contextmanager
def shown_page(browser: Browser, name: PageName, **options: Any) -> Iterator[ShownPage]:
    """Give a fresh page; ``options`` are those of Playwright's ``new_context``."""
    options.setdefault("viewport", {"width": 780, "height": 800})
    context = browser.new_context(**options)
    try:
        yield ShownPage(context.new_page(), name)
    finally:
        context.close()


def confirm_page(browser: Browser, **options: Any) -> contextlib.AbstractContextManager[ShownPage]:
    """Give a fresh confirmation page."""
    return shown_page(browser, "confirm", **options)
