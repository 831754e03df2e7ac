"""Outlook shows a dialog of its own: COM asks its message filter about each call from outside, and
the filter refuses it (IMessageFilter::HandleInComingCall; SERVERCALL_REJECTED,
SERVERCALL_RETRYLATER). The caller gets RPC_E_CALL_REJECTED or RPC_E_SERVERCALL_RETRYLATER."""

from __future__ import annotations

import ctypes
import time
from typing import Any

IS_HANDLED, REJECTED, RETRY_LATER = 0, 1, 2
WAIT_DEFAULT, CANCEL_CALL = 2, 0xFFFFFFFF
_S_OK, _E_NOINTERFACE = 0, 0x80004002
_THIS, _NUMBER = ctypes.c_void_p, ctypes.c_ulong
_QUERY = ctypes.WINFUNCTYPE(ctypes.c_long, _THIS, _THIS, ctypes.POINTER(_THIS))  # type: ignore[attr-defined]
_COUNT = ctypes.WINFUNCTYPE(_NUMBER, _THIS)  # type: ignore[attr-defined]
_HANDLE = ctypes.WINFUNCTYPE(_NUMBER, _THIS, _NUMBER, _THIS, _NUMBER, _THIS)  # type: ignore[attr-defined]
_ASK = ctypes.WINFUNCTYPE(_NUMBER, _THIS, _THIS, _NUMBER, _NUMBER)  # type: ignore[attr-defined]


class Filter:
    """The filter of this thread, from now on. ``refused`` counts the calls that were."""

    def __init__(self) -> None:
        self.refused = 0
        self._until, self._answer = 0.0, IS_HANDLED
        self._methods = (
            _QUERY(self._query),
            _COUNT(lambda _: 2),
            _COUNT(lambda _: 1),
            _HANDLE(self._handle),
            _ASK(lambda *_: CANCEL_CALL),
            _ASK(lambda *_: WAIT_DEFAULT),
        )
        table = (_THIS * 6)(*(ctypes.cast(one, _THIS) for one in self._methods))
        self._table = table
        self._object = _THIS(ctypes.addressof(table))
        before = _THIS()
        told = ctypes.oledll.ole32.CoRegisterMessageFilter(  # type: ignore[attr-defined]
            ctypes.byref(self._object), ctypes.byref(before)
        )
        assert told == 0

    def refuse(self, seconds: float, answer: int) -> None:
        """Be busy for a while."""
        self._until, self._answer = time.monotonic() + seconds, answer

    def _query(self, _this: Any, _iid: Any, out: Any) -> int:
        out[0] = ctypes.addressof(self._object)
        return _S_OK

    def _handle(self, *_: Any) -> int:
        if time.monotonic() >= self._until:
            return IS_HANDLED
        self.refused += 1
        return self._answer
