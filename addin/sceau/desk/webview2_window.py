"""The one native window on Windows: pywebview's, over the system's own WebView2.

It does what :mod:`sceau.desk.gtk_window` does, by pywebview's public functions. Written after the
documentation of pywebview 6.2 and of WebView2; it has **not run** where this was written, for
WebView2 runs on Windows alone: ``docs/admin/checklist-windows.md`` says what to look at. Where
anything of it fails the process ends, and the verdict is *keep*.

Everything but pywebview's own loop runs on one thread of ours: ``run_js`` waits for the page, and
would wait for ever on the window's thread.
"""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import os
import queue
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

from sceau.desk.bridge import Bridge, PageMessage, replace_pywebviews_own
from sceau.settings.places import cache_folder
from sceau.windows import clipboard

_WIDTH, _HEIGHT = 800, 780
_LOWEST, _NARROWEST = 420, 360

CLIPBOARD_SECONDS = 60
"""How long a copied password stays on the clipboard."""


class WebView2Window:
    """A hidden window that holds ``html``; its parts are those of
    :class:`sceau.desk.gtk_window.GtkWindow`.

    Raises :class:`ImportError` or :class:`RuntimeError` where pywebview cannot use WebView2.
    """

    def __init__(
        self,
        html: str,
        bridge: Bridge,
        on_close: Callable[[], None],
        on_crash: Callable[[], None],
        *,
        above: bool = True,
    ) -> None:
        self._on_close, self._on_crash = on_close, on_crash
        self._calls: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._leaving = False
        self._loads = 0
        self._copied = ""
        replace_pywebviews_own(_OnOurThread(bridge, self.later), lambda: self._loads <= 1)
        import webview

        self._webview = cast(Any, webview)
        made = webview.create_window(
            "Sceau",
            html=html,
            hidden=True,
            width=_WIDTH,
            height=_HEIGHT,
            min_size=(_NARROWEST, _NARROWEST),
            text_select=True,
            on_top=above,
        )
        self._window = cast(Any, made)
        self._window.events.closing += self._closing
        self._window.events.before_show += self._before_show
        self.choosers = Choosers(self._window, self._webview)

    # -- life ------------------------------------------------------------------------------

    def run(self) -> None:
        """Run pywebview's loop; comes back when :meth:`quit` was called."""
        threading.Thread(target=self._serve, daemon=True).start()
        # a folder of its own: beside the program nothing may be written
        self._webview.start(
            gui="edgechromium", private_mode=False, storage_path=str(cache_folder() / "webview2")
        )

    def _serve(self) -> None:
        while True:
            call = self._calls.get()
            try:
                call()
            except Exception:  # noqa: BLE001 - the window is in no known state: keep
                os._exit(1)

    def quit(self) -> None:
        """Leave."""
        self._leaving = True
        self._window.destroy()

    def later(self, call: Callable[..., None], *values: object) -> None:
        """Call on our thread, soon. May be called from any thread."""
        self._calls.put(lambda: call(*values))

    def in_seconds(self, seconds: float, call: Callable[[], None]) -> None:
        """Call on our thread after so many seconds."""
        timer = threading.Timer(seconds, self.later, (call,))
        timer.daemon = True
        timer.start()

    def take_drops(self, take: Callable[[tuple[str, ...]], None]) -> None:
        """Files are not taken by dropping here: the window's button and Explorer's menu give
        their paths, a page on WebView2 does not."""

    def _closing(self) -> bool:
        """The X was pressed: say so, and stay until the helper hides us."""
        if self._leaving:
            return True
        self.later(self._on_close)
        return False

    def _before_show(self) -> None:
        """Let in our page once; veto every other navigation, and know of a page that died."""
        view = self._window.native.webview
        view.NavigationStarting += self._navigation
        view.CoreWebView2InitializationCompleted += self._initialised

    def _initialised(self, _sender: Any, told: Any) -> None:
        if not told.IsSuccess:
            self.later(self._on_crash)
            return
        core = self._window.native.webview.CoreWebView2
        core.ProcessFailed += lambda *_: self.later(self._on_crash)
        core.PermissionRequested += _deny
        core.Settings.AreDefaultScriptDialogsEnabled = False
        core.Settings.AreHostObjectsAllowed = False

    def _navigation(self, _sender: Any, asked: Any) -> None:
        if self._loads:
            asked.Cancel = True
        else:
            self._loads += 1

    # -- the page --------------------------------------------------------------------------

    def evaluate(self, script: str, then: Callable[[str | None], None]) -> None:
        """Run ``script`` in the page; ``then`` gets its text, or none where it failed."""
        found = self._window.run_js(script)
        then(found if isinstance(found, str) else None)

    def present(self, title: str, ground: str, height: int) -> None:
        """Show the window above others, with the focus. ``ground`` is the page's background, which
        WebView2 paints itself; ``height`` what its content asks for (CSS pixels)."""
        self._window.set_title(title)
        self._window.resize(_WIDTH, max(_LOWEST, min(height, _HEIGHT)))
        self._window.show()
        self._window.restore()

    def hide(self) -> None:
        """Hide the window."""
        self._window.hide()

    def copy(self, text: str) -> None:
        """Put ``text`` on the clipboard for a minute; what was copied since is left alone. The
        clipboard's history and other devices do not get it."""
        clipboard.put(text)
        self._copied = text

        def minute_over() -> None:
            if self._copied == text:
                self._copied = ""
                clipboard.clear(text)

        self.in_seconds(CLIPBOARD_SECONDS, minute_over)


class Choosers:
    """Windows' own choosers of files and folders."""

    def __init__(self, window: Any, webview: Any) -> None:
        self._window = window
        self._kinds = webview.FileDialog

    def files(
        self, _title: str, _labels: tuple[str, str], take: Callable[[list[str]], None]
    ) -> None:
        """Let the person choose files; ``take`` gets their addresses, if there are any."""
        found = self._window.create_file_dialog(self._kinds.OPEN, allow_multiple=True)
        if found:
            take([Path(one).as_uri() for one in found])

    def folder(
        self, _title: str, _labels: tuple[str, str], take: Callable[[list[str]], None]
    ) -> None:
        """Let the person choose a folder; ``take`` gets a list of its one address."""
        found = self._window.create_file_dialog(self._kinds.FOLDER)
        if found:
            take([Path(found[0]).as_uri()])


class _OnOurThread(Bridge):
    """A bridge whose messages are taken on our thread."""

    def __init__(self, bridge: Bridge, later: Callable[..., None]) -> None:
        super().__init__(_nowhere)
        self._bridge = bridge
        self._later = later

    def call(self, name: object, params: object) -> None:
        """Take one call of the page, as :meth:`sceau.desk.bridge.Bridge.call` does."""
        self._later(self._bridge.call, name, params)


def _nowhere(_message: PageMessage) -> None:
    return


def _deny(_sender: Any, asked: Any) -> None:
    asked.State = 2  # CoreWebView2PermissionState.Deny
