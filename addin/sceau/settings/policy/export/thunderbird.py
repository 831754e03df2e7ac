"""What Thunderbird's own policies say of Sceau: the add-on stays installed, and whether mails are
checked (``policies.json``, and the same keys on macOS)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

ADD_ON = "sceau@sceau.invalid"
"""The add-on's identifier."""


def policies(table: Mapping[str, Any], add_on: str) -> dict[str, Any]:
    """Give Thunderbird's policies; ``add_on`` is the address of the ``.xpi`` (``file:///…``)."""
    stays = {"installation_mode": "force_installed", "install_url": add_on}
    said: dict[str, Any] = {"ExtensionSettings": {ADD_ON: stays}}
    if "check" in table:
        said["3rdparty"] = {"Extensions": {ADD_ON: {"check": table["check"]}}}
    return said


def written(table: Mapping[str, Any], add_on: str) -> bytes:
    """Give ``policies.json``."""
    return (json.dumps({"policies": policies(table, add_on)}, indent=2) + "\n").encode()
