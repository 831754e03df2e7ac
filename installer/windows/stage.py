"""Puts the whole Windows program into one folder, as it will stand on a computer: launchers,
Python, libraries, the add-on for Thunderbird and how it reaches us, the shim for Outlook."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(HERE), str(ROOT / "addin")]

sys.path.insert(0, str(ROOT / "addin" / "outlook" / "classic"))

import build as shim  # noqa: E402
import launchers  # noqa: E402
import runtime  # noqa: E402

from sceau.hooks.thunderbird import installing, xpi  # noqa: E402

_WINES = ("/usr/lib/wine/wine64",)
"""Debian's own loader of 64 bits: its ``wine`` complains where there is none of 32."""
RUNTIME = ROOT / "build" / "windows" / "runtime"

_NOT_PYTHON_3 = r"[\\/]olefile[\\/]olefile2\.py$"
"""What a library ships for Python 2; nothing imports it."""


def stage(folder: Path) -> None:
    """Fill ``folder``, which is not there yet.

    Raises :class:`subprocess.CalledProcessError` where something cannot be had or built.
    """
    with runtime.assembled(RUNTIME):
        for part in ("python", "lib"):
            shutil.copytree(RUNTIME / part, folder / part)
    _compile(folder)
    launchers.build(folder)
    (folder / "sceau.ico").write_bytes(launchers.icon())
    shim.build(folder / "outlook")
    (folder / "sceau.xpi").write_bytes(xpi.build())
    (folder / "sceau.json").write_bytes(manifest())
    shutil.copyfile(ROOT / "LICENSE", folder / "LICENSE.txt")


def _compile(folder: Path) -> None:
    """Give every module its bytecode, by the Python it is for, under Wine: in a folder for
    everybody nobody could keep it, and each start would take seconds; and what Python writes later
    a removal would leave. It is not compared with its source again (PEP 552), so that it is the
    same wherever and whenever it is made.

    Raises :class:`subprocess.CalledProcessError` where a file is refused that is not known to be.
    """
    wine = next(one for one in (*_WINES, shutil.which("wine") or "wine") if Path(one).exists())
    command = [wine, "python/python.exe", "-m", "compileall", "-q", "-s", "lib", "-p", "Sceau"]
    command += ["--invalidation-mode", "unchecked-hash", "-x", _NOT_PYTHON_3, "lib"]
    with tempfile.TemporaryDirectory(prefix="sceau-wine-") as home:
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": home,
            "WINEPREFIX": f"{home}/prefix",
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": "mscoree,mshtml=;winemenubuilder.exe=d",
        }
        quiet: dict[str, Any] = {"stdin": subprocess.DEVNULL, "capture_output": True}
        subprocess.run([wine, "wineboot", "--init"], env=environment, check=True, **quiet)
        done = subprocess.run(command, cwd=folder, env=environment, check=False, **quiet)
        if done.returncode:
            sys.stderr.buffer.write(done.stdout)
            done.check_returncode()
        server = shutil.which("wineserver") or "/usr/lib/wine/wineserver"
        subprocess.run([server, "-k"], env=environment, check=False, **quiet)
        subprocess.run([server, "-w"], env=environment, check=False, **quiet)


def manifest() -> bytes:
    """Give the native messaging manifest. On Windows its path may be relative to itself (MDN:
    "Native manifests"), so that it is the same wherever Sceau is installed."""
    told = json.loads(installing.manifest(Path("sceau-host.exe")))
    told["path"] = "sceau-host.exe"
    return (json.dumps(told, indent=2) + "\n").encode()
