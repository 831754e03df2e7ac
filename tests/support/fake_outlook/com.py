"""The fake Outlook behind real COM: late-bound objects, connection points, the table of running
objects, and loading an add-in as Office does. For Windows' Python with pywin32."""

from __future__ import annotations

import ctypes
import re
from typing import Any

import pythoncom
import pywintypes
import win32com.server.policy
import win32com.server.util
import winerror
from win32com.server.exception import COMException

from sceau.hooks.outlook.objects import OutlookError
from support.fake_outlook.base import Fake

EVENTS = pywintypes.IID("{0006302C-0000-0000-C000-000000000046}")
OUTLOOK = pywintypes.IID("{0006F03A-0000-0000-C000-000000000046}")
ITEM_SEND, QUIT = 61442, 61447
BY_REFERENCE_BOOL = pythoncom.VT_BYREF | pythoncom.VT_BOOL

_NAMES: list[str] = []


class Exposed(win32com.server.policy.BasicWrapPolicy):
    """An object of the fake's as IDispatch: names of its class, and nothing else."""

    def _getidsofnames_(self, names: Any, lcid: int) -> tuple[int, ...]:
        one = self._obj_
        known = {
            name.lower(): name for name in (*one.readable, *one.writable, *one.methods, "Class")
        }
        name = known.get(names[0].lower())
        if name is None or (name == "Class" and not one.class_number):
            raise COMException(desc="refused", scode=winerror.DISP_E_UNKNOWNNAME)
        if name not in _NAMES:
            _NAMES.append(name)
        return (_NAMES.index(name) + 1,)

    def _invokeex_(
        self, number: int, lcid: int, how: int, given: Any, named: Any, provider: Any
    ) -> Any:
        name, one = _NAMES[number - 1], self._obj_
        arguments = [_taken(value) for value in given]
        try:
            if how & (pythoncom.DISPATCH_PROPERTYPUT | pythoncom.DISPATCH_PROPERTYPUTREF):
                one.put(name, *arguments)
                return None
            if how & pythoncom.DISPATCH_PROPERTYGET and not arguments and name not in one.methods:
                return exposed(one.get(name))
            if not how & pythoncom.DISPATCH_METHOD:
                raise COMException(desc="refused", scode=winerror.DISP_E_MEMBERNOTFOUND)
            return exposed(one.call(name, *arguments))
        except OutlookError as told:
            raise COMException(desc="refused", scode=ctypes.c_int32(told.code).value) from None

    def _query_interface_(self, iid: Any) -> Any:
        container = getattr(self._obj_, "container", None)
        if container is not None and iid == pythoncom.IID_IConnectionPointContainer:
            return win32com.server.util.wrap(container, iid)
        return 0


def exposed(value: Any) -> Any:
    """Give an object of the fake's as COM sees it: one object, one IUnknown."""
    if not isinstance(value, Fake):
        return value
    wrapped = getattr(value, "_wrapped", None)
    if wrapped is None:
        wrapped = value._wrapped = win32com.server.util.wrap(value, usePolicy=Exposed)  # type: ignore[attr-defined]
    return wrapped


def _taken(value: Any) -> Any:
    try:
        return win32com.server.util.unwrap(value)
    except (TypeError, ValueError, pywintypes.com_error):
        return value


class Container:
    """IConnectionPointContainer and IConnectionPoint of the application."""

    _public_methods_ = (
        "EnumConnectionPoints",
        "FindConnectionPoint",
        "EnumConnections",
        "Unadvise",
        "Advise",
        "GetConnectionPointContainer",
        "GetConnectionInterface",
    )
    _com_interfaces_ = (pythoncom.IID_IConnectionPoint, pythoncom.IID_IConnectionPointContainer)

    def __init__(self, application: Any) -> None:
        self.sinks: dict[int, Any] = {}
        self._next = 1
        self._application = application

    def FindConnectionPoint(self, iid: Any) -> Any:  # noqa: N802
        if iid != EVENTS:
            raise COMException(desc="refused", scode=winerror.CONNECT_E_NOCONNECTION)
        return win32com.server.util.wrap(self, pythoncom.IID_IConnectionPoint)

    def Advise(self, unknown: Any) -> int:  # noqa: N802
        number, self._next = self._next, self._next + 1
        self.sinks[number] = unknown.QueryInterface(pythoncom.IID_IDispatch)
        return number

    def Unadvise(self, number: int) -> None:  # noqa: N802
        if self.sinks.pop(number, None) is None:
            raise COMException(desc="refused", scode=winerror.CONNECT_E_NOCONNECTION)

    def cancels(self, item: Fake) -> bool:
        """Fire ItemSend at everybody; a sink that is gone is one that does not answer."""
        cancel = False
        for sink in tuple(self.sinks.values()):
            try:
                (told,) = (
                    sink.InvokeTypes(
                        ITEM_SEND,
                        0,
                        pythoncom.DISPATCH_METHOD,
                        (pythoncom.VT_EMPTY, 0),
                        ((pythoncom.VT_DISPATCH, 1), (BY_REFERENCE_BOOL, 3)),
                        exposed(item),
                        cancel,
                    ),
                )
            except pywintypes.com_error:
                continue
            cancel = bool(told[-1] if isinstance(told, tuple) else told) or cancel
        return cancel

    def quit(self) -> None:
        """Fire Quit."""
        for sink in tuple(self.sinks.values()):
            try:
                sink.Invoke(QUIT, 0, pythoncom.DISPATCH_METHOD, False)
            except pywintypes.com_error:
                continue


class AddIn:
    """An add-in in this process, called by its table as Office calls it (IDTExtensibility2)."""

    def __init__(self, clsid: str) -> None:
        class_id, iid = _guid(clsid), _guid("{B65AD801-ABAF-11D0-BB8B-00A0C90F2744}")
        self._pointer = ctypes.c_void_p()
        told = ctypes.oledll.ole32.CoCreateInstance(
            ctypes.byref(class_id), None, 1, ctypes.byref(iid), ctypes.byref(self._pointer)
        )
        assert told == 0

    def connect(self, application: Any) -> int:
        """OnConnection; give the HRESULT."""
        custom = ctypes.c_void_p()
        return self._method(7, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)(
            self._pointer, _address(application), 1, None, ctypes.byref(custom)
        )

    def started(self) -> int:
        """OnStartupComplete."""
        return self._bare(10)

    def closing(self) -> int:
        """OnBeginShutdown."""
        return self._bare(11)

    def disconnect(self) -> int:
        """OnDisconnection, and the last Release."""
        custom = ctypes.c_void_p()
        told = self._method(8, ctypes.c_int, ctypes.c_void_p)(
            self._pointer, 0, ctypes.byref(custom)
        )
        self._method(2)(self._pointer)
        return told

    def _bare(self, place: int) -> int:
        custom = ctypes.c_void_p()
        return self._method(place, ctypes.c_void_p)(self._pointer, ctypes.byref(custom))

    def _method(self, place: int, *kinds: Any) -> Any:
        table = ctypes.cast(self._pointer, ctypes.POINTER(ctypes.POINTER(ctypes.c_void_p)))
        return ctypes.WINFUNCTYPE(ctypes.c_long, ctypes.c_void_p, *kinds)(table[0][place])


def _guid(text: str) -> Any:
    return (ctypes.c_ubyte * 16).from_buffer_copy(bytes(memoryview(pywintypes.IID(text))))


def _address(dispatch: Any) -> int:
    """Give where the interface itself is: pywin32 tells it in the object's repr alone."""
    found = re.search(r"with obj at 0x([0-9A-Fa-f]+)", repr(dispatch))
    assert found is not None
    return int(found[1], 16)
