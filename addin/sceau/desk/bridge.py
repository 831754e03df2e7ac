"""The bridge between a page and its window process: one function, JSON only, our own page only.

pywebview's ``js_api`` hands a page whatever hangs on a Python object, to any page that is loaded.
Here its functions that inject it and answer it are replaced; they are private, so the exact
version is asked for, and ``tests/desk/test_bridge.py`` fails when they change.
"""

from __future__ import annotations

import importlib.metadata
import json
import sys
from collections.abc import Callable
from typing import Any, Literal

import msgspec

from sceau.desk.preferences.view import SettingsAct
from sceau.desk.sealer import view as sealer
from sceau.desk.view import PageAct

PYWEBVIEW = "6.2.1"
"""The one version of pywebview whose private functions were read and are replaced here."""

_LONGEST = 65_536
"""Characters of one message, at most: an act names one finding, address or attachment."""


class Ready(msgspec.Struct, frozen=True, tag="ready", tag_field="act"):
    """The page is loaded."""


class Painted(msgspec.Struct, frozen=True, tag="painted", tag_field="act"):
    """This revision of the view is on the screen."""

    revision: int


class Cleared(msgspec.Struct, frozen=True, tag="cleared", tag_field="act"):
    """Nothing of the last mail is on the screen any more."""


class Pong(msgspec.Struct, frozen=True, tag="pong", tag_field="act"):
    """The page itself answers the ping of this number."""

    number: int


class Copy(msgspec.Struct, frozen=True, tag="copy", tag_field="act"):
    """Copy the password that is shown. It is not in the message: the page cannot choose it."""


Own = Ready | Painted | Cleared | Pong | Copy
"""What a page does by itself."""

PageMessage = PageAct | sealer.PageAct | SettingsAct | Own
"""Everything a page can say: what the person did, and what the page does by itself."""

Page = Literal["confirm", "seal", "settings"]
"""The pages there are, each with the acts it may say."""

_DECODERS: dict[Page, msgspec.json.Decoder[PageMessage]] = {
    "confirm": msgspec.json.Decoder(PageAct | Own, strict=True),
    "seal": msgspec.json.Decoder(sealer.PageAct | Own, strict=True),
    "settings": msgspec.json.Decoder(SettingsAct | Own, strict=True),
}


class Bridge:
    """Takes what ``page`` posts, and hands on what is an act of this page or its own message.

    ``take`` is called with each; ``dropped`` counts everything else. Nothing of what was dropped
    is kept or logged.
    """

    def __init__(self, take: Callable[[PageMessage], None], page: Page = "confirm") -> None:
        self._take = take
        self._decoder = _DECODERS[page]
        self.dropped = 0

    def call(self, name: object, params: object) -> None:
        """Take one call of the page: ``post`` with one message (an object, or its JSON)."""
        if name != "post":
            self.dropped += 1
            return
        try:
            text = params if isinstance(params, str) else json.dumps(params)
            if len(text) > _LONGEST:
                raise ValueError
            message = self._decoder.decode(text)
        except (TypeError, ValueError, RecursionError):
            self.dropped += 1
            return
        self._take(message)

    def call_text(self, text: object) -> None:
        """Take one call as GTK's WebKit hands it over: ``{"funcName", "params", "id"}`` as JSON."""
        try:
            if not isinstance(text, str) or len(text) > 2 * _LONGEST:
                raise ValueError
            call = json.loads(text)
            name, params = call["funcName"], call["params"]
        except (TypeError, ValueError, KeyError, RecursionError):
            self.dropped += 1
            return
        self.call(name, params)


def replace_pywebviews_own(bridge: Bridge, is_ours: Callable[[], bool]) -> None:
    """Put ``bridge`` in the place of pywebview's own, before its platform module is imported.

    Nothing is injected into any page; calls count only while ``is_ours`` says that the page shown
    is the one we gave. Raises :class:`RuntimeError` where pywebview is another version than the
    one pinned, or its platform module is already there.
    """
    found = importlib.metadata.version("pywebview")
    if found != PYWEBVIEW:
        raise RuntimeError(f"pywebview {PYWEBVIEW} is needed, not {found}")
    if any(name.startswith("webview.platforms.") for name in sys.modules):
        raise RuntimeError("pywebview's platform module was imported too early")
    from webview import util

    def inject(platform: str, window: Any) -> None:
        window.events.before_load.set()
        window.events._pywebviewready.set()
        window.events.loaded.set()

    def answer(window: Any, name: object, params: object, value_id: object) -> None:
        if is_ours():
            bridge.call(name, params)
        else:
            bridge.dropped += 1

    vars(util).update(inject_pywebview=inject, js_bridge_call=answer)
