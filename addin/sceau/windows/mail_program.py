"""The person's mail program on Windows: opening it, and beginning a mail with files.

    pythonw -P -m sceau.windows.mail_program FILE…

A mail with files is begun by Simple MAPI (Microsoft: "Simple MAPI"), which every mail program of
the desktop answers: Outlook, Thunderbird, others. The call lasts as long as the mail is written in
some of them, so it has a process of its own. Where no program answers it, Outlook itself is asked;
where there is none, an empty mail opens with the folder of the files, and a sentence.
"""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import contextlib
import ctypes
import os
import subprocess
import winreg
from collections.abc import Sequence
from ctypes import wintypes
from pathlib import Path
from typing import Any

from sceau.errors import DONE, ServiceRefused

_CLIENTS = r"SOFTWARE\Clients\Mail"
_SUCCESS, _USER_ABORT = 0, 1
_LOGON_UI, _DIALOG = 0x1, 0x8
_NOT_IN_THE_TEXT = 0xFFFFFFFF


class _File(ctypes.Structure):
    """``MapiFileDescW``."""

    _fields_ = (
        ("reserved", wintypes.ULONG),
        ("flags", wintypes.ULONG),
        ("position", wintypes.ULONG),
        ("path", wintypes.LPCWSTR),
        ("name", wintypes.LPCWSTR),
        ("type", ctypes.c_void_p),
    )


class _Message(ctypes.Structure):
    """``MapiMessageW``."""

    _fields_ = (
        ("reserved", wintypes.ULONG),
        ("subject", wintypes.LPCWSTR),
        ("text", wintypes.LPCWSTR),
        ("kind", wintypes.LPCWSTR),
        ("received", wintypes.LPCWSTR),
        ("conversation", wintypes.LPCWSTR),
        ("flags", wintypes.ULONG),
        ("originator", ctypes.c_void_p),
        ("recipient_count", wintypes.ULONG),
        ("recipients", ctypes.c_void_p),
        ("file_count", wintypes.ULONG),
        ("files", ctypes.POINTER(_File)),
    )


def chosen() -> str:
    """Give the name of the mail program that Windows hands mails to; empty where there is none."""
    for hive in (winreg.HKEY_CURRENT_USER, winreg.HKEY_LOCAL_MACHINE):
        found = _value(hive, _CLIENTS)
        if found:
            return found
    return ""


def open_mail_program() -> None:
    """Open the person's mail program, or bring it forward; nothing where there is none."""
    name = chosen()
    for hive in (winreg.HKEY_CURRENT_USER, winreg.HKEY_LOCAL_MACHINE):
        command = _value(hive, rf"{_CLIENTS}\{name}\shell\open\command") if name else ""
        if command:
            with contextlib.suppress(OSError):
                subprocess.Popen(winreg.ExpandEnvironmentStrings(command))
            return


def begin_mail(files: Sequence[Path]) -> None:
    """Begin a mail with ``files`` attached, in the mail program; comes back when that lets us.

    Raises :class:`ServiceRefused` ``no-mail-program`` where none takes files.
    """
    for way in (_by_mapi, _by_outlook):
        if way(files):
            return
    raise ServiceRefused("no-mail-program")


def _by_mapi(files: Sequence[Path]) -> bool:
    if not chosen():
        return False
    described = (_File * len(files))()
    for place, one in zip(described, files, strict=True):
        place.position = _NOT_IN_THE_TEXT
        place.path, place.name = _readable(str(one.absolute())), one.name
    message = _Message(file_count=len(files), files=described)
    try:
        send = ctypes.WinDLL("mapi32").MAPISendMailW
    except (OSError, AttributeError):
        return False
    send.restype = wintypes.ULONG
    send.argtypes = [
        ctypes.c_size_t,
        ctypes.c_size_t,
        ctypes.POINTER(_Message),
        wintypes.ULONG,
        wintypes.ULONG,
    ]
    # without a session: what 64-bit programs may ask of a 32-bit mail program
    told: int = send(0, 0, ctypes.byref(message), _LOGON_UI | _DIALOG, 0)
    return told in (_SUCCESS, _USER_ABORT)


def _readable(path: str) -> str:
    """Give a path that older mail programs can read, which know the letters of one alphabet only:
    the short one (``GetShortPathNameW``) where it is needed and there is one."""
    try:
        path.encode("mbcs", "strict")
    except UnicodeEncodeError:
        held = ctypes.create_unicode_buffer(len(path) + 1)
        length = ctypes.WinDLL("kernel32").GetShortPathNameW(path, held, len(held))
        if 0 < length < len(held):
            return held.value
    return path


def _by_outlook(files: Sequence[Path]) -> bool:
    """Ask Outlook itself: it may be there without being the one Windows hands mails to."""
    import pythoncom
    import pywintypes
    import win32com.client

    client: Any = win32com.client
    pythoncom.CoInitialize()
    try:
        outlook = client.Dispatch("Outlook.Application")
        mail = outlook.CreateItem(0)
        for one in files:
            mail.Attachments.Add(str(one.absolute()))
        mail.Display()
    except (pywintypes.com_error, AttributeError):
        return False
    return True


def _value(hive: int, key: str) -> str:
    try:
        return winreg.QueryValue(hive, key)
    except OSError:
        return ""


def _tell(files: Sequence[Path]) -> None:
    """Open an empty mail and the folder of the files, and say what is left to be done."""
    from sceau.desk.notifying import notify
    from sceau.phrases import phrase, say, system_language

    for one in ("mailto:", str(files[0].parent)):
        with contextlib.suppress(OSError):
            os.startfile(one)  # noqa: S606 - our own address and the folder of the results
    notify("Sceau", say(phrase("sealer.attach-yourself"), system_language()))


def main() -> int:
    """Begin a mail with the files that are named."""
    files = [Path(one) for one in sys.argv[1:]]
    try:
        begin_mail(files)
    except ServiceRefused as told:
        _tell(files)
        return told.exit_code
    return DONE


if __name__ == "__main__":
    sys.exit(main())
