"""Where Thunderbird finds us on Windows: the registry names the native messaging manifest."""

from __future__ import annotations

import sys

assert sys.platform == "win32"

from pathlib import Path

from sceau.windows.registered import For
from sceau.windows.registry import value

_HOST = r"Software\Mozilla\NativeMessagingHosts\sceau"


def manifest_file() -> Path | None:
    """Give the manifest that Thunderbird reads, whether it is there or not: the person's before the
    machine's (MDN: "Native manifests"); none where it knows of none."""
    hives: tuple[For, ...] = ("person", "machine")
    for wanted in hives:
        named = value(_HOST, "", wanted)
        if isinstance(named, str) and named:
            return Path(named)
    return None
