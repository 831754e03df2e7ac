"""The one native window on Windows: pywebview's, over the system's own WebView2, with its own doors
shut (:mod:`sceau.desk.webview2_page`).

It does what :mod:`sceau.desk.gtk_window` does. WebView2 runs on Windows alone: here pywebview's own
code runs under Wine over a stand-in for .NET whose names are those of Microsoft's libraries
(``tests/support/dotnet``), and ``docs/admin/checklist-windows.md`` says what to look at on
Windows. Where anything of it fails the process ends, and the verdict is *keep*.

What is asked of us is done on one thread of ours; what concerns the window, on the window's own,
which never waits for ours.
"""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import contextlib
import os
import queue
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

from sceau.desk.bridge import Bridge, replace_pywebviews_own
from sceau.desk.gtk_window import NoWebViewError
from sceau.desk.webview2_page import Page
from sceau.settings.places import cache_folder
from sceau.windows import application, clipboard, foreground
from sceau.windows.webview2 import installed

_WIDTH, _HEIGHT = 800, 780
_LOWEST, _NARROWEST = 420, 360

CLIPBOARD_SECONDS = 60
"""How long a copied password stays on the clipboard."""


class WebView2Window:
    """A hidden window that holds ``html``; its parts are those of
    :class:`sceau.desk.gtk_window.GtkWindow`.

    Raises :class:`NoWebViewError` without WebView2, :class:`RuntimeError` where pywebview or .NET
    cannot use it.
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
        # pywebview would take Internet Explorer's engine in its place
        if not installed():
            raise NoWebViewError
        application.be_known()
        self._on_close = on_close
        self._above = above
        self._calls: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._leaving = False
        self._copied = ""
        replace_pywebviews_own(bridge, lambda: False)  # its page speaks to ours alone
        platform = _platform()
        self._page = Page(html, bridge, self.later, on_crash)
        self._page.take_over(platform)
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
            focus=False,  # it is shown once, unseen, to be made: that must take no keyboard
        )
        self._window = cast(Any, made)
        self._window.events.closing += self._closing
        self._window.events.before_show += self._before_show
        self._delegate: Any = platform.Func[platform.Type]
        self._states: Any = platform.WinForms.FormWindowState
        self.choosers = Choosers(self._window, self._webview.FileDialog, self._begin, self.later)

    # -- life ------------------------------------------------------------------------------

    def run(self) -> None:
        """Run pywebview's loop; comes back when :meth:`quit` was called."""
        threading.Thread(target=self._serve, daemon=True).start()
        # a folder of its own: beside the program nothing may be written; in it, nothing of a page
        self._webview.start(
            gui="edgechromium", private_mode=True, storage_path=str(cache_folder() / "webview2")
        )

    def _serve(self) -> None:
        while True:
            call = self._calls.get()
            try:
                call()
            except Exception:  # noqa: BLE001 - the window is in no known state: keep
                os._exit(1)

    def quit(self) -> None:
        """Leave. What was copied leaves with us: nobody would take it away later."""
        self._leaving = True
        self._forget_copied(self._copied)
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
        """Take files dropped on the window; must be asked for before :meth:`run`."""
        self._page.on_drop = take

    def _closing(self) -> bool:
        """The X was pressed: say so, and stay until the helper hides us."""
        if self._leaving:
            return True
        self.later(self._on_close)
        return False

    def _before_show(self) -> None:
        """The window is made, and nobody has seen it yet."""
        application.dress(self._handle)

    # -- the page --------------------------------------------------------------------------

    def evaluate(self, script: str, then: Callable[[str | None], None]) -> None:
        """Run ``script``, an expression, in the page; ``then`` gets its text, or none where it
        failed."""
        self._on_its_thread(lambda: self._page.evaluate(script, then))

    # -- the window ------------------------------------------------------------------------

    def present(self, title: str, ground: str, height: int, owner: int = 0) -> None:
        """Show the window with the focus: over the window ``owner``, whose it is then; without
        one, in the middle of the screen and above all others.

        ``ground`` is the page's background (CSS), ``height`` what its content asks for (CSS
        pixels).
        """

        def show() -> None:
            form = self._window.native
            form.Text = title
            self._page.paint(ground)
            whose = foreground.own(self._handle, owner) if self._above else 0
            foreground.place(self._handle, whose, _WIDTH, max(_LOWEST, min(height, _HEIGHT)))
            self._window.focus = True
            foreground.may_be_activated(self._handle, True)
            form.Show()
            if form.WindowState == self._states.Minimized:
                form.WindowState = self._states.Normal
            foreground.come_forward(self._handle)
            self._page.focus()

        self._on_its_thread(show)

    def hide(self) -> None:
        """Hide the window; its owner comes to the front again."""

        def hide() -> None:
            self._window.native.Hide()
            foreground.nobodys(self._handle)

        self._on_its_thread(hide)

    @property
    def _handle(self) -> int:
        return int(self._window.native.Handle.ToInt64())

    def _on_its_thread(self, call: Callable[[], None]) -> None:
        self._window.native.Invoke(self._delegate(call))

    def _begin(self, call: Callable[[], None]) -> None:
        """Do it on the window's thread, without waiting for it."""
        self._window.native.BeginInvoke(self._delegate(call))

    # -- the clipboard ---------------------------------------------------------------------

    def copy(self, text: str) -> None:
        """Put ``text`` on the clipboard for a minute; what was copied since is left alone. The
        clipboard's history and other devices do not get it."""
        with contextlib.suppress(clipboard.Taken):
            clipboard.put(text)
            self._copied = text
            self.in_seconds(CLIPBOARD_SECONDS, lambda: self._forget_copied(text))

    def _forget_copied(self, text: str) -> None:
        if text and self._copied == text:
            self._copied = ""
            with contextlib.suppress(clipboard.Taken):
                clipboard.clear(text)


class Choosers:
    """Windows' own choosers of files and folders. They are modal: the window's thread runs them,
    so that ours goes on answering."""

    def __init__(
        self,
        window: Any,
        kinds: Any,
        begin: Callable[[Callable[[], None]], None],
        later: Callable[..., None],
    ) -> None:
        self._window, self._kinds = window, kinds
        self._begin, self._later = begin, later

    def files(
        self, _title: str, _labels: tuple[str, str], take: Callable[[list[str]], None]
    ) -> None:
        """Let the person choose files; ``take`` gets their addresses, if there are any."""
        self._begin(lambda: self._ask(self._kinds.OPEN, take, allow_multiple=True))

    def folder(
        self, _title: str, _labels: tuple[str, str], take: Callable[[list[str]], None]
    ) -> None:
        """Let the person choose a folder; ``take`` gets a list of its one address."""
        self._begin(lambda: self._ask(self._kinds.FOLDER, take))

    def _ask(self, kind: Any, take: Callable[[list[str]], None], **more: Any) -> None:
        found = self._window.create_file_dialog(kind, **more)
        if found:
            self._later(take, [Path(one).as_uri() for one in found])


def _platform() -> Any:
    """Give pywebview's module for Windows, with WebView2. Raises :class:`RuntimeError` where .NET
    or one of its libraries is missing."""
    try:
        from webview.platforms import winforms as platform
    except Exception as problem:  # .NET's own errors are of no class of Python's
        raise RuntimeError("pywebview cannot use .NET") from problem
    if platform.renderer != "edgechromium":
        raise NoWebViewError
    return platform
