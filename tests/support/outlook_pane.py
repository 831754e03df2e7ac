"""The Outlook task pane as it is shipped, in Chromium; Office.js alone is stood in for."""

from __future__ import annotations

import base64
import contextlib
import json
import mimetypes
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Route

from support.repository import ROOT
from support.windows import wait_for

OFFICE = "https://appsforoffice.microsoft.com/lib/1/hosted/office.js"
HOST = "https://sceau.example"
_SHARED = (
    "tests/hooks/officejs/outlook.mjs",
    "addin/outlook/web/reading/bytes.js",
)


class Pane:
    """The pane of one message."""

    def __init__(self, page: Page, dist: Path, mail: dict[str, Any], ready: str) -> None:
        self.page = page
        self.problems: list[str] = []
        self.asked: list[str] = []
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("console", lambda line: self.problems.append(line.text))
        self._dist = dist
        files = [
            [name, base64.b64encode(content).decode(), *more]
            for name, content, *more in mail["files"]
        ]
        page.add_init_script(f"globalThis.sceauMail = {json.dumps({**mail, 'files': files})};")
        page.route("**/*", self._answer)
        page.goto(f"{HOST}/pane.html")
        page.wait_for_selector(ready, timeout=10_000)
        wait_for("files are read", lambda: page.locator(".reading").count() == 0)

    def _answer(self, route: Route) -> None:
        url = route.request.url
        self.asked.append(url)
        if url == OFFICE:
            script = ROOT / "tests" / "support" / "outlook_page.js"
            route.fulfill(path=script, content_type="text/javascript")
            return
        name = url.removeprefix(f"{HOST}/")
        file = ROOT / name if name in _SHARED else self._dist / name
        if not url.startswith(HOST) or not file.is_file():
            route.abort()
            return
        kind = mimetypes.guess_type(name)[0] or "text/javascript"
        kind = {".wasm": "application/wasm", ".mjs": "text/javascript"}.get(file.suffix, kind)
        route.fulfill(path=file, content_type=kind)

    @property
    def mail(self) -> Any:
        """The message as it is now, files by their names."""
        return self.page.evaluate(
            "(() => { const { files, ...mail } = made.mail;"
            " return { ...mail, files: files.map((one) => one.name) }; })()"
        )

    def content(self, name: str) -> bytes:
        """Give the bytes of an attachment as it is now."""
        numbers: list[int] = self.page.evaluate(
            "name => Array.from(made.mail.files.find((one) => one.name === name).bytes)", name
        )
        return bytes(numbers)


@contextlib.contextmanager
def pane(
    browser: Browser, dist: Path, mail: dict[str, Any], ready: str = "#headline", **options: Any
) -> Iterator[Pane]:
    """Open the pane beside ``mail`` and wait until ``ready`` is there and files are read;
    ``options`` are those of Playwright's ``new_context``."""
    options.setdefault("viewport", {"width": 320, "height": 720})
    context = browser.new_context(**options)
    try:
        yield Pane(context.new_page(), dist, {"files": [], **mail}, ready)
    finally:
        context.close()
