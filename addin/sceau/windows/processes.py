"""Which programs run: whether one of this person's is there."""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import ctypes
from ctypes import wintypes

from sceau.windows.identity import kernel32

_PROCESSES = 0x00000002
_SYNCHRONIZE = 0x00100000
_INVALID = ctypes.c_void_p(-1).value


class _Entry(ctypes.Structure):
    """``PROCESSENTRY32W``."""

    _fields_ = (
        ("size", wintypes.DWORD),
        ("usage", wintypes.DWORD),
        ("process", wintypes.DWORD),
        ("heap", ctypes.c_void_p),
        ("module", wintypes.DWORD),
        ("threads", wintypes.DWORD),
        ("parent", wintypes.DWORD),
        ("priority", wintypes.LONG),
        ("flags", wintypes.DWORD),
        ("file", wintypes.WCHAR * 260),
    )


kernel32.CreateToolhelp32Snapshot.argtypes = [wintypes.DWORD, wintypes.DWORD]
kernel32.CreateToolhelp32Snapshot.restype = ctypes.c_void_p
kernel32.Process32FirstW.argtypes = [ctypes.c_void_p, ctypes.POINTER(_Entry)]
kernel32.Process32NextW.argtypes = [ctypes.c_void_p, ctypes.POINTER(_Entry)]
kernel32.OpenProcess.argtypes = [wintypes.DWORD, wintypes.BOOL, wintypes.DWORD]
kernel32.OpenProcess.restype = wintypes.HANDLE
kernel32.WaitForSingleObject.argtypes = [wintypes.HANDLE, wintypes.DWORD]
kernel32.WaitForSingleObject.restype = wintypes.DWORD
kernel32.ProcessIdToSessionId.argtypes = [wintypes.DWORD, ctypes.POINTER(wintypes.DWORD)]


def runs(name: str) -> bool:
    """Say whether a program of this file name (``OUTLOOK.EXE``, in any case) runs in this person's
    session."""
    return name.lower() in every()


def every() -> list[str]:
    """Give the file names, in small letters, of all programs of this person's session."""
    ours = _session(kernel32.GetCurrentProcessId())
    return [file.lower() for pid, file in _all() if _session(pid) == ours]


def await_end(process: int, seconds: float) -> bool:
    """Wait until the process of this number has ended, and give whether it has. Until then what it
    has loaded cannot be replaced."""
    handle = kernel32.OpenProcess(_SYNCHRONIZE, False, process)
    if not handle:
        return True
    try:
        return bool(kernel32.WaitForSingleObject(handle, int(seconds * 1000)) == 0)
    finally:
        kernel32.CloseHandle(handle)


def _session(process: int) -> int | None:
    session = wintypes.DWORD()
    known = kernel32.ProcessIdToSessionId(process, ctypes.byref(session))
    return int(session.value) if known else None


def _all() -> list[tuple[int, str]]:
    snapshot = kernel32.CreateToolhelp32Snapshot(_PROCESSES, 0)
    if snapshot == _INVALID:
        return []
    try:
        one = _Entry(size=ctypes.sizeof(_Entry))
        found = []
        more = kernel32.Process32FirstW(snapshot, ctypes.byref(one))
        while more:
            found.append((int(one.process), str(one.file)))
            more = kernel32.Process32NextW(snapshot, ctypes.byref(one))
        return found
    finally:
        kernel32.CloseHandle(snapshot)
