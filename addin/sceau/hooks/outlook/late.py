"""Outlook's objects over COM, bound late: each name is looked up as it is asked for. Windows only.

A call that Outlook rejects because it shows a dialog of its own was not made, and is tried again
for a while.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sceau.hooks.outlook.objects import Busy, Gone, Refused, Thing

assert sys.platform == "win32"

import pythoncom  # noqa: E402 - it is there on Windows only
import pywintypes  # noqa: E402

PATIENCE = 20.0
"""Seconds a call is tried again."""

IN_TURN = 2.0
"""The same where Outlook itself waits for our answer."""

_BUSY = {0x80010001, 0x8001010A}
"""RPC_E_CALL_REJECTED, RPC_E_SERVERCALL_RETRYLATER."""

_GONE = {0x800706BA, 0x800706BE, 0x800706BF, 0x80010007, 0x80010012, 0x80010108, 0x800401FD}
"""RPC_S_SERVER_UNAVAILABLE, RPC_S_CALL_FAILED(_DNE), RPC_E_SERVER_DIED(_DNE), RPC_E_DISCONNECTED,
CO_E_OBJNOTCONNECTED."""

_EXCEPTION = 0x80020009


class Late:
    """One object, by its IDispatch. ``patience`` says how many seconds a call is tried again, of
    this object and of those it gives."""

    def __init__(self, dispatch: Any, patience: float | None = None) -> None:
        self.dispatch = dispatch
        self.patience = PATIENCE if patience is None else patience
        self._numbers: dict[str, int] = {}

    def get(self, name: str) -> Any:
        """Read a property."""
        return self._invoke(name, pythoncom.DISPATCH_PROPERTYGET, (), answers=True)

    def put(self, name: str, value: Any) -> None:
        """Write a property. An account is given by reference, everything else by value."""
        by_reference = isinstance(value, Late)
        how = pythoncom.DISPATCH_PROPERTYPUTREF if by_reference else pythoncom.DISPATCH_PROPERTYPUT
        self._invoke(name, how, (_given(value),), answers=False)

    def call(self, name: str, *arguments: Any) -> Any:
        """Call a method."""
        given = tuple(_given(one) for one in arguments)
        return self._invoke(name, pythoncom.DISPATCH_METHOD, given, answers=True)

    @contextmanager
    def hurried(self) -> Iterator[Late]:
        """Be asked in Outlook's own turn, in which nobody may wait for long."""
        before, self.patience = self.patience, min(IN_TURN, self.patience)
        try:
            yield self
        finally:
            self.patience = before

    def same(self, other: Thing) -> bool:
        """Whether both are one object: COM's rule is that its IUnknown is then the same."""
        if not isinstance(other, Late):
            return False
        mine, theirs = (
            one.dispatch.QueryInterface(pythoncom.IID_IUnknown) for one in (self, other)
        )
        return bool(mine == theirs)

    def _invoke(self, name: str, how: int, given: tuple[Any, ...], *, answers: bool) -> Any:
        until = time.monotonic() + self.patience
        while True:
            try:
                if name not in self._numbers:
                    self._numbers[name] = self.dispatch.GetIDsOfNames(0, name)
                told = self.dispatch.Invoke(self._numbers[name], 0, how, answers, *given)
                return _taken(told, self.patience)
            except pywintypes.com_error as refused:
                code = _code(refused)
                if code in _GONE:
                    raise Gone(code) from None
                if code not in _BUSY:
                    raise Refused(code) from None
                if time.monotonic() > until:
                    raise Busy(code) from None
            # Outlook may be waiting for us in another call: that one is heard meanwhile
            pythoncom.PumpWaitingMessages()
            time.sleep(0.05)


def _code(told: Any) -> int:
    code = int(told.hresult) & 0xFFFFFFFF
    if code == _EXCEPTION and told.excepinfo and told.excepinfo[5]:
        return int(told.excepinfo[5]) & 0xFFFFFFFF
    return code


def _given(value: Any) -> Any:
    return value.dispatch if isinstance(value, Late) else value


def _taken(value: Any, patience: float) -> Any:
    if isinstance(value, memoryview):
        return bytes(value)
    if hasattr(value, "GetIDsOfNames"):
        return Late(value, patience)
    return value
