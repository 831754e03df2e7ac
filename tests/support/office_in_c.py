"""Building the shim, and the Outlook in C it is tried in: that one runs with 32 bits as with 64."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from support.repository import ROOT

DLL = "SceauOutlook.dll"
ROLES = ("go", "keep", "old", "broken", "missing")
"""What the door is in it."""
_SOURCE = ROOT / "tests" / "support" / "fake_outlook" / "office.c"
_CLASSIC = ROOT / "addin" / "outlook" / "classic"
_COMPILERS = {"x64": "x86_64-w64-mingw32-gcc", "x86": "i686-w64-mingw32-gcc"}


def build(work: Path, kind: str) -> tuple[Path, Path]:
    """Build both in ``work``; give the folder of the shims, and the program of this kind."""
    script = str(_CLASSIC / "build.py")
    subprocess.run([sys.executable, script, str(work)], check=True, capture_output=True)
    office = work / f"office-{kind}.exe"
    warnings = ["-Wall", "-Wextra", "-Werror", "-Wno-cast-function-type"]
    command = [_COMPILERS[kind], "-std=gnu11", "-O1", *warnings, str(_SOURCE), "-o", str(office)]
    subprocess.run([*command, "-lole32", "-loleaut32", "-luuid"], check=True)
    return work, office
