"""Microsoft Edge WebView2, which draws the window on Windows: whether it is there."""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import winreg

_CLIENT = r"SOFTWARE\{}Microsoft\EdgeUpdate\Clients\{{F3017226-FE2A-4295-8BDF-00C3A9A7E4C5}}"
_PLACES = (
    (winreg.HKEY_LOCAL_MACHINE, _CLIENT.format("WOW6432Node\\")),
    (winreg.HKEY_CURRENT_USER, _CLIENT.format("")),
)


def installed() -> bool:
    """Tell whether the Evergreen Runtime is installed, for the machine or for this person
    (Microsoft: "Detect if a WebView2 Runtime is already installed")."""
    for hive, path in _PLACES:
        try:
            with winreg.OpenKey(hive, path) as key:
                version, _ = winreg.QueryValueEx(key, "pv")
        except OSError:
            continue
        if version not in ("", "0.0.0.0"):  # noqa: S104 - a version, which says: none
            return True
    return False
