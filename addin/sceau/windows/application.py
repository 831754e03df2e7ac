"""Who we are to Windows' taskbar, and the jump list of our button there.

Windows puts windows, notifications and jump list together by one name (AppUserModelID), not by the
program that runs: ours all run in Python's.
"""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import contextlib
import ctypes
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

import pythoncom as _pythoncom
import win32con
import win32gui as _win32gui
from win32com.propsys import propsys as _propsys
from win32com.propsys import pscon as _pscon
from win32com.shell import shell as _shell
from win32com.shell import shellcon as _shellcon
from win32com.storagecon import STGM_READWRITE

pythoncom: Any = _pythoncom
propsys: Any = _propsys
pscon: Any = _pscon
shell: Any = _shell
shellcon: Any = _shellcon
win32gui: Any = _win32gui

ID = "Sceau.Sceau"
"""The name (Microsoft: "Application User Model IDs"); shortcuts to us carry it too."""

OF_THE_SCREEN = -4
"""``DPI_AWARENESS_CONTEXT_PER_MONITOR_AWARE_V2``."""


class Task(NamedTuple):
    """A line of the jump list: its ``title``, and the ``arguments`` our program gets."""

    title: str
    arguments: str


def be_known() -> None:
    """Be Sceau to the taskbar, and draw in the screen's own pixels. Before the first window."""
    shell32 = ctypes.WinDLL("shell32")
    shell32.SetCurrentProcessExplicitAppUserModelID(ctypes.c_wchar_p(ID))
    with contextlib.suppress(AttributeError):  # Windows before version 1703
        ctypes.WinDLL("user32").SetProcessDpiAwarenessContext(ctypes.c_void_p(OF_THE_SCREEN))


def program() -> Path | None:
    """Give the launcher beside the Python that runs; none in a source tree."""
    found = Path(sys.executable).parents[1] / "Sceau.exe"
    return found if found.is_file() else None


def dress(window: int) -> None:
    """Give a window our program's icon; in a source tree it keeps the one it has."""
    launcher = program()
    if launcher is None:
        return
    for size, icons in enumerate(reversed(win32gui.ExtractIconEx(str(launcher), 0, 1))):
        for one in icons:
            win32gui.SendMessage(window, win32con.WM_SETICON, size, one)


def offer(tasks: Iterable[Task], opens: Path) -> None:
    """Put these tasks into the jump list; ``opens`` is the program that gets their arguments.

    Raises ``pywintypes.com_error`` where Windows refuses: the person may have switched jump lists
    off.
    """
    inside = pythoncom.CLSCTX_INPROC_SERVER
    pythoncom.CoInitialize()
    try:
        kept = pythoncom.CoCreateInstance(
            shell.CLSID_DestinationList, None, inside, shell.IID_ICustomDestinationList
        )
        kept.SetAppID(ID)
        kept.BeginList()
        lines = pythoncom.CoCreateInstance(
            shell.CLSID_EnumerableObjectCollection, None, inside, shell.IID_IObjectCollection
        )
        for one in tasks:
            lines.AddObject(_link(one, opens))
        kept.AddUserTasks(lines)
        kept.CommitList()
    finally:
        pythoncom.CoUninitialize()


def sign_shortcut(folder: Path | None = None) -> bool:
    """Write our name into the person's own shortcut in the Start menu (in ``folder``, else theirs),
    so that its button and our windows are one; say whether it was written. The installer for
    one person cannot; the one for the machine has written it into its own."""
    pythoncom.CoInitialize()
    try:
        found = folder or Path(shell.SHGetFolderPath(0, shellcon.CSIDL_PROGRAMS, 0, 0))
        path = found / "Sceau.lnk"
        if not path.is_file():
            return False
        link = pythoncom.CoCreateInstance(
            shell.CLSID_ShellLink, None, pythoncom.CLSCTX_INPROC_SERVER, shell.IID_IShellLink
        )
        file = link.QueryInterface(pythoncom.IID_IPersistFile)
        file.Load(str(path), STGM_READWRITE)
        store = link.QueryInterface(propsys.IID_IPropertyStore)
        if _named(store):
            return False
        store.SetValue(pscon.PKEY_AppUserModel_ID, propsys.PROPVARIANTType(ID))
        store.Commit()
        file.Save(str(path), True)
        return True
    finally:
        pythoncom.CoUninitialize()


def _named(store: Any) -> bool:
    try:
        return bool(store.GetValue(pscon.PKEY_AppUserModel_ID).GetValue() == ID)
    except pythoncom.com_error:
        return False


def _link(task: Task, opens: Path) -> Any:
    link = pythoncom.CoCreateInstance(
        shell.CLSID_ShellLink, None, pythoncom.CLSCTX_INPROC_SERVER, shell.IID_IShellLink
    )
    link.SetPath(str(opens))
    link.SetArguments(task.arguments)
    link.SetIconLocation(str(opens), 0)
    store = link.QueryInterface(propsys.IID_IPropertyStore)
    store.SetValue(pscon.PKEY_Title, propsys.PROPVARIANTType(task.title))
    store.Commit()
    return link
