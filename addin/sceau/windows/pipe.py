"""The named pipe the helper answers at: this person's alone, from this machine alone.

Its security descriptor names one SID, Windows refuses clients of other machines
(``PIPE_REJECT_REMOTE_CLIENTS``), and whoever made a pipe of this name before us makes the helper
refuse to start (``FILE_FLAG_FIRST_PIPE_INSTANCE``). A client looks at who owns the pipe before it
says a word, and lends the server none of its rights (``SECURITY_IDENTIFICATION``).
"""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import ctypes
import time
from ctypes import wintypes

from sceau.windows.identity import advapi32, kernel32, own_sid, owner_of

_DUPLEX = 0x00000003
_OVERLAPPED = 0x40000000
_FIRST_INSTANCE = 0x00080000
_BYTES_AND_WAIT = 0x00000000
_NO_REMOTE_CLIENTS = 0x00000008
_UNLIMITED = 255
_BUFFER = 1 << 16

_READ_AND_WRITE = 0xC0000000
_OPEN_EXISTING = 3
_IDENTIFY_ONLY = 0x00100000 | 0x00010000
_INVALID = ctypes.c_void_p(-1).value
_BUSY = 231

PATIENCE = 10.0
"""Seconds a client waits for a free instance: there is a helper then, and it has much to do."""

TICK = 0.01
"""Seconds between two looks."""


class _Attributes(ctypes.Structure):
    """``SECURITY_ATTRIBUTES``."""

    _fields_ = (
        ("length", wintypes.DWORD),
        ("descriptor", ctypes.c_void_p),
        ("inherit", wintypes.BOOL),
    )


advapi32.ConvertStringSecurityDescriptorToSecurityDescriptorW.argtypes = [
    wintypes.LPCWSTR,
    wintypes.DWORD,
    ctypes.POINTER(ctypes.c_void_p),
    ctypes.c_void_p,
]
kernel32.CreateNamedPipeW.argtypes = [
    wintypes.LPCWSTR,
    *[wintypes.DWORD] * 6,
    ctypes.POINTER(_Attributes),
]
kernel32.CreateNamedPipeW.restype = ctypes.c_void_p
kernel32.CreateFileW.argtypes = [
    wintypes.LPCWSTR,
    wintypes.DWORD,
    wintypes.DWORD,
    ctypes.c_void_p,
    wintypes.DWORD,
    wintypes.DWORD,
    ctypes.c_void_p,
]
kernel32.CreateFileW.restype = ctypes.c_void_p


def make(name: str, *, first: bool) -> int:
    """Make an instance of the pipe, for one client, and give its handle.

    Raises ``PermissionError`` where it should be the ``first`` and is not, ``OSError`` else.
    """
    sid = own_sid()
    descriptor = ctypes.c_void_p()
    if not advapi32.ConvertStringSecurityDescriptorToSecurityDescriptorW(
        f"O:{sid}D:P(A;;GA;;;{sid})", 1, ctypes.byref(descriptor), None
    ):
        raise ctypes.WinError(ctypes.get_last_error())
    try:
        attributes = _Attributes(ctypes.sizeof(_Attributes), descriptor, False)
        handle = kernel32.CreateNamedPipeW(
            name,
            _DUPLEX | _OVERLAPPED | (_FIRST_INSTANCE if first else 0),
            _BYTES_AND_WAIT | _NO_REMOTE_CLIENTS,
            _UNLIMITED,
            _BUFFER,
            _BUFFER,
            0,
            ctypes.byref(attributes),
        )
        if handle == _INVALID:
            raise ctypes.WinError(ctypes.get_last_error())
        return int(handle)
    finally:
        kernel32.LocalFree(descriptor)


def reach(name: str, patience: float = PATIENCE) -> int:
    """Connect to the pipe, and give the handle; waits so many seconds while no instance is free.

    Raises ``FileNotFoundError`` where nobody answers, ``PermissionError`` where it is not this
    person's, ``OSError`` else.
    """
    until = time.monotonic() + patience
    while (handle := reach_now(name)) is None:
        if time.monotonic() > until:
            raise TimeoutError("the pipe is busy")
        time.sleep(TICK)
    return handle


def reach_now(name: str) -> int | None:
    """Connect as :func:`reach` does; none where no instance is free at this moment: between two
    clients there is none."""
    handle = kernel32.CreateFileW(
        name, _READ_AND_WRITE, 0, None, _OPEN_EXISTING, _OVERLAPPED | _IDENTIFY_ONLY, None
    )
    if handle == _INVALID:
        failed = ctypes.get_last_error()
        if failed == _BUSY:
            return None
        raise ctypes.WinError(failed)
    if owner_of(handle) != own_sid():
        kernel32.CloseHandle(handle)
        raise PermissionError("the pipe belongs to somebody else")
    return int(handle)
