"""Sceau's window on Windows: pywebview's own code and ours, with real windows, over a stand-in for
.NET and WebView2, which Wine has not (``support/dotnet.py``, ``support/webview2.py``)."""

from __future__ import annotations

import json
import re
import shutil
from typing import Any

import msgspec
import pytest

from support.repository import ROOT
from support.seal_views import SEAL_VIEWS
from support.views import CLEAN
from support.wine import RUNTIME, Wine

pytestmark = pytest.mark.e2e

SUPPORT = ROOT / "tests" / "support"
LIBRARIES = ("Microsoft.Web.WebView2.Core.dll", "Microsoft.Web.WebView2.WinForms.dll")

BEGIN = r"""
import asyncio, contextlib, faulthandler, json, os, sys, threading, time, winreg
faulthandler.dump_traceback_later(100, exit=True)
sys.path.insert(0, r"C:\hands")
import msgspec, win32con, win32gui
import wine_hands as hands
from sceau.desk.sealer.view import SealView
from sceau.desk.view import ConfirmView
from sceau.desk.window import ConfirmWindow, PageWindow

told = {}
with open(r"C:\hands\view.json", "rb") as file:
    VIEW = msgspec.json.decode(file.read(), type=ConfirmView)
with open(r"C:\hands\seal.json", "rb") as file:
    SEAL = msgspec.json.decode(file.read(), type=SealView)
TOLD = r"C:\hands\told.json"
KEYS = (
    (winreg.HKEY_CURRENT_USER, "SOFTWARE\\Microsoft\\EdgeUpdate\\Clients\\"
     "{F3017226-FE2A-4295-8BDF-00C3A9A7E4C5}", "pv", "130.0.2849.80"),
    (winreg.HKEY_LOCAL_MACHINE, r"SOFTWARE\Microsoft\NET Framework Setup\NDP\v4\Full",
     "Release", 533320),
)

@contextlib.contextmanager
def webview2():
    for hive, path, name, value in KEYS:
        kind = winreg.REG_SZ if isinstance(value, str) else winreg.REG_DWORD
        with winreg.CreateKey(hive, path) as key:
            winreg.SetValueEx(key, name, 0, kind, value)
    try:
        yield
    finally:
        winreg.DeleteKey(*KEYS[0][:2])

class Mail:
    "A window of a mail program, in a thread of its own."
    def __init__(self, kind, left=300, top=200):
        self.made = threading.Event()
        self.place = left, top
        threading.Thread(target=self.run, args=(kind,), daemon=True).start()
        self.made.wait()
    def run(self, kind):
        made = win32gui.WNDCLASS()
        made.lpszClassName = kind
        made.lpfnWndProc = {win32con.WM_APP: lambda *_: win32gui.DestroyWindow(self.window)}
        style = win32con.WS_OVERLAPPEDWINDOW | win32con.WS_VISIBLE
        self.window = win32gui.CreateWindow(
            win32gui.RegisterClass(made), "Message", style, *self.place, 500, 400, 0, 0, 0, None)
        self.made.set()
        win32gui.PumpMessages()

COMMAND = (sys.executable, "-X", "utf8", r"C:\hands\webview2.py")
ENVIRONMENT = {**os.environ, "STAND_IN_TOLD": TOLD}

def page():
    try:
        with open(TOLD, encoding="utf-8") as file:
            return json.load(file)
    except (OSError, ValueError):
        return {}

def ours():
    return [one for one in hands.windows(seen=False)
            if win32gui.GetClassName(one).startswith("WindowsForms.Form")]

def play(name, window=None):
    names = %(plays)r
    said = win32gui.RegisterWindowMessage("SceauStandIn")
    win32gui.SendMessage(window or ours()[0], said, names.index(name), 0)

async def seen(window):
    looks = lambda: win32gui.IsWindowVisible(window)
    await asyncio.to_thread(hands.wait_for, "it is seen", looks)

def middle(window):
    left, top, right, bottom = win32gui.GetWindowRect(window)
    return (left + right) // 2, (top + bottom) // 2

def run(main):
    with contextlib.suppress(FileNotFoundError):
        os.remove(TOLD)
    with webview2():
        asyncio.run(main())
    print(json.dumps(told))
"""


def told_on(windows: Wine, program: str) -> dict[str, Any]:
    hands = windows.drive / "hands"
    hands.mkdir(exist_ok=True)
    for one in ("wine_hands.py", "dotnet.py", "winforms.py", "webview2.py"):
        shutil.copy(SUPPORT / one, hands)
    plays = re.findall(r'^    "(\w+)": (?:lambda|_)', (SUPPORT / "webview2.py").read_text(), re.M)
    (hands / "program.py").write_text(BEGIN % {"plays": plays} + program)
    (hands / "view.json").write_bytes(msgspec.json.encode(CLEAN))
    (hands / "seal.json").write_bytes(msgspec.json.encode(SEAL_VIEWS["no file yet"]))
    done = windows.python("C:\\hands\\program.py", environment={"SCEAU_HOME": "C:\\window"})
    assert done.returncode == 0, done.stderr.decode(errors="replace")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_the_window_belongs_to_the_mails_window_and_comes_to_the_front(windows: Wine) -> None:
    told = told_on(
        windows,
        """
async def main():
    mail = Mail("rctrl_renwnd32")
    desk = ConfirmWindow(command=(*COMMAND, "confirm"), environment=ENVIRONMENT)
    await desk.start()
    (window,) = ours()
    told["unseen"] = not win32gui.IsWindowVisible(window)
    told["front before"] = win32gui.GetForegroundWindow() != window
    async with desk.session(VIEW, mail.window) as session:
        told["painted"] = await session.painted(VIEW.revision)
        await seen(window)
        await asyncio.sleep(0.5)
        told["owner"] = win32gui.GetWindow(window, win32con.GW_OWNER) == mail.window
        told["in front"] = win32gui.GetForegroundWindow() == window
        both = [one for one in hands.windows() if one in (window, mail.window)]
        told["above"] = both == [window, mail.window]
        told["off"] = [a - b for a, b in zip(middle(window), middle(mail.window))]
        style = win32gui.GetWindowLong(window, win32con.GWL_EXSTYLE)
        told["topmost"] = bool(style & win32con.WS_EX_TOPMOST)
        told["title"] = bool(win32gui.GetWindowText(window))
        acts = session.acts()
        win32gui.PostMessage(window, win32con.WM_CLOSE, 0, 0)
        told["x"] = type(await anext(acts)).__name__
        told["still there"] = bool(win32gui.IsWindow(window))
    told["hidden"] = not win32gui.IsWindowVisible(window)
    told["owner after"] = win32gui.GetWindow(window, win32con.GW_OWNER)
    # a second mail, of a window that has gone: the window is nobody's, and above all
    gone = Mail("MozillaWindowClass")
    win32gui.SendMessage(gone.window, win32con.WM_APP, 0, 0)
    async with desk.session(VIEW, gone.window) as session:
        told["again"] = await session.painted(VIEW.revision)
        await seen(window)
        await asyncio.sleep(0.3)
        told["nobodys"] = win32gui.GetWindow(window, win32con.GW_OWNER)
        style = win32gui.GetWindowLong(window, win32con.GWL_EXSTYLE)
        told["above all"] = bool(style & win32con.WS_EX_TOPMOST)
    # one whose mail's window goes while it is shown
    async with desk.session(VIEW, mail.window) as session:
        await session.painted(VIEW.revision)
        await asyncio.sleep(0.5)
        win32gui.SendMessage(mail.window, win32con.WM_APP, 0, 0)
        await asyncio.sleep(0.5)
        told["lost"] = getattr(session.lost, "reason", None)
        told["there"] = bool(win32gui.IsWindow(window))
    told["page"] = page()
    await desk.close()
    told["left"] = not win32gui.IsWindow(window)

run(main)
""",
    )
    page = told.pop("page")
    off = told.pop("off")
    assert max(map(abs, off)) <= 1, off
    assert told == {
        "unseen": True,
        "front before": True,
        "painted": True,
        "owner": True,
        "in front": True,
        "above": True,
        "topmost": False,
        "title": True,
        "x": "Keep",
        "still there": True,
        "hidden": True,
        "owner after": 0,
        "again": True,
        "nobodys": 0,
        "above all": True,
        "lost": None,
        "there": True,
        "left": True,
    }
    assert page["loads"] == 1
    assert page["html"] is True
    assert page["focused"] is True


def test_every_door_of_the_page_is_shut_but_ours(windows: Wine) -> None:
    told = told_on(
        windows,
        """
async def first(acts):
    return await asyncio.wait_for(anext(acts), 20)

async def main():
    desk = ConfirmWindow(command=(*COMMAND, "confirm"), environment=ENVIRONMENT)
    other = {**ENVIRONMENT, "STAND_IN_TOLD": TOLD + ".seal"}
    seal = PageWindow(command=(*COMMAND, "seal"), environment=other)
    await asyncio.gather(desk.start(), seal.start())
    async with desk.session(VIEW) as session:
        await session.painted(VIEW.revision)
        window = [one for one in ours() if win32gui.IsWindowVisible(one)]
        while not window:
            await asyncio.sleep(0.1)
            window = [one for one in ours() if win32gui.IsWindowVisible(one)]
        for name in ("elsewhere", "again", "frame", "window", "download", "scheme", "permission",
                     "graphics", "keys", "look", "print", "drop", "hostile"):
            await asyncio.to_thread(play, name, window[0])
        session.update(VIEW)
        acts = session.acts()
        await asyncio.to_thread(play, "back", window[0])
        told["act"] = type(await first(acts)).__name__
        await asyncio.to_thread(
            hands.wait_for, "all is noted", lambda: {"printed", "updates"} <= page().keys())
        told["page"] = page()
        await asyncio.to_thread(play, "crash", window[0])
        told["crash"] = [type(await first(acts)).__name__, session.lost.reason]
    async with seal.session(SEAL) as session:
        acts = session.acts()
        while not (window := [one for one in ours() if win32gui.IsWindowVisible(one)]):
            await asyncio.sleep(0.1)
        await asyncio.to_thread(play, "look", window[0])
        await asyncio.to_thread(play, "drop", window[0])
        told["dropped"] = list((await first(acts)).uris)
        with open(TOLD + ".seal", encoding="utf-8") as file:
            told["seal"] = json.load(file)
    await asyncio.gather(desk.close(), seal.close())

run(main)
""",
    )
    page = told["page"]
    vetoed = {name: page[name] for name in ("elsewhere", "again")}
    assert vetoed == {"elsewhere": False, "again": False}
    assert page["loads"] == 1
    answers = {name: page[name] for name in page if name[0].isupper()}
    assert answers == {
        "FrameNavigationStarting": "True",
        "NewWindowRequested": "True",
        "DownloadStarting": "True",
        "LaunchingExternalUriScheme": "True",
        "PermissionRequested": "Deny",
        "ProcessFailed": "GpuProcessExited",
    }
    # what our pages need of a browser, and nothing else
    assert page["on"] == ["IsScriptEnabled", "IsWebMessageEnabled", "IsZoomControlEnabled"]
    assert page["zooms"] == [[1.1, True], [1.25, True], [1.1, True], [1.1, False], [1.0, True]]
    assert page["ground"] == [255, 1, 2, 3]
    assert page["external drop"] is False
    assert "drop" not in page["added"]
    assert page["printed"] is True
    assert page["updates"] == 1
    assert told["act"] == "Keep", "what was hostile came first, and counted for nothing"
    assert told["crash"] == ["Keep", "window-lost"]
    assert told["dropped"] == ["file:///C:/dossier/%C5%92d%C3%A8me.pdf"]
    assert told["seal"]["external drop"] is True
    assert "postMessageWithAdditionalObjects" in told["seal"]["added"]


def test_the_stand_in_has_no_name_that_microsofts_library_has_not() -> None:
    there = b"".join((RUNTIME / "lib" / "webview" / "lib" / one).read_bytes() for one in LIBRARIES)
    source = (SUPPORT / "webview2.py").read_text()
    ours = (ROOT / "addin" / "sceau" / "desk" / "webview2_page.py").read_text()
    tables = re.findall(
        r"NAMES = (?:dict\.fromkeys\(\s*\(|\{)(.*?)^    [)}]", source, re.DOTALL | re.M
    )
    names = {name for table in tables for name in re.findall(r'"([A-Z]\w+)"', table)}
    names |= set(re.findall(r'NAMES = \{"(\w+)"', source))
    names |= set(re.findall(r"def ([A-Z]\w+)\(", source)) | {"CoreWebView2PermissionState"}
    assert len(names) > 40
    inherited = {"Dock", "KeyDown", "BringToFront", "Focus"}  # of System.Windows.Forms.Control
    inherited |= {"Control", "KeyCode"}  # of its KeyEventArgs
    # names end with a zero there, and may be the end of a longer one (ECMA-335 II.24.2.3)
    assert [one for one in names - inherited if one.encode() + b"\0" not in there] == []
    used = set(re.findall(r"(?:core|told|asked|Settings|_view|view)\.([A-Z]\w+)", ours))
    used -= {"ContinueWith"}  # of .NET's own Task
    assert used - inherited <= names | {"CoreWebView2", "ProcessFailedKind"}, used - names
