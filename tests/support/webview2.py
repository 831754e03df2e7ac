"""A stand-in for WebView2's control and its page, over :mod:`.dotnet`: the window process of tests.

    python webview2.py confirm

The page answers what ours answer and does what a test has it do: the number of a message that the
window gets (``PLAYS``). What became of it is written to the file ``STAND_IN_TOLD`` names.
"""

from __future__ import annotations

import base64
import json
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))  # the Python we ship does not look beside a program

import dotnet
from dotnet import Event, Strict, Task, enumeration

Permission = enumeration("CoreWebView2PermissionState", "Default", "Allow", "Deny")
Failure = enumeration(
    "CoreWebView2ProcessFailedKind",
    "BrowserProcessExited",
    "RenderProcessExited",
    "GpuProcessExited",
)
Keys = enumeration("Keys", "Oemplus", "OemMinus", "D0", "A")

LARGEST = 2 * 1024 * 1024
"""What ``NavigateToString`` takes."""


class Settings(Strict):
    NAMES = dict.fromkeys(
        (
            "AreBrowserAcceleratorKeysEnabled",
            "AreDefaultContextMenusEnabled",
            "AreDefaultScriptDialogsEnabled",
            "AreDevToolsEnabled",
            "AreHostObjectsAllowed",
            "IsBuiltInErrorPageEnabled",
            "IsGeneralAutofillEnabled",
            "IsPasswordAutosaveEnabled",
            "IsReputationCheckingRequired",
            "IsScriptEnabled",
            "IsStatusBarEnabled",
            "IsSwipeNavigationEnabled",
            "IsWebMessageEnabled",
            "IsZoomControlEnabled",
        ),
        True,
    )


class Navigating(Strict):
    NAMES = {"Uri": "", "Cancel": False, "IsUserInitiated": False}


class Navigated(Strict):
    NAMES = {"IsSuccess": True}


class Initialised(Strict):
    NAMES = {"IsSuccess": True, "InitializationException": None}


class NewWindow(Strict):
    NAMES = {"Uri": "", "Handled": False}


class Download(Strict):
    NAMES = {"Cancel": False, "Handled": False, "ResultFilePath": ""}


class Scheme(Strict):
    NAMES = {"Uri": "", "Cancel": False}


class Asked(Strict):
    NAMES = {"Uri": "", "State": Permission.Default, "Handled": False}


class Failed(Strict):
    NAMES = {"ProcessFailedKind": Failure.GpuProcessExited}


class Key(Strict):
    NAMES = {"Control": True, "KeyCode": Keys.A, "Handled": False}


class Dropped(Strict):
    NAMES = {"Path": ""}


class Message(Strict):
    NAMES = {"Source": "about:blank"}
    json_text = ""
    objects: tuple[Any, ...] | None = None

    def __init__(self, text: str, objects: tuple[Any, ...] | None, **values: Any) -> None:
        super().__init__(**values)
        self.__dict__.update(json_text=text, objects=objects)

    def get_WebMessageAsJson(self) -> str:
        return self.json_text

    def get_AdditionalObjects(self) -> Any:
        return self.objects


class Core(Strict):
    """``CoreWebView2``."""

    NAMES = {
        "Settings": None,
        "NewWindowRequested": Event,
        "FrameNavigationStarting": Event,
        "DownloadStarting": Event,
        "LaunchingExternalUriScheme": Event,
        "PermissionRequested": Event,
        "ProcessFailed": Event,
    }

    def __init__(self, view: View) -> None:
        super().__init__(Settings=Settings())
        self.__dict__["_view"] = view

    def NavigateToString(self, html: str) -> None:
        self._here("NavigateToString")
        if len(html) > LARGEST:
            raise ValueError("E_INVALIDARG")
        address = "data:text/html;charset=utf-8;base64," + base64.b64encode(html.encode()).decode()
        self._view.loop.post(lambda: self._view.navigate(address, html))

    def ShowPrintUI(self) -> None:
        self._here("ShowPrintUI")
        self._view.page.note("printed", True)


class View(Strict):
    """``WebView2``, the control."""

    NAMES = {
        "CreationProperties": None,
        "Dock": None,
        "DefaultBackgroundColor": None,
        "ZoomFactor": 1.0,
        "AllowExternalDrop": True,
        "CoreWebView2": None,
        "Source": "about:blank",
        "CoreWebView2InitializationCompleted": Event,
        "NavigationStarting": Event,
        "NavigationCompleted": Event,
        "WebMessageReceived": Event,
        "KeyDown": Event,
    }
    loop: Any = None

    def __init__(self) -> None:
        super().__init__()
        self.__dict__["page"] = Page(self)

    def __setattr__(self, name: str, value: Any) -> None:
        if name == "loop":
            self.__dict__["loop"] = value
        else:
            super().__setattr__(name, value)

    def BringToFront(self) -> None: ...

    def Focus(self) -> None:
        self._here("Focus")
        self.page.note("focused", True)

    def EnsureCoreWebView2Async(self, _environment: None) -> None:
        def begun() -> None:
            self._held["CoreWebView2"] = Core(self)
            self.CoreWebView2InitializationCompleted.tell(self, Initialised())

        self.loop.post(begun)

    def navigate(self, address: str, html: str = "") -> bool:
        """Go there, unless it is vetoed; say whether."""
        asked = self.NavigationStarting.tell(self, Navigating(Uri=address))
        if not asked.Cancel:
            self.page.load(html)
        self.NavigationCompleted.tell(self, Navigated(IsSuccess=not asked.Cancel))
        return not asked.Cancel

    def ExecuteScriptAsync(self, script: str) -> Task:
        self._here("ExecuteScriptAsync")
        return Task(json.dumps(self.page.run(script)), self.loop)

    def post(self, text: str, objects: tuple[Any, ...] | None = None, **values: Any) -> None:
        self.loop.post(lambda: self.WebMessageReceived.tell(self, Message(text, objects, **values)))


class Page:
    """What our pages answer, without a page."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._file = Path(os.environ["STAND_IN_TOLD"])
        self._told: dict[str, Any] = {"loads": 0, "scripts": 0}

    def note(self, name: str, value: Any) -> None:
        self._told[name] = value
        self._file.write_text(json.dumps(self._told), encoding="utf-8")

    def load(self, html: str) -> None:
        self.note("loads", self._told["loads"] + 1)
        self.note("html", "Content-Security-Policy" in html)
        if html:
            self.say({"act": "ready"})

    def say(self, act: dict[str, Any]) -> None:
        self._view.post(json.dumps(["post", json.dumps(act), ""]))

    def run(self, script: str) -> str | None:
        """Give what WebView2 would: the text of the value; none where the script failed."""
        found = re.fullmatch(r"\(\(\) => '\+' \+ \((.*)\)\)\(\)", script, re.DOTALL)
        if found is None:
            self.note("added", script)
            return None
        asked = found[1]
        shown = re.fullmatch(
            r"JSON\.stringify\(sceau\.show\(\{view: (.*), catalogue: .*", asked, re.DOTALL
        )
        if shown:
            view, _ = json.JSONDecoder().raw_decode(shown[1])
            self.say({"act": "painted", "revision": view["revision"]})
            return "+" + json.dumps({"ground": "rgb(1, 2, 3)", "height": 600})
        if asked.startswith("sceau.update("):
            self.note("updates", self._told.get("updates", 0) + 1)
        elif asked == "sceau.reset()":
            self.say({"act": "cleared"})
        elif asked.startswith("sceau.ping("):
            self.say({"act": "pong", "number": int(asked[11:-1])})
        else:
            return None
        return "+undefined"

    def play(self, number: int) -> None:
        """Do what a test wants done; note what became of it."""
        list(PLAYS.values())[number](self)

    @property
    def core(self) -> Core:
        return self._view.CoreWebView2


def _tells(event: str, told: Callable[[], Any], shows: str) -> Callable[[Page], None]:
    def play(page: Page) -> None:
        found = getattr(page.core, event).tell(page.core, told())
        page.note(event, str(getattr(found, shows)))

    return play


def _keys(page: Page) -> None:
    zooms = []
    for key in (Keys.Oemplus, Keys.Oemplus, Keys.OemMinus, Keys.A, Keys.D0):
        told = page._view.KeyDown.tell(page._view, Key(KeyCode=key))
        zooms.append([page._view.ZoomFactor, told.Handled])
    page.note("zooms", zooms)


def _look(page: Page) -> None:
    settings = page.core.Settings
    page.note("on", [name for name in Settings.NAMES if getattr(settings, name)])
    page.note("external drop", page._view.AllowExternalDrop)
    page.note("ground", page._view.DefaultBackgroundColor)


def _hostile(page: Page) -> None:
    view, act = page._view, json.dumps(["post", json.dumps({"act": "keep"}), ""])
    view.post(act, Source="https://evil.example/")
    for text in ("{}", '["post"]', '["_pywebviewAlert", "\\"x\\"", ""]', '["post", "{", ""]'):
        view.post(text)


PLAYS: dict[str, Callable[[Page], None]] = {
    "elsewhere": lambda page: page.note("elsewhere", page._view.navigate("https://evil.example/")),
    "again": lambda page: page.note("again", page._view.navigate("data:text/html,x")),
    "frame": _tells(
        "FrameNavigationStarting", lambda: Navigating(Uri="https://evil.example/"), "Cancel"
    ),
    "window": _tells(
        "NewWindowRequested", lambda: NewWindow(Uri="https://evil.example/"), "Handled"
    ),
    "download": _tells("DownloadStarting", Download, "Cancel"),
    "scheme": _tells("LaunchingExternalUriScheme", Scheme, "Cancel"),
    "permission": _tells("PermissionRequested", Asked, "State"),
    "graphics": _tells("ProcessFailed", Failed, "ProcessFailedKind"),
    "keys": _keys,
    "look": _look,
    "hostile": _hostile,
    "print": lambda page: page._view.post('["print", "null", ""]'),
    "drop": lambda page: page._view.post('"files"', (Dropped(Path="C:\\dossier\\Œdème.pdf"),)),
    "back": lambda page: page.say({"act": "keep"}),
    "crash": lambda page: page.core.ProcessFailed.tell(
        page.core, Failed(ProcessFailedKind=Failure.RenderProcessExited)
    ),
}

NAMES = {
    "CoreWebView2PermissionState": Permission,
    "CoreWebView2ProcessFailedKind": Failure,
    **dict.fromkeys(
        (
            "CoreWebView2Cookie",
            "CoreWebView2ServerCertificateErrorAction",
            "CoreWebView2WebResourceContext",
        )
    ),
}

if __name__ == "__main__":
    dotnet.install(View, NAMES)
    from sceau.desk.window_process import main

    sys.exit(main(*sys.argv[1:]))
