"""A stand-in for .NET, its Windows Forms and WebView2, as Python.NET shows them to pywebview: it
runs pywebview's own code under Wine, with real windows of Windows and a page that only answers.

As strict as the real one where that can be known: a name that Microsoft's classes do not have is
refused (``test_window.py`` looks each up in the library we ship), numbers are no enumerations
(Python.NET 3), what WebView2 allows on one thread is refused on others, and an error in a handler
ends the process.
"""

from __future__ import annotations

import os
import sys
import threading
import traceback
from collections.abc import Callable
from types import ModuleType
from typing import Any

import win32gui


class Event:
    """A .NET event: handlers are added and taken away, never assigned."""

    def __init__(self) -> None:
        self.handlers: list[Callable[..., Any]] = []

    def __iadd__(self, handler: Callable[..., Any]) -> Event:
        if not callable(handler):
            raise TypeError("a handler is expected")
        self.handlers.append(handler)
        return self

    def __isub__(self, handler: Callable[..., Any]) -> Event:
        self.handlers.remove(handler)
        return self

    def tell(self, sender: Any, told: Any) -> Any:
        for one in tuple(self.handlers):
            try:
                one(sender, told)
            except Exception:
                traceback.print_exc()
                os._exit(99)  # .NET shows a dialogue here
        return told


class Value:
    """A value of an enumeration."""

    def __init__(self, kind: str, name: str) -> None:
        self.kind, self.name = kind, name

    def __str__(self) -> str:
        return self.name


def enumeration(kind: str, *names: str) -> Any:
    return type(kind, (), {name: Value(kind, name) for name in names})


class Strict:
    """An object with these ``NAMES`` and no others, each with the value it begins with; an
    enumeration takes its own values alone; ``SHARED`` are open to every thread."""

    NAMES: dict[str, Any] = {}
    SHARED: tuple[str, ...] = ()

    def __init__(self, **values: Any) -> None:
        self.__dict__["_thread"] = threading.get_ident()
        self.__dict__["_held"] = {
            name: Event() if one is Event else one for name, one in self.NAMES.items()
        } | values

    def __getattr__(self, name: str) -> Any:
        if name not in self.NAMES:
            raise AttributeError(f"{type(self).__name__} has no {name}")
        self._here(name)
        return self._held[name]

    def __setattr__(self, name: str, value: Any) -> None:
        if name not in self.NAMES:
            raise AttributeError(f"{type(self).__name__} has no {name}")
        self._here(name)
        before = self._held[name]
        if isinstance(before, Event) and value is not before:
            raise TypeError("an event is not assigned")
        if isinstance(before, Value) and getattr(value, "kind", "") != before.kind:
            raise TypeError("since Python.NET 3.0 int can not be converted to Enum implicitly")
        if isinstance(before, bool) and not isinstance(value, bool):
            raise TypeError("no boolean")
        self._held[name] = value

    def _here(self, name: str) -> None:
        if threading.get_ident() != self._thread and name not in self.SHARED:
            raise RuntimeError(f"{name} is asked for on another thread than WebView2's")


class Delegate:
    def __init__(self, call: Callable[..., Any]) -> None:
        if not callable(call):
            raise TypeError("a delegate needs something to call")
        self.call = call


class Generic:
    """``Func[…]`` and ``Action[…]``, which make delegates."""

    def __class_getitem__(cls, _types: Any) -> type[Delegate]:
        return Delegate


class Task:
    def __init__(self, result: Any, loop: Any, failed: bool = False) -> None:
        self.IsFaulted, self.IsCanceled, self._result, self._loop = failed, False, result, loop

    def __class_getitem__(cls, _type: Any) -> Any:
        return cls

    @property
    def Result(self) -> Any:
        if self.IsFaulted:
            raise RuntimeError("AggregateException")
        return self._result

    def ContinueWith(self, then: Delegate, scheduler: object) -> None:
        assert isinstance(then, Delegate) and scheduler == "this thread"
        self._loop.post(lambda: then.call(self))


class Anything:
    """What pywebview names and this test does not need."""

    def __init__(self, *_values: Any) -> None: ...

    def __getattr__(self, name: str) -> Any:
        return Anything()

    def __call__(self, *_values: Any) -> Any:
        return Anything()

    def __iadd__(self, _handler: Any) -> Any:
        return self

    def __or__(self, _other: Any) -> Any:
        return self


def _module(name: str, **names: Any) -> None:
    made = ModuleType(name)
    made.__path__ = []  # type: ignore[attr-defined]
    vars(made).update(names)
    sys.modules[name] = made
    parent, _, own = name.rpartition(".")
    if parent:
        setattr(sys.modules.setdefault(parent, ModuleType(parent)), own, made)


def install(view: type[Any], core: dict[str, Any]) -> None:
    """Put all of it where Python.NET would have it; ``view`` is the control, ``core`` the names of
    ``Microsoft.Web.WebView2.Core``."""

    from winforms import Form, Pair, States, Thread

    def add(library: str) -> None:
        if library.endswith(".dll") and not os.path.isfile(library):
            raise FileNotFoundError(library)

    def run() -> None:
        win32gui.PumpMessages()

    application = type(
        "Application",
        (),
        {
            "EnableVisualStyles": staticmethod(lambda: None),
            "SetCompatibleTextRenderingDefault": staticmethod(lambda _on: None),
            "Run": staticmethod(run),
            "Exit": staticmethod(lambda: win32gui.PostQuitMessage(0)),
        },
    )
    anything = Anything()
    scheduler = type(
        "TaskScheduler",
        (),
        {"FromCurrentSynchronizationContext": staticmethod(lambda: "this thread")},
    )
    colour = type(
        "Color", (), {"FromArgb": staticmethod(lambda *parts: parts), "Transparent": None}
    )
    environment = type(
        "Environment",
        (),
        {
            "SpecialFolder": enumeration("SpecialFolder", "ApplicationData", "UserProfile"),
            "GetFolderPath": staticmethod(lambda _kind: os.environ["APPDATA"]),
        },
    )
    _module("clr", AddReference=add)
    delegates = {"Action": Generic, "Func": Generic}
    named = ("Convert", "Array", "Int32", "IntPtr", "UInt32", "Uri")
    _module(
        "System",
        **delegates,
        Object=object,
        String=str,
        Type=type,
        Environment=environment,
        **dict.fromkeys(named, anything),
    )
    for name in ("Collections", "Windows"):
        _module(f"System.{name}")
    _module("System.Collections.Generic", List=Task)
    _module("System.Diagnostics", Process=anything)
    _module("System.Globalization", CultureInfo=anything)
    _module(
        "System.Threading",
        ApartmentState=enumeration("ApartmentState", "STA", "MTA"),
        Thread=Thread,
        ThreadStart=Delegate,
    )
    _module("System.Threading.Tasks", Task=Task, TaskScheduler=scheduler)
    _module("System.Reflection", Assembly=anything, BindingFlags=anything)
    _module(
        "System.Drawing",
        Color=colour,
        ColorTranslator=anything,
        Icon=anything,
        Point=Pair,
        Size=Pair,
        SizeF=Pair,
    )
    _module(
        "System.Windows.Forms",
        Form=Form,
        FormWindowState=States,
        Application=application,
        **dict.fromkeys(
            ("DockStyle", "AutoScaleMode", "FormStartPosition", "MessageBox"), anything
        ),
        **dict.fromkeys(("FormBorderStyle", "OpenFileDialog"), anything),
        Timer=Anything,
    )
    _module("Microsoft")
    _module("Microsoft.Win32", SystemEvents=anything)
    _module("Microsoft.Web")
    _module("Microsoft.Web.WebView2")
    _module("Microsoft.Web.WebView2.Core", **core)
    _module(
        "Microsoft.Web.WebView2.WinForms", CoreWebView2CreationProperties=Anything, WebView2=view
    )
