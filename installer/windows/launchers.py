"""Builds the programs that start Sceau on Windows: ``launchers.py FOLDER``.

``Sceau.exe`` opens no console: for the menu, the session's start and Explorer. ``sceau.com`` is for
the command line, where ``sceau`` finds it before ``Sceau.exe`` (``PATHEXT``); file names there know
no capitals, so the two cannot differ by those. ``sceau-host.exe`` is what Thunderbird starts.
The same sources give the same bytes.
"""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
SOURCES = Path(__file__).resolve().parent / "launcher"
sys.path.insert(0, str(ROOT / "addin"))

from sceau import __version__  # noqa: E402

COMPILER = "x86_64-w64-mingw32-gcc"
RESOURCES = "x86_64-w64-mingw32-windres"
_SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)


@dataclass(frozen=True)
class Launcher:
    """One of the programs: what it starts, with which Python, and whether a console is opened."""

    name: str
    module: str
    console: bool
    description: str
    speaks: bool = False
    """Whether it says in a window that it could not start."""


LAUNCHERS = (
    Launcher("Sceau.exe", "sceau.cli", False, "Sceau", speaks=True),
    Launcher("sceau.com", "sceau.cli", True, "Sceau, ligne de commande"),
    Launcher("sceau-host.exe", "sceau.host", False, "Sceau pour Thunderbird"),
)


def build(folder: Path) -> None:
    """Write the programs into ``folder``.

    Raises :class:`subprocess.CalledProcessError` where the compiler refuses.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as made:
        work = Path(made)
        (work / "sceau.ico").write_bytes(icon())
        for one in LAUNCHERS:
            _build(one, folder / one.name, work)


def build_one(one: Launcher, folder: Path) -> None:
    """Write one program into ``folder``, which is there. Raises as :func:`build` does."""
    with tempfile.TemporaryDirectory() as made:
        (Path(made) / "sceau.ico").write_bytes(icon())
        _build(one, folder / one.name, Path(made))


def icon() -> bytes:
    """Give ``ui/icons/sceau.svg`` as a Windows icon of the usual sizes."""
    pictures = [_drawn(size) for size in _SIZES]
    out = io.BytesIO()
    pictures[-1].save(
        out, "ICO", sizes=[(size, size) for size in _SIZES], append_images=pictures[:-1]
    )
    return out.getvalue()


def _drawn(size: int) -> Image.Image:
    source = str(ROOT / "ui" / "icons" / "sceau.svg")
    command = ["rsvg-convert", "--width", str(size), "--height", str(size), source]
    png = subprocess.run(command, check=True, capture_output=True).stdout
    return Image.open(io.BytesIO(png)).convert("RGBA")


def _build(one: Launcher, target: Path, work: Path) -> None:
    resources = work / f"{one.name}.o"
    numbers = ",".join([*__version__.split("."), "0"])
    words = {
        "COMMAS": numbers,
        "VERSION": f'"{__version__}"',
        "NAME": f'"{one.name}"',
        "DESCRIPTION": f'"{one.description}"',
    }
    defined = [f"-D{name}={value}".replace('"', '\\"') for name, value in words.items()]
    places = ["-I", str(work), "-I", str(SOURCES)]
    script = str(SOURCES / "launcher.rc")
    subprocess.run([RESOURCES, *places, *defined, "-i", script, "-o", str(resources)], check=True)
    python = "python.exe" if one.console else "pythonw.exe"
    options = ["-Os", "-s", "-Wall", "-Wextra", "-Werror", "-std=c11"]
    hardened = ["-Wl,--dynamicbase", "-Wl,--nxcompat", "-Wl,--high-entropy-va"]
    same = ["-Wl,--no-insert-timestamp", "-static", f"-ffile-prefix-map={SOURCES}=."]
    subprocess.run(
        [
            COMPILER,
            *options,
            *hardened,
            *same,
            "-mconsole" if one.console else "-mwindows",
            f'-DMODULE=L"{one.module}"',
            f'-DPYTHON=L"python\\\\{python}"',
            *(["-DSPEAKS"] if one.speaks else []),
            str(SOURCES / "launcher.c"),
            str(resources),
            "-o",
            str(target),
        ],
        check=True,
    )


if __name__ == "__main__":
    build(Path(sys.argv[1]))
