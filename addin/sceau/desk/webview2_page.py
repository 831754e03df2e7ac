"""The page in WebView2, with all of pywebview's own doors to it shut.

pywebview subscribes its methods to WebView2's events in the constructor of its ``EdgeChrome``,
before WebView2 is asked to start. Ours take their place on the class, so that they are there in
time and alone (``tests/windows/test_window.py`` fails when they change). Written after Microsoft's
reference of ``Microsoft.Web.WebView2.Core``.
"""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import contextlib
import importlib
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sceau.desk.bridge import Bridge
from sceau.windows.foreground import let_others_come_forward

_ELSEWHERE = ("http:", "https:", "file:", "ftp:", "ws:", "wss:", "javascript:", "edge:")
_LOST = ("BrowserProcessExited", "RenderProcessExited")
"""The failures after which there is no page; others WebView2 mends itself."""

_ZOOMS = (0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0)
_STEPS = {"Oemplus": 1, "Add": 1, "OemMinus": -1, "Subtract": -1}
_USUAL = ("D0", "NumPad0")

_OFF = (
    "AreBrowserAcceleratorKeysEnabled",
    "AreDefaultContextMenusEnabled",
    "AreDefaultScriptDialogsEnabled",
    "AreDevToolsEnabled",
    "AreHostObjectsAllowed",
    "IsBuiltInErrorPageEnabled",
    "IsGeneralAutofillEnabled",
    "IsPasswordAutosaveEnabled",
    "IsStatusBarEnabled",
    "IsSwipeNavigationEnabled",
)
"""Settings of a browser that a page of ours does not need."""

PRINTS, DROPPED = "print", "files"

_ADDED = f"""
globalThis.print = () => chrome.webview.postMessage(["{PRINTS}", "null", ""]);
"""
"""A page's own ``print`` stands still, and answers no ping, while its dialogue is open."""

_DROPS = f"""
addEventListener("dragover", (event) => event.preventDefault());
addEventListener("drop", (event) => {{
  event.preventDefault();
  chrome.webview.postMessageWithAdditionalObjects("{DROPPED}", event.dataTransfer.files);
}});
"""
"""The page hands dropped files on; their paths WebView2 tells us alone (``CoreWebView2File``)."""


class Page:
    """The one page ``html``. ``later`` calls on our own thread; ``on_crash`` is called, on the
    window's, when the page's process ended. ``on_drop`` takes files dropped on it, where any
    are wanted."""

    def __init__(
        self,
        html: str,
        bridge: Bridge,
        later: Callable[..., None],
        on_crash: Callable[[], None],
    ) -> None:
        self._html = html
        self._bridge = bridge
        self._later = later
        self._on_crash = on_crash
        self._given = False
        self._loads = 0
        self._view: Any = None
        self._window: Any = None
        self._platform: Any = None
        self.on_drop: Callable[[tuple[str, ...]], None] | None = None

    def take_over(self, platform: Any) -> None:
        """Put ours in the place of pywebview's methods that act for a page; before its window is
        made."""
        self._platform = platform.Chromium
        chrome = self._platform.EdgeChrome
        chrome.on_webview_ready = self._method(self._ready)
        chrome.on_navigation_start = self._method(self._navigation)
        chrome.on_navigation_completed = self._method(self._loaded)
        chrome.on_script_notify = self._method(self._posted)
        # its own deletes the folder WebView2 keeps its program files in, at each end
        chrome.clear_user_data = lambda _chrome: None

    def _method(self, take: Callable[[Any, Any], None]) -> Callable[[Any, Any, Any], None]:
        held = self._event(take)

        def method(chrome: Any, sender: Any, told: Any) -> None:
            self._window = chrome.pywebview_window
            held(sender, told)

        return method

    def _event(self, take: Callable[[Any, Any], None]) -> Callable[[Any, Any], None]:
        """What fails in an event must not reach .NET, which would show a dialogue of its own: the
        page is in no known state, which is *keep*."""

        def held(sender: Any, told: Any) -> None:
            try:
                take(sender, told)
            except Exception:  # noqa: BLE001 - whatever it is
                self._on_crash()

        return held

    # -- what WebView2 tells, on the window's thread -----------------------------------------

    def _ready(self, view: Any, told: Any) -> None:
        if not told.IsSuccess:
            self._on_crash()
            return
        self._view = view
        core = view.CoreWebView2
        for one in _OFF:
            setattr(core.Settings, one, False)
        core.NewWindowRequested += self._event(_handled)
        core.FrameNavigationStarting += self._event(_cancelled)
        core.DownloadStarting += self._event(_cancelled)
        core.PermissionRequested += self._event(self._permission)
        core.ProcessFailed += self._event(self._failed)
        view.KeyDown += self._event(self._key)
        with contextlib.suppress(Exception):  # what a runtime of before 2023 has not
            core.LaunchingExternalUriScheme += self._event(_cancelled)
            core.Settings.IsReputationCheckingRequired = False
        view.AllowExternalDrop = self.on_drop is not None
        self._given = True
        core.NavigateToString(self._html)

    def _navigation(self, _view: Any, asked: Any) -> None:
        """Let in our page once; veto every other navigation."""
        ours = self._given and self._loads == 0
        if ours and not str(asked.Uri).lower().startswith(_ELSEWHERE):
            self._loads = 1
            return
        asked.Cancel = True

    def _loaded(self, view: Any, told: Any) -> None:
        if not told.IsSuccess:
            if not self._loads:
                self._on_crash()
            return  # one that was vetoed
        self._platform.inject_pywebview(self._platform.renderer, self._window)
        added = _ADDED if self.on_drop is None else _ADDED + _DROPS
        view.ExecuteScriptAsync(added)

    def _posted(self, _view: Any, told: Any) -> None:
        """The page posted: an act, a wish to print, or files that were dropped."""
        if self._loads != 1 or str(told.Source).lower().startswith(_ELSEWHERE):
            self._bridge.dropped += 1
            return
        # who clicks here is in our window: what we open for them may come to the front
        let_others_come_forward()
        try:
            message = json.loads(told.get_WebMessageAsJson())
            if message == DROPPED:
                self._take_dropped(told.get_AdditionalObjects())
                return
            name, params, _number = message
        except (TypeError, ValueError, RecursionError):
            self._bridge.dropped += 1
            return
        if name == PRINTS:
            self._view.CoreWebView2.ShowPrintUI()
        else:
            self._later(self._bridge.call, name, params)

    def _take_dropped(self, objects: Any) -> None:
        if self.on_drop is None:
            self._bridge.dropped += 1
            return
        paths = [Path(str(one.Path)) for one in objects or () if hasattr(one, "Path")]
        uris = tuple(one.as_uri() for one in paths if one.is_absolute())
        if uris:
            self._later(self.on_drop, uris)

    def _permission(self, _core: Any, asked: Any) -> None:
        # Python.NET takes no number for one of these
        core: Any = importlib.import_module("Microsoft.Web.WebView2.Core")
        asked.State = core.CoreWebView2PermissionState.Deny
        asked.Handled = True

    def _failed(self, _core: Any, told: Any) -> None:
        if str(told.ProcessFailedKind) in _LOST:
            self._on_crash()

    def _key(self, _view: Any, told: Any) -> None:
        """Zoom by the usual keys: with the browser's own keys off, WebView2 leaves them to us."""
        key = str(told.KeyCode)
        if not told.Control or (key not in _STEPS and key not in _USUAL):
            return
        told.Handled = True
        now = min(_ZOOMS, key=lambda zoom: abs(zoom - self._view.ZoomFactor))
        place = _ZOOMS.index(1.0 if key in _USUAL else now) + _STEPS.get(key, 0)
        self._view.ZoomFactor = _ZOOMS[max(0, min(place, len(_ZOOMS) - 1))]

    # -- what is asked of the page, on the window's thread ------------------------------------

    def evaluate(self, script: str, then: Callable[[str | None], None]) -> None:
        """Run ``script``, an expression; ``then`` gets its text on our thread, or none where it
        failed. WebView2 gives ``null`` for what failed, and for what has no value."""
        platform = self._platform

        def finished(task: Any) -> None:
            failed = task.IsFaulted or task.IsCanceled
            text = None if failed else json.loads(str(task.Result))
            self._later(then, text[1:] if isinstance(text, str) else None)

        asked = self._view.ExecuteScriptAsync(f"(() => '+' + ({script}))()")
        asked.ContinueWith(
            platform.Action[platform.Task[platform.String]](finished),
            platform.TaskScheduler.FromCurrentSynchronizationContext(),
        )

    def paint(self, ground: str) -> None:
        """Paint what shows before the page does, in the page's own colour (CSS)."""
        found = colour(ground)
        if found is not None:
            self._view.DefaultBackgroundColor = self._platform.Color.FromArgb(255, *found)

    def focus(self) -> None:
        """Give the page the keyboard."""
        self._view.Focus()


def _cancelled(_core: Any, asked: Any) -> None:
    asked.Cancel = True


def _handled(_core: Any, asked: Any) -> None:
    asked.Handled = True


def colour(css: str) -> tuple[int, int, int] | None:
    """Give red, green and blue of a colour as a page computes it (``rgb(…)``); none where it is
    another kind, or lets through what is behind."""
    found = re.fullmatch(r"rgb\((\d{1,3}), (\d{1,3}), (\d{1,3})\)", css.strip())
    if found is None:
        return None
    red, green, blue = (min(int(one), 255) for one in found.groups())
    return red, green, blue
