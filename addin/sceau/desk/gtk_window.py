"""The one native window on GTK: pywebview's, with its own doors shut (:mod:`sceau.desk.bridge`).

It is made hidden, shown and hidden again for each mail, and never destroyed: pywebview's GTK
windows leak some 70 MiB each when they are.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sceau.desk.bridge import Bridge, replace_pywebviews_own
from sceau.desk.gtk_files import Choosers, take_drops

_WIDTH, _HEIGHT = 800, 780
_LOWEST, _NARROWEST = 420, 360
_ZOOMS = (0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0)

CLIPBOARD_SECONDS = 60
"""How long a copied password stays on the clipboard."""


class NoScreenError(RuntimeError):
    """No display answers."""


class NoWebViewError(RuntimeError):
    """What draws pages is missing from this system."""


def prepare_environment() -> None:
    """Set what WebKitGTK needs where the machine has no graphics card to share buffers with.

    Must come before ``gi`` is imported.
    """
    if not any(Path("/dev/dri").glob("renderD*")):
        os.environ.setdefault("WEBKIT_DISABLE_DMABUF_RENDERER", "1")
        os.environ.setdefault("LIBGL_ALWAYS_SOFTWARE", "1")


class GtkWindow:
    """A hidden window that holds ``html``.

    ``bridge`` gets what the page posts; ``on_close`` is called for the window's X, and ``on_crash``
    when the page's own process ends. ``above`` keeps it above other windows, as a question must
    be. Everything but :meth:`later` must be called on GTK's thread.
    Raises :class:`NoScreenError` without a display, :class:`ImportError` or :class:`ValueError`
    without GTK 3 and WebKitGTK.
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
        import gi

        gi.require_version("Gtk", "3.0")
        gi.require_version("Gdk", "3.0")
        gi.require_version("WebKit2", "4.1")
        from gi.repository import Gdk, GLib, Gtk, WebKit2

        if not Gtk.init_check(None)[0] or Gdk.Display.get_default() is None:
            raise NoScreenError
        self._gdk, self._glib, self._gtk, self._webkit = Gdk, GLib, Gtk, WebKit2
        self._bridge = bridge
        self._on_close = on_close
        self._on_crash = on_crash
        self.above = above
        self._on_drop: Callable[[tuple[str, ...]], None] | None = None
        self._loads = 0
        self._copied = ""
        replace_pywebviews_own(bridge, lambda: self._loads == 1)
        import webview
        from webview.platforms import gtk as platform

        self._platform: Any = platform
        _take_over(self._platform.BrowserView, self)
        self._start = webview.start
        window: Any = webview.create_window(
            "Sceau",
            html=html,
            hidden=True,
            width=_WIDTH,
            height=_HEIGHT,
            min_size=(_NARROWEST, _NARROWEST),
            text_select=True,
        )
        window.events.before_show += self._before_load
        self._uid = window.uid

    # -- what BrowserView calls in the place of its own methods -----------------------------

    def posted(self, message: Any) -> None:
        """A page posted; only ours counts."""
        if self._loads == 1:
            self._bridge.call_text(message.get_js_value().to_string())
        else:
            self._bridge.dropped += 1

    def navigation(self, decision: Any, kind: Any) -> bool:
        """Let in our page once; veto every other navigation, new window and download."""
        kinds = self._webkit.PolicyDecisionType
        if kind == kinds.NAVIGATION_ACTION and self._loads == 0:
            uri = decision.get_navigation_action().get_request().get_uri()
            if uri == "about:blank":
                decision.use()
                return True
        decision.ignore()
        return True

    def close(self) -> bool:
        """The X was pressed: say so, and stay until the helper hides us."""
        self._on_close()
        return True

    # -- life ------------------------------------------------------------------------------

    def run(self) -> None:
        """Run GTK's loop; comes back when :meth:`quit` was called."""
        self._start(gui="gtk")

    def quit(self) -> None:
        """Leave."""
        self._view.close_pages()
        self._platform._app.quit()

    def later(self, call: Callable[..., None], *values: object) -> None:
        """Call on GTK's thread, soon. May be called from any thread."""

        def once() -> bool:
            call(*values)
            return False

        self._glib.idle_add(once)

    def in_seconds(self, seconds: float, call: Callable[[], None]) -> None:
        """Call on GTK's thread after so many seconds."""

        def once() -> bool:
            call()
            return False

        self._glib.timeout_add(int(seconds * 1000), once)

    def _before_load(self) -> None:
        self._view = _View(self._platform.BrowserView.instances[self._uid], self)
        self.choosers = Choosers(self._view.window)
        if self._on_drop is not None:
            take_drops(self._view.window, self._view.web, self._on_drop)

    def take_drops(self, take: Callable[[tuple[str, ...]], None]) -> None:
        """Take files dropped on the window; must be asked for before :meth:`run`."""
        self._on_drop = take

    # -- the page --------------------------------------------------------------------------

    def loaded(self) -> None:
        """A load was finished."""
        self._loads += 1

    def crashed(self) -> None:
        """The page's process ended."""
        self._on_crash()

    def evaluate(self, script: str, then: Callable[[str | None], None]) -> None:
        """Run ``script`` in the page; ``then`` gets its text, or none where it failed."""

        def finished(webview: Any, task: Any) -> None:
            try:
                text = webview.evaluate_javascript_finish(task).to_string()
            except self._glib.Error:
                text = None
            then(text)

        self._view.web.evaluate_javascript(script, -1, None, None, None, finished)

    # -- the window ------------------------------------------------------------------------

    def present(self, title: str, ground: str, height: int, _owner: int = 0) -> None:
        """Show the window in the middle of the screen, above others, with the focus.

        ``ground`` is the page's background (CSS), ``height`` what its content asks for (CSS
        pixels). On Linux no mail program says which window is its own.
        """
        self._view.present(title, ground, max(_LOWEST, min(height, _HEIGHT)))

    def hide(self) -> None:
        """Hide the window."""
        self._view.window.hide()

    # -- the clipboard ---------------------------------------------------------------------

    def copy(self, text: str) -> None:
        """Put ``text`` on the clipboard for a minute; what was copied since is left alone."""
        clipboard = self._gtk.Clipboard.get(self._gdk.SELECTION_CLIPBOARD)
        clipboard.set_text(text, -1)
        self._copied = text

        def clear(board: Any, found: str | None, _data: object = None) -> None:
            if found == text:
                board.set_text("", -1)
                board.clear()

        def minute_over() -> None:
            if self._copied == text:
                self._copied = ""
                clipboard.request_text(clear, None)

        self.in_seconds(CLIPBOARD_SECONDS, minute_over)


class _View:
    """pywebview's native window and web view, with everything off that a page does not need."""

    def __init__(self, browser: Any, owner: GtkWindow) -> None:
        self._owner = owner
        self.window: Any = browser.window
        self.web: Any = browser.webview
        if owner.above:
            self.window.set_keep_above(True)
            self.window.set_type_hint(owner._gdk.WindowTypeHint.DIALOG)
        self.window.set_position(owner._gtk.WindowPosition.CENTER_ALWAYS)
        self.window.connect("key-press-event", self._zoom)
        self.web.connect("print", self._print)
        self.web.connect("load-changed", self._load_changed)
        self.web.connect("web-process-terminated", lambda *_: owner.crashed())
        self.web.connect("permission-request", _deny)
        # Handled, without a word: the page has no dialogues.
        self.web.connect("script-dialog", lambda *_: True)
        self._restrict(self.web.get_settings())

    def _restrict(self, settings: Any) -> None:
        for name in (
            "allow-file-access-from-file-urls",
            "allow-modal-dialogs",
            "enable-html5-database",
            "enable-html5-local-storage",
            "enable-media",
            "enable-media-stream",
            "enable-mediasource",
            "enable-page-cache",
            "enable-webaudio",
            "enable-webgl",
            "enable-write-console-messages-to-stdout",
            "javascript-can-access-clipboard",
            "javascript-can-open-windows-automatically",
        ):
            settings.set_property(name, False)
        policy = self._owner._webkit.HardwareAccelerationPolicy.NEVER
        settings.set_property("hardware-acceleration-policy", policy)

    def _load_changed(self, _web: Any, event: Any) -> None:
        if event == self._owner._webkit.LoadEvent.COMMITTED:
            self._owner.loaded()

    def _print(self, _web: Any, operation: Any) -> bool:
        # Run later: the page would stand still, and answer no ping, while the dialogue is open.
        self._owner.later(lambda: operation.run_dialog(self.window))
        return True

    def _zoom(self, _window: Any, event: Any) -> bool:
        gdk = self._owner._gdk
        if not event.state & gdk.ModifierType.CONTROL_MASK:
            return False
        step = {"plus": 1, "equal": 1, "KP_Add": 1, "minus": -1, "KP_Subtract": -1}.get(
            gdk.keyval_name(event.keyval) or "", 0
        )
        if step:
            now = min(_ZOOMS, key=lambda zoom: abs(zoom - self.web.get_zoom_level()))
            place = max(0, min(_ZOOMS.index(now) + step, len(_ZOOMS) - 1))
            self.web.set_zoom_level(_ZOOMS[place])
            return True
        if event.keyval in (gdk.KEY_0, gdk.KEY_KP_0):
            self.web.set_zoom_level(1.0)
            return True
        return False

    def present(self, title: str, ground: str, height: int) -> None:
        colour = self._owner._gdk.RGBA()
        if colour.parse(ground):
            self.web.set_background_color(colour)
        self.window.set_title(title)
        self.window.resize(_WIDTH, height)
        self.window.show_all()
        self.window.present_with_time(self._now())
        self.web.grab_focus()

    def _now(self) -> int:
        """Give a time stamp that the window manager takes as newer than the mail program's."""
        native = self.window.get_window()
        if native is not None and type(native).__name__ == "X11Window":
            from gi.repository import GdkX11

            stamp: int = GdkX11.x11_get_server_time(native)
            return stamp
        return int(self._owner._gdk.CURRENT_TIME)

    def close_pages(self) -> None:
        self.web.stop_loading()


def _deny(_web: Any, request: Any) -> bool:
    request.deny()
    return True


def _take_over(browser_view: Any, owner: GtkWindow) -> None:
    """Put ours in the place of the methods of pywebview's BrowserView that act for a page."""

    def show(view: Any) -> None:
        # Its own maps the window and hides it again, which flashes and takes the focus.
        inside = view.window.get_child()
        inside.show_all()
        view.window.realize()
        size = owner._gdk.Rectangle()
        size.width, size.height = _WIDTH, _HEIGHT
        inside.size_allocate(size)

    browser_view.on_js_bridge_call = lambda view, manager, message: owner.posted(message)
    browser_view.on_navigation = lambda view, web, decision, kind: owner.navigation(decision, kind)
    browser_view.close_window = lambda view, *data: owner.close()
    browser_view.show = show
