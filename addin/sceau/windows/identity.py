"""Who runs this process, as Windows names people: by a security identifier (SID).

Standard library only: ``sceau-host`` asks at each start.
"""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import ctypes
import functools
from ctypes import wintypes

_TOKEN_QUERY = 0x0008
_TOKEN_USER = 1
_OWNER_INFORMATION = 0x1
_DACL_INFORMATION = 0x4
_KERNEL_OBJECT = 6
_REVISION = 1

kernel32 = ctypes.WinDLL("kernel32", use_last_error=True)
advapi32 = ctypes.WinDLL("advapi32", use_last_error=True)

kernel32.GetCurrentProcess.restype = wintypes.HANDLE
kernel32.CloseHandle.argtypes = [wintypes.HANDLE]
kernel32.LocalFree.argtypes = [ctypes.c_void_p]
advapi32.OpenProcessToken.argtypes = [
    wintypes.HANDLE,
    wintypes.DWORD,
    ctypes.POINTER(wintypes.HANDLE),
]
advapi32.GetTokenInformation.argtypes = [
    wintypes.HANDLE,
    ctypes.c_int,
    ctypes.c_void_p,
    wintypes.DWORD,
    ctypes.POINTER(wintypes.DWORD),
]
advapi32.ConvertSidToStringSidW.argtypes = [ctypes.c_void_p, ctypes.POINTER(ctypes.c_void_p)]
advapi32.GetSecurityInfo.argtypes = [
    wintypes.HANDLE,
    ctypes.c_int,
    wintypes.DWORD,
    *[ctypes.POINTER(ctypes.c_void_p)] * 5,
]
advapi32.GetSecurityInfo.restype = wintypes.DWORD
advapi32.ConvertSecurityDescriptorToStringSecurityDescriptorW.argtypes = [
    ctypes.c_void_p,
    wintypes.DWORD,
    wintypes.DWORD,
    ctypes.POINTER(ctypes.c_void_p),
    ctypes.c_void_p,
]


@functools.cache
def own_sid() -> str:
    """Give the SID of whoever runs this process (``S-1-5-21-…``).

    Raises ``OSError`` where Windows does not say.
    """
    token = wintypes.HANDLE()
    if not advapi32.OpenProcessToken(
        kernel32.GetCurrentProcess(), _TOKEN_QUERY, ctypes.byref(token)
    ):
        raise ctypes.WinError(ctypes.get_last_error())
    try:
        size = wintypes.DWORD()
        advapi32.GetTokenInformation(token, _TOKEN_USER, None, 0, ctypes.byref(size))
        held = ctypes.create_string_buffer(size.value)
        if not advapi32.GetTokenInformation(token, _TOKEN_USER, held, size, ctypes.byref(size)):
            raise ctypes.WinError(ctypes.get_last_error())
        # TOKEN_USER begins with the address of the SID
        return _text(ctypes.c_void_p.from_buffer(held).value)
    finally:
        kernel32.CloseHandle(token)


def owner_of(handle: int) -> str:
    """Give the SID of the owner of a pipe, process or other kernel object.

    Raises ``OSError`` where it may not be asked.
    """
    owner, descriptor = ctypes.c_void_p(), ctypes.c_void_p()
    failed = advapi32.GetSecurityInfo(
        handle,
        _KERNEL_OBJECT,
        _OWNER_INFORMATION,
        ctypes.byref(owner),
        None,
        None,
        None,
        ctypes.byref(descriptor),
    )
    if failed:
        raise ctypes.WinError(failed)
    try:
        return _text(owner.value)
    finally:
        kernel32.LocalFree(descriptor)


def descriptor_of(handle: int) -> str:
    """Give who owns a kernel object and who may use it, in Windows' own notation (SDDL).

    Raises ``OSError`` where it may not be asked.
    """
    what = _OWNER_INFORMATION | _DACL_INFORMATION
    descriptor, text = ctypes.c_void_p(), ctypes.c_void_p()
    failed = advapi32.GetSecurityInfo(
        handle, _KERNEL_OBJECT, what, None, None, None, None, ctypes.byref(descriptor)
    )
    if failed:
        raise ctypes.WinError(failed)
    try:
        if not advapi32.ConvertSecurityDescriptorToStringSecurityDescriptorW(
            descriptor, _REVISION, what, ctypes.byref(text), None
        ):
            raise ctypes.WinError(ctypes.get_last_error())
        return _taken(text)
    finally:
        kernel32.LocalFree(descriptor)


def _text(sid: int | None) -> str:
    text = ctypes.c_void_p()
    if not advapi32.ConvertSidToStringSidW(sid, ctypes.byref(text)):
        raise ctypes.WinError(ctypes.get_last_error())
    return _taken(text)


def _taken(text: ctypes.c_void_p) -> str:
    try:
        return ctypes.wstring_at(text.value or 0)
    finally:
        kernel32.LocalFree(text)
