"""The sandbox around a worker, where the system has one: bubblewrap on Linux.

Inside there is Python, its libraries and this package, all read-only; no network, no home, no
temporary files, no other process. In containers it often is not allowed to start.
"""

from __future__ import annotations

import functools
import importlib.util
import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable
from pathlib import Path

import sceau
from sceau.resources import ui_folder

_SYSTEM = ("/usr", "/lib", "/lib32", "/lib64", "/bin", "/etc/ld.so.cache", "/etc/alternatives")
_KEEP_MEMORY = {
    "MALLOC_MMAP_THRESHOLD_": str(32 * 2**20),
    "MALLOC_TRIM_THRESHOLD_": str(64 * 2**20),
}
"""glibc: keep what a stream of a few MB took for the next one, instead of giving it back to the
kernel and having it cleared anew; a fifth of the time on scanned pages."""

_PROBE_SECONDS = 20
_PACKAGE = Path(sceau.__file__).resolve().parent
_LIBRARIES = (
    "msgspec",
    "pikepdf",
    "pypdfium2",
    "PIL",
    "pi_heif",
    "img2pdf",
    "msoffcrypto",
    "pyzipper",
    "olefile",
    "python_calamine",
    "stdnum",
    "py7zr",
)


@functools.cache
def works() -> bool:
    """Tell whether bubblewrap is there and starts a worker's Python. Asked once a process; takes
    about 0.2 s then."""
    tool = shutil.which("bwrap") if sys.platform == "linux" else None
    if tool is None:
        return False
    try:
        probe = subprocess.run(
            [*_wrapped(tool, ()), *python("-c", "import sceau.workers.process")],
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_PROBE_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return probe.returncode == 0


def command(module: str, paths: Iterable[Path] = ()) -> list[str]:
    """Give the command line that runs ``module`` as a worker, in the sandbox where there is one.

    ``paths`` are further folders it may import from. Where it does not start, :func:`works` tells
    whether it is the sandbox's fault; :func:`python` is the command line without.
    """
    tool = shutil.which("bwrap") if sys.platform == "linux" else None
    run = python("-m", module)
    return [*_wrapped(tool, paths), *run] if tool else run


def environment(paths: Iterable[Path] = ()) -> dict[str, str]:
    """Give the environment of a worker: where to import from, and nothing of the person's."""
    kept = {"SYSTEMROOT", "WINDIR", "PATH"}
    return {
        **{name: value for name, value in os.environ.items() if name.upper() in kept},
        "LC_ALL": "C.UTF-8",
        "PYTHONPATH": os.pathsep.join([str(_PACKAGE.parent), *map(str, paths)]),
        "PYTHONDONTWRITEBYTECODE": "1",
        **_KEEP_MEMORY,
    }


def python(*arguments: str) -> list[str]:
    """Give the command line of this Python: no user site, nothing from the current folder."""
    return [sys.executable, "-P", "-s", *arguments]


def _wrapped(tool: str, paths: Iterable[Path]) -> list[str]:
    line = [tool, "--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL"]
    line += ["--proc", "/proc", "--dev", "/dev", "--dir", "/tmp"]  # noqa: S108 - its own, empty
    for place in _SYSTEM:
        line += ["--ro-bind-try", place, place]
    for place in _needed(paths):
        line += ["--ro-bind-try", place, place]
    line += ["--remount-ro", "/", "--chdir", "/", "--"]
    return line


def _needed(paths: Iterable[Path]) -> list[str]:
    """The folders Python, its libraries and this package are in, as named and as they really are.
    Nothing above them is shown: a home with a virtual environment in it stays hidden."""
    specs = [spec for name in _LIBRARIES if (spec := importlib.util.find_spec(name))]
    wanted = [
        Path(sys.prefix),
        Path(sys.base_prefix),
        Path(sysconfig.get_paths()["stdlib"]),
        Path(sys.executable).resolve().parent,
        *(Path(spec.origin).parent.parent for spec in specs if spec.origin),
        _PACKAGE,
        # what an envelope says to whoever opens it
        ui_folder() / "locales",
        *paths,
    ]
    places = dict.fromkeys(str(place) for one in wanted for place in (one, one.resolve()))
    return [place for place in places if place not in {"/", "/usr", "/usr/bin", "/bin"}]
