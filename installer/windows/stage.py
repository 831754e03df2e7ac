"""Puts the whole Windows program into one folder, as it will stand on a computer: launchers,
Python, libraries, the add-on for Thunderbird and how it reaches us, the shim for Outlook."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(HERE), str(ROOT / "addin")]

sys.path.insert(0, str(ROOT / "addin" / "outlook" / "classic"))

import build as shim  # noqa: E402
import launchers  # noqa: E402
import runtime  # noqa: E402

from sceau.hooks.thunderbird import installing, xpi  # noqa: E402

RUNTIME = ROOT / "build" / "windows" / "runtime"


def stage(folder: Path) -> None:
    """Fill ``folder``, which is not there yet.

    Raises :class:`subprocess.CalledProcessError` where something cannot be had or built.
    """
    runtime.assemble(RUNTIME)
    for part in ("python", "lib"):
        shutil.copytree(RUNTIME / part, folder / part)
    launchers.build(folder)
    (folder / "sceau.ico").write_bytes(launchers.icon())
    shim.build(folder / "outlook")
    (folder / "sceau.xpi").write_bytes(xpi.build())
    (folder / "sceau.json").write_bytes(manifest())
    shutil.copyfile(ROOT / "LICENSE", folder / "LICENSE.txt")


def manifest() -> bytes:
    """Give the native messaging manifest. On Windows its path may be relative to itself (MDN:
    "Native manifests"), so that it is the same wherever Sceau is installed."""
    told = json.loads(installing.manifest(Path("sceau-host.exe")))
    told["path"] = "sceau-host.exe"
    return (json.dumps(told, indent=2) + "\n").encode()
