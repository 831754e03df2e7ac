"""A small program in the place of Sceau, for its installers: it runs until it is asked to stop, as
the helper does. What is installed, and what is left of it, is looked at here."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

from PIL import Image

from sceau.windows import registered
from support.repository import ROOT
from support.wine import COMPILER, Wine
from support.wine_registry import HIVES, expected, found, registry

sys.path.insert(0, str(ROOT / "installer" / "windows"))
import installers
import registration

_STAND_IN = """
#include <windows.h>
int WINAPI WinMain(HINSTANCE i, HINSTANCE p, LPSTR line, int show) {
  HANDLE asked = CreateEventA(NULL, TRUE, FALSE, "sceau-stand-in-asked-to-stop");
  if (strstr(line, "helper stop")) return !SetEvent(asked);
  if (strstr(line, "run")) { ResetEvent(asked); return WaitForSingleObject(asked, 60000); }
  return 0;
}
"""
REMOVAL = r"Software\Microsoft\Windows\CurrentVersion\Uninstall\Sceau"
FILES = {
    "sceau.json": b"{}",
    "sceau.xpi": b"an add-on",
    "python/python311.dll": b"Python",
    "lib/sceau/é à/fichier œuvre.py": b"x = 1\n",
    "outlook/sceau-outlook-x64.dll": b"a shim",
    # large, and not to be packed: an installation takes its time, and can be cut
    "python/large.bin": random.Random(1).randbytes(12_000_000),
}


def build(work: Path) -> None:
    """Make the installers of two versions below ``work``, of which the second has other files; what
    they are made of stays in ``staged``."""
    staged = work / "staged"
    for name, content in FILES.items():
        (staged / name).parent.mkdir(parents=True, exist_ok=True)
        (staged / name).write_bytes(content)
    for name in ("Sceau.exe", "sceau-host.exe"):
        command = [COMPILER, "-xc", "-", "-mwindows", "-s", "-o", str(staged / name)]
        subprocess.run(command, input=_STAND_IN, text=True, check=True)
    Image.new("RGB", (64, 64), "navy").save(staged / "sceau.ico")
    (work / "1").mkdir()
    installers.build(staged, work / "1", "0.1.0", quick=True)
    (staged / "lib/sceau/é à/fichier œuvre.py").rename(staged / "lib/sceau/autre.py")
    (staged / "lib/sceau/é à").rmdir()
    (work / "2").mkdir()
    installers.build(staged, work / "2", "0.2.0", quick=True)


def footprint(windows: Wine) -> set[str]:
    """Give what an installation could leave: files where programs and shortcuts go, keys of our
    own, values in keys of others."""
    places = (windows.drive / "Program Files", windows.person)
    left = {
        str(path.relative_to(windows.drive))
        for place in places
        for path in place.rglob("*")
        # Windows makes folders of its own when they are first asked for.
        if path.is_file() and "Temp" not in path.parts
    }
    every = [
        (hive, entry.key, entry.name, entry.shared)
        for wanted, hive in HIVES.items()
        for entry in registered.entries(wanted)
    ]
    every += [("HKCU", REMOVAL, "", False), ("HKCU", r"Software\Sceau", "", False)]
    held = registry(windows, [(hive, key) for hive, key, _, _ in every])
    for hive, key, name, shared in every:
        values = held[f"{hive}\\{key}"]
        if values is not None and (not shared or name in values):
            left.add(f"{hive}\\{key}|{name if shared else ''}")
    return left


def removal(windows: Wine) -> dict[str, object] | None:
    """Give what the list of installed programs says of Sceau."""
    return registry(windows, [("HKCU", REMOVAL)])[f"HKCU\\{REMOVAL}"]


def folder_of(windows: Wine) -> Path:
    return windows.local_data / "Programs" / "Sceau"


def install(windows: Wine, installer: Path, *words: str) -> int:
    """Install as a script of an administrator's does: words are quoted as they are given."""
    line = " ".join([f'"{windows.path(installer)}" /S', *words])
    run = "import subprocess, sys; sys.exit(subprocess.run(sys.stdin.read()).returncode)"
    return windows.python("-c", run, given=line.encode()).returncode


def uninstall(windows: Wine, folder: Path, *words: str) -> None:
    """Run the uninstaller; it works on from a copy of itself, and is done when it is gone."""
    windows.run(folder / "uninstall.exe", "/S", *words)
    for _ in range(150):
        if not (folder / "uninstall.exe").exists():
            time.sleep(0.5)
            return
        time.sleep(0.2)
    raise AssertionError("the uninstaller did not end")


def values_expected(wanted: registered.For, folder: str, language: str) -> dict[str, object]:
    words = {**registration.texts()[language], "folder": folder}
    return expected(registered.entries(wanted), words)


def values_found(windows: Wine, wanted: registered.For) -> dict[str, object]:
    return found(windows, wanted, registered.entries(wanted))


def whole(folder: Path) -> bool:
    """Whether the first version's files are all there as they were made."""
    return (folder / "Sceau.exe").is_file() and all(
        (folder / name).is_file() and (folder / name).read_bytes() == content
        for name, content in FILES.items()
    )


def cut(windows: Wine, folder: Path, *command: Path | str) -> None:
    """Start an installer, and kill it outright while it writes its files."""
    process = windows.start(*command)
    large = folder / "python" / "large.bin"
    until = time.monotonic() + 60
    while not large.exists():
        if process.poll() is not None or time.monotonic() > until:
            raise AssertionError("the installer was not caught at work")
        time.sleep(0.001)
    process.kill()
    process.wait()
