"""A policy as macOS keeps it: managed preferences, which a configuration profile brings.

Written by Apple's documentation (Device Management, ``com.apple.ManagedClient.preferences``); the
files are property lists, read the same everywhere.
"""

from __future__ import annotations

import getpass
import plistlib
from pathlib import Path
from typing import Any
from xml.parsers.expat import ExpatError

from sceau.errors import WrongSettings
from sceau.settings.documents import LARGEST_FILE, Table, content_of

DOMAIN = "fr.sceau.sceau"
"""The preference domain, and the name of its file."""
MANAGED = "com.apple.ManagedClient.preferences"
"""The kind of payload that sets another program's preferences."""

_FOLDER = Path("/Library/Managed Preferences")


def files() -> list[Path]:
    """Give where the policy for this machine, then that for this person, would stand."""
    return [_FOLDER / f"{DOMAIN}.plist", _FOLDER / getpass.getuser() / f"{DOMAIN}.plist"]


def of_the_machine() -> Table:
    """Read what is imposed on everybody on this machine; raises as :func:`read` does."""
    return read(files()[0])


def of_the_person() -> Table:
    """Read what is imposed on this person; raises as :func:`read` does."""
    return read(files()[1])


def read(path: Path) -> Table:
    """Read a property list of preferences, or a configuration profile that holds them; empty where
    it is not there. Raises :class:`WrongSettings` where it cannot be read or is neither."""
    content = content_of(path, "policy")
    if content is None:
        return {}
    try:
        if len(content) > LARGEST_FILE:
            raise ValueError
        table = plistlib.loads(content)
        if isinstance(table, dict) and "PayloadContent" in table:
            table = _in_profile(table)
    except (ValueError, ExpatError, AttributeError, LookupError, TypeError):
        raise WrongSettings("policy-settings-not-plist") from None
    if not isinstance(table, dict):
        raise WrongSettings("policy-settings-not-plist")
    return table


def _in_profile(profile: dict[str, Any]) -> object:
    """Give what the profile sets in our domain."""
    for payload in profile["PayloadContent"]:
        if payload.get("PayloadType") == MANAGED and DOMAIN in payload["PayloadContent"]:
            return payload["PayloadContent"][DOMAIN]["Forced"][0]["mcx_preference_settings"]
    return {}
