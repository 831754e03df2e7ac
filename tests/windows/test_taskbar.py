"""Who we are to the taskbar, and our jump list. Wine 8 has no jump lists: each call of ours is
answered by a stand-in that refuses any other order than Windows' own; the links are Wine's."""

from __future__ import annotations

import json

import pytest

from support.wine import Wine

pytestmark = pytest.mark.e2e


def test_the_jump_list_is_offered_in_windows_own_order_and_one_that_is_refused_harms_nothing(
    windows: Wine,
) -> None:
    done = windows.python(
        "-c",
        r"""
import ctypes, json
from pathlib import Path
from sceau.windows import application
from sceau.windows.application import Task, be_known, offer, pscon, shell

asked = []
class Noting:
    def __init__(self, name):
        self.real = ctypes.WinDLL(name)
    def __getattr__(self, name):
        def call(given):
            asked.append([name, given.value])
            return getattr(self.real, name)(given)
        return call
class Libraries:
    WinDLL = Noting
    def __getattr__(self, name):
        return getattr(ctypes, name)
application.ctypes = Libraries()
be_known()
opens = Path(r"C:\Program Files\Sceau\Sceau.exe")
tasks = [Task("Chiffrer des fichiers…", "seal --window"), Task("Réglages…", "settings")]

import pythoncom, pywintypes
try:
    offer(tasks, opens)
    refused = 0
except pywintypes.com_error as told:
    refused = told.hresult & 0xFFFFFFFF

made = pythoncom.CoCreateInstance
calls, links = [], []

class Store:
    def SetValue(self, key, value):
        assert key == pscon.PKEY_Title and links[-1]["title"] is None
        links[-1]["title"] = value.GetValue()
    def Commit(self):
        assert links[-1]["title"]
        links[-1]["committed"] = True

class Link:
    def __init__(self, real):
        self.real = real
        links.append({"title": None, "committed": False})
    def __getattr__(self, name):
        return getattr(self.real, name)
    def QueryInterface(self, iid):
        assert iid == application.propsys.IID_IPropertyStore
        return Store()

class Lines:
    def AddObject(self, link):
        assert links[-1]["committed"], "a task without a title is refused"
        links[-1] |= {"path": link.GetPath(0)[0], "arguments": link.GetArguments(),
                      "icon": link.GetIconLocation()[0]}

class Destinations:
    def SetAppID(self, id):
        assert calls == []
        calls.append(id)
    def BeginList(self):
        assert len(calls) == 1
        calls.append("begin")
        return 10, None
    def AddUserTasks(self, lines):
        assert calls[-1] == "begin" and len(links) > 0
        calls.append("tasks")
    def CommitList(self):
        assert calls[-1] == "tasks"
        calls.append("commit")

def stand_in(kind, outer, where, iid):
    assert outer is None and where == pythoncom.CLSCTX_INPROC_SERVER
    if kind == shell.CLSID_DestinationList:
        return Destinations()
    if kind == shell.CLSID_EnumerableObjectCollection:
        return Lines()
    return Link(made(kind, outer, where, iid))

class Com:
    CoCreateInstance = staticmethod(stand_in)
    def __getattr__(self, name):
        return getattr(pythoncom, name)

application.pythoncom = Com()
offer(tasks, opens)
print(json.dumps([asked, refused, calls, links]))
""",
    )
    assert done.returncode == 0, done.stderr.decode(errors="replace")
    asked, refused, calls, links = json.loads(done.stdout)
    # Wine 8 takes both and forgets them
    assert asked == [
        ["SetCurrentProcessExplicitAppUserModelID", "Sceau.Sceau"],
        ["SetProcessDpiAwarenessContext", (1 << 64) - 4],
    ]
    assert refused == 0x80004001  # E_NOTIMPL: Wine 8 has none
    assert calls == ["Sceau.Sceau", "begin", "tasks", "commit"]
    opens = r"C:\Program Files\Sceau\Sceau.exe"
    assert [(one["title"], one["arguments"]) for one in links] == [
        ("Chiffrer des fichiers…", "seal --window"),
        ("Réglages…", "settings"),
    ]
    assert {one["path"] for one in links} == {one["icon"] for one in links} == {opens}


def test_our_name_is_written_into_the_shortcut_which_stays_what_it_was(windows: Wine) -> None:
    done = windows.python(
        "-c",
        r"""
import json
from pathlib import Path
import pythoncom
from sceau.windows import application
from sceau.windows.application import Task, propsys, pscon, shell, sign_shortcut

folder = Path(r"C:\menu")
folder.mkdir(exist_ok=True)
none = sign_shortcut(folder)
pythoncom.CoInitialize()
link = application._link(Task("Sceau", "seal --window"), Path(r"C:\runtime\python\python.exe"))
link.QueryInterface(pythoncom.IID_IPersistFile).Save(r"C:\menu\Sceau.lnk", True)

written = []
real = application.pythoncom
class Store:
    def GetValue(self, key):
        return propsys.PROPVARIANTType("another")
    def SetValue(self, key, value):
        written.append([key == pscon.PKEY_AppUserModel_ID, value.GetValue()])
    def Commit(self):
        written.append("commit")
class Link:
    def __init__(self, link):
        self.link = link
    def QueryInterface(self, iid):
        return Store() if iid == propsys.IID_IPropertyStore else self.link.QueryInterface(iid)
class Com:
    def __getattr__(self, name):
        return getattr(real, name)
    def CoCreateInstance(self, *words):
        return Link(real.CoCreateInstance(*words))
application.pythoncom = Com()
signed = sign_shortcut(folder)
application.pythoncom = real
again = pythoncom.CoCreateInstance(shell.CLSID_ShellLink, None, 1, shell.IID_IShellLink)
again.QueryInterface(pythoncom.IID_IPersistFile).Load(r"C:\menu\Sceau.lnk", 0)
print(json.dumps([none, signed, written, again.GetArguments(), again.GetPath(0)[0]]))
""",
    )
    assert done.returncode == 0, done.stderr.decode(errors="replace")
    # Wine 8 keeps no such name in a shortcut: what is asked of Windows is what can be seen here
    assert json.loads(done.stdout) == [
        False,
        True,
        [[True, "Sceau.Sceau"], "commit"],
        "seal --window",
        r"C:\runtime\python\python.exe",
    ]
