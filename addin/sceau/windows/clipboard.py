"""The clipboard of Windows, for what must not stay on it."""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import contextlib
import time
from collections.abc import Iterator
from typing import Any

import win32clipboard as _clipboard
import win32con

win32clipboard: Any = _clipboard

_KEEP_OUT = (
    "ExcludeClipboardContentFromMonitorProcessing",
    "CanIncludeInClipboardHistory",
    "CanUploadToCloudClipboard",
)
"""Formats by which a program asks for no history and no other device (Microsoft: "Cloud Clipboard
and Clipboard History Formats"): the first by being there, the others by the number 0."""


_TRIES, _PAUSE = 20, 0.025
"""Half a second: other programs hold the clipboard while they look at what is new on it."""


class Taken(OSError):
    """Another program holds the clipboard and does not let go."""


@contextlib.contextmanager
def _held() -> Iterator[None]:
    for left in reversed(range(_TRIES)):
        try:
            win32clipboard.OpenClipboard()
            break
        except win32clipboard.error:
            if not left:
                raise Taken from None
            time.sleep(_PAUSE)
    try:
        yield
    finally:
        win32clipboard.CloseClipboard()


def put(text: str) -> None:
    """Put ``text`` on the clipboard. Raises :class:`Taken` where another holds it."""
    with _held():
        win32clipboard.EmptyClipboard()
        for name in _KEEP_OUT:
            form = win32clipboard.RegisterClipboardFormat(name)
            win32clipboard.SetClipboardData(form, b"\0\0\0\0")
        win32clipboard.SetClipboardData(win32con.CF_UNICODETEXT, text)


def clear(text: str) -> None:
    """Empty the clipboard where ``text`` is still on it. Raises :class:`Taken`."""
    with _held():
        there = win32clipboard.IsClipboardFormatAvailable(win32con.CF_UNICODETEXT)
        if there and win32clipboard.GetClipboardData(win32con.CF_UNICODETEXT) == text:
            win32clipboard.EmptyClipboard()
