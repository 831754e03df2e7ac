"""Windows Forms for :mod:`.dotnet`: a form is a real window of Windows, with its messages and its
own thread."""

from __future__ import annotations

import os
import queue
import threading
import traceback
from collections.abc import Callable
from typing import Any

import pythoncom
import win32api
import win32con
import win32gui
from dotnet import Delegate, Event, Value, enumeration

_WORK = win32con.WM_APP + 7


class Loop:
    """The messages of one window."""

    def __init__(self) -> None:
        self.window = 0
        self._thread = threading.get_ident()
        self._work: queue.SimpleQueue[Callable[[], Any]] = queue.SimpleQueue()

    @property
    def elsewhere(self) -> bool:
        return threading.get_ident() != self._thread

    def post(self, work: Callable[[], Any]) -> None:
        self._work.put(work)
        win32gui.PostMessage(self.window, _WORK, 0, 0)

    def work(self, *_message: int) -> int:
        while not self._work.empty():
            try:
                self._work.get()()
            except Exception:
                traceback.print_exc()
                os._exit(98)
        return 0

    def send(self, delegate: Delegate) -> Any:
        if not isinstance(delegate, Delegate):
            raise TypeError("Invoke takes a delegate")
        if not self.elsewhere:
            return delegate.call()
        done, found = threading.Event(), []
        self.post(lambda: (found.append(delegate.call()), done.set()))
        done.wait()
        return found[0]


class Handle:
    def __init__(self, window: int) -> None:
        self._window = window

    def ToInt32(self) -> int:
        return self._window

    ToInt64 = ToInt32


class Pair:
    """A size or a place."""

    def __init__(self, first: int, second: int) -> None:
        self.Width, self.Height = self.X, self.Y = first, second


States = enumeration("FormWindowState", "Normal", "Minimized", "Maximized")


class Form:
    """A window of Windows."""

    def __init__(self) -> None:
        self.loop = Loop()
        for name in ("Activated", "Shown", "FormClosed", "FormClosing", "Resize", "Move"):
            setattr(self, name, Event())
        self.Controls = type("Controls", (), {"Add": self._add})()
        self.controls: list[Any] = []
        self._was_shown = False
        kind = win32gui.WNDCLASS()
        kind.lpszClassName = f"WindowsForms.Form.{id(self)}"
        kind.hInstance = win32api.GetModuleHandle(None)
        kind.lpfnWndProc = {
            _WORK: self.loop.work,
            win32con.WM_CLOSE: self._closing,
            win32con.WM_ACTIVATE: self._activated,
            win32gui.RegisterWindowMessage("SceauStandIn"): self._played,
        }
        style = win32con.WS_OVERLAPPEDWINDOW
        atom = win32gui.RegisterClass(kind)
        usual = win32con.CW_USEDEFAULT
        self.loop.window = win32gui.CreateWindow(
            atom, "", style, usual, usual, 300, 300, 0, 0, kind.hInstance, None
        )

    def _add(self, control: Any) -> None:
        control.loop = self.loop
        self.controls.append(control)

    def _played(self, _window: int, _what: int, what: int, _more: int) -> int:
        self.controls[0].page.play(what)
        return 1

    Handle = property(lambda self: Handle(self.loop.window))
    InvokeRequired = property(lambda self: self.loop.elsewhere)
    Width = property(lambda self: self._rectangle[2] - self._rectangle[0])
    Height = property(lambda self: self._rectangle[3] - self._rectangle[1])
    Location = property(lambda self: Pair(*self._rectangle[:2]))

    @property
    def _rectangle(self) -> tuple[int, int, int, int]:
        return win32gui.GetWindowRect(self.loop.window)

    @property
    def Text(self) -> str:
        return win32gui.GetWindowText(self.loop.window)

    @Text.setter
    def Text(self, text: str) -> None:
        self._here()
        win32gui.SetWindowText(self.loop.window, text)

    @property
    def WindowState(self) -> Value:
        return States.Minimized if win32gui.IsIconic(self.loop.window) else States.Normal

    @WindowState.setter
    def WindowState(self, state: Value) -> None:
        self._here()
        assert state is States.Normal
        win32gui.ShowWindow(self.loop.window, win32con.SW_RESTORE)

    def _here(self) -> None:
        if self.loop.elsewhere:
            raise RuntimeError("the window is touched on another thread than its own")

    def Invoke(self, delegate: Delegate) -> Any:
        return self.loop.send(delegate)

    def BeginInvoke(self, delegate: Delegate) -> None:
        assert isinstance(delegate, Delegate)
        self.loop.post(delegate.call)

    def Show(self) -> None:
        self._here()
        win32gui.ShowWindow(self.loop.window, win32con.SW_SHOW)
        if not self._was_shown:
            self._was_shown = True
            self.loop.post(lambda: self.Shown.tell(self, None))

    def Hide(self) -> None:
        self._here()
        win32gui.ShowWindow(self.loop.window, win32con.SW_HIDE)

    def Close(self) -> None:
        win32gui.SendMessage(self.loop.window, win32con.WM_CLOSE, 0, 0)

    def _closing(self, window: int, *_more: int) -> int:
        told = type("FormClosingEventArgs", (), {"Cancel": False})()
        self.FormClosing.tell(self, told)
        if not told.Cancel:
            win32gui.DestroyWindow(window)
            self.FormClosed.tell(self, None)
        return 0

    def _activated(self, window: int, what: int, first: int, second: int) -> int:
        if first & 0xFFFF:
            self.Activated.tell(self, None)
        return win32gui.DefWindowProc(window, what, first, second)


class Thread:
    def __init__(self, start: Delegate) -> None:
        self._thread = threading.Thread(target=self._run, args=(start,))
        self._apartment = ""

    def SetApartmentState(self, apartment: Value) -> None:
        self._apartment = apartment.name

    def Start(self) -> None:
        assert self._apartment == "STA", "Windows Forms needs it"
        self._thread.start()

    def _run(self, start: Delegate) -> None:
        pythoncom.CoInitialize()
        start.call()

    IsAlive = property(lambda self: self._thread.is_alive())

    def Join(self, milliseconds: int) -> None:
        self._thread.join(milliseconds / 1000)
