"""The clipboard of Windows, for what must not stay on it."""

from __future__ import annotations

import sys

assert sys.platform == "win32"

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


def put(text: str) -> None:
    """Put ``text`` on the clipboard. Raises ``win32clipboard.error`` where another holds it."""
    win32clipboard.OpenClipboard()
    try:
        win32clipboard.EmptyClipboard()
        for name in _KEEP_OUT:
            form = win32clipboard.RegisterClipboardFormat(name)
            win32clipboard.SetClipboardData(form, b"\0\0\0\0")
        win32clipboard.SetClipboardData(win32con.CF_UNICODETEXT, text)
    finally:
        win32clipboard.CloseClipboard()


def clear(text: str) -> None:
    """Empty the clipboard where ``text`` is still on it."""
    win32clipboard.OpenClipboard()
    try:
        there = win32clipboard.IsClipboardFormatAvailable(win32con.CF_UNICODETEXT)
        if there and win32clipboard.GetClipboardData(win32con.CF_UNICODETEXT) == text:
            win32clipboard.EmptyClipboard()
    finally:
        win32clipboard.CloseClipboard()
