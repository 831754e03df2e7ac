"""A Windows station under Wine: the genuine Windows Python with Sceau, as the installers ship it,
on a screen and in a prefix of its own.

Two things are added that real Windows does not need: ``bcryptprimitives.dll``, which Rust libraries
ask for random bytes and Wine 8 lacks, and, in the place of ``_wmi.pyd``, whose questions Wine does
not answer, a module that says which Windows Wine stands for: without one Python asks a console of
its own at each start, and the first of those takes ten seconds.
"""

from __future__ import annotations

import contextlib
import os
import re
import select
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Any

from support.repository import ROOT
from support.screen import start_screen

sys.path.insert(0, str(ROOT / "installer" / "windows"))
import runtime

WAIT = 120.0
"""Seconds that one program may take on a loaded machine."""

RUNTIME = ROOT / "build" / "windows" / "runtime"
COMPILER = "x86_64-w64-mingw32-gcc"
_RANDOM = """
#include <windows.h>
#include <ntsecapi.h>
__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T size) {
  return SystemFunction036(data, (ULONG)size);
}
"""

_SYSTEM = """
import sys
_KNOWN = {
    "Version": ".".join(str(one) for one in sys.getwindowsversion().platform_version),
    "ProductType": "1",
    "BuildType": "Multiprocessor Free",
    "ServicePackMajorVersion": "0",
    "ServicePackMinorVersion": "0",
    "Architecture": "9",
}
def exec_query(query):
    keys = query.removeprefix("SELECT ").partition(" FROM ")[0].split(",")
    if not set(keys) <= set(_KNOWN):
        raise OSError("Wine does not know")
    return "\\0".join(f"{key}={_KNOWN[key]}" for key in keys)
"""


def wine_program() -> str:
    """Give Wine's 64-bit loader: Debian's ``wine`` complains where there is no 32-bit one."""
    debian = Path("/usr/lib/wine/wine64")
    found = str(debian) if debian.exists() else shutil.which("wine64") or shutil.which("wine")
    if not found:
        raise AssertionError("wine is missing: installer/linux/prepare names the packages")
    return found


class Wine:
    """A running station. ``home`` is a folder for a test's files; ``drive`` is its ``C:``."""

    def __init__(self, home: Path, environment: dict[str, str]) -> None:
        self.home = home
        self.environment = environment
        self.prefix = Path(environment["WINEPREFIX"])
        self.drive = self.prefix / "drive_c"
        self.runtime = self.drive / "runtime"
        """The assembled runtime (``python``, ``lib``), with what Wine lacks."""

    @property
    def person(self) -> Path:
        """The person's own folder (``%USERPROFILE%``)."""
        (one,) = [folder for folder in (self.drive / "users").iterdir() if folder.name != "Public"]
        return one

    @property
    def local_data(self) -> Path:
        """``%LOCALAPPDATA%``."""
        return self.person / "AppData" / "Local"

    def path(self, here: Path) -> str:
        """Give the Windows path of a file of this machine."""
        if here.is_relative_to(self.drive):
            return "C:\\" + str(here.relative_to(self.drive)).replace("/", "\\")
        return "Z:" + str(here.absolute()).replace("/", "\\")

    def start(
        self, program: Path | str, *words: str, environment: Mapping[str, str] = {}, **more: Any
    ) -> subprocess.Popen[bytes]:
        """Start a program with pipes for its three streams (a terminal of Linux confuses Wine)."""
        streams: dict[str, int | IO[bytes]] = {
            "stdin": subprocess.PIPE,
            "stdout": subprocess.PIPE,
            "stderr": subprocess.PIPE,
        }
        return subprocess.Popen(
            [wine_program(), str(program), *words],
            env={**self.environment, **environment},
            **{**streams, **more},
        )

    def run(
        self,
        program: Path | str,
        *words: str,
        given: bytes = b"",
        seconds: float = WAIT,
        environment: Mapping[str, str] = {},
    ) -> subprocess.CompletedProcess[bytes]:
        """Run a program to its end; give its exit code and what it wrote. What it leaves behind may
        hold its output open for longer: that is not waited for."""
        process = self.start(program, *words, environment=environment)
        outputs = _Reading(process.stdout), _Reading(process.stderr)
        assert process.stdin is not None
        with contextlib.suppress(BrokenPipeError):
            process.stdin.write(given)
            process.stdin.close()
        try:
            code = process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise
        return subprocess.CompletedProcess(process.args, code, *(one.all() for one in outputs))

    def python(
        self, *words: str, environment: Mapping[str, str] = {}, **more: Any
    ) -> subprocess.CompletedProcess[bytes]:
        """Run the runtime's Python to its end (UTF-8, as the launchers ask)."""
        python = self.runtime / "python" / "python.exe"
        return self.run(python, "-X", "utf8", *words, environment=environment, **more)

    def registry(self, key: str) -> dict[str, str] | None:
        """Give the values of a key (``HKCU\\…``) as text, the default one as ``""``; nothing where
        there is no such key."""
        told = self.run("reg", "query", key)
        if told.returncode:
            return None
        values = {}
        for line in told.stdout.decode(errors="replace").splitlines():
            found = re.match(r"^    (.*?)    (REG_\w+)    ?(.*)$", line.rstrip("\r"))
            if found:
                name = "" if found[1].startswith("(") else found[1]
                values[name] = found[3]
        return values

    def end(self) -> None:
        """End every Windows program of this prefix, and wait until its registry is written."""
        for words in (["-k"], ["-w"]):
            subprocess.run(
                [_server(), *words], env=self.environment, capture_output=True, timeout=WAIT
            )


class _Reading(threading.Thread):
    """Reads an output while the program runs. Once that has ended, all it wrote is in the pipe: it
    is read until nothing more is there, however long a busy machine takes for it. What a program
    that was left behind writes later is taken, and thrown away."""

    def __init__(self, output: IO[bytes] | None) -> None:
        super().__init__(daemon=True)
        assert output is not None
        self._output = output
        self._pieces: list[bytes] = []
        self._ended, self._read = threading.Event(), threading.Event()
        self.start()

    def run(self) -> None:
        there = select.poll()
        there.register(self._output, select.POLLIN | select.POLLHUP)
        while True:
            over = self._ended.is_set()  # before the look: what it wrote by then is seen
            if not there.poll(0 if over else 20):
                if not over:
                    continue
                self._read.set()
            piece = os.read(self._output.fileno(), 1 << 16)
            if not piece:
                break
            if not self._read.is_set():
                self._pieces.append(piece)
        self._output.close()
        self._read.set()

    def all(self) -> bytes:
        """Give what the program wrote, which has ended."""
        self._ended.set()
        self._read.wait()
        return b"".join(self._pieces)


def _server() -> str:
    debian = Path("/usr/lib/wine/wineserver")
    return str(debian) if debian.exists() else "wineserver"


def fit_for_wine(folder: Path) -> tuple[Path, Path]:
    """Give a copy of the runtime what Wine lacks, and say which files were added to it."""
    (folder / "python" / "_wmi.pyd").unlink(missing_ok=True)
    system = folder / "python" / "_wmi.py"
    system.write_text(_SYSTEM)
    command = [COMPILER, "-shared", "-O2", "-xc", "-", "-ladvapi32"]
    random = folder / "python" / "bcryptprimitives.dll"
    subprocess.run([*command, "-o", str(random)], input=_RANDOM, text=True, check=True)
    return system, random


@contextlib.contextmanager
def wine_station(size: str = "1280x1000") -> Iterator[Wine]:
    """Give a station with the runtime in its ``C:\\runtime``; all of it ends and goes."""
    home = Path(tempfile.mkdtemp(prefix="wine-"))
    screen = None
    station = None
    try:
        screen, display = start_screen(size)
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(home),
            "LANG": "C.UTF-8",
            "TMPDIR": str(home),
            "DISPLAY": f":{display}",
            "WINEPREFIX": str(home / "prefix"),
            "WINEARCH": "win64",
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": "mscoree,mshtml=;winemenubuilder.exe=d",
        }
        station = Wine(home, environment)
        subprocess.run(
            [wine_program(), "wineboot", "--init"],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=4 * WAIT,
            check=True,
        )
        with runtime.assembled(RUNTIME):
            shutil.copytree(RUNTIME, station.runtime)
        fit_for_wine(station.runtime)
        # compiles what the helper imports: else its first start would outlast every patience
        station.python("-c", "import sceau.helper, sceau.desk.window_process, sceau.cli")
        yield station
    finally:
        if station is not None and station.prefix.exists():
            station.end()
        if screen is not None:
            screen.terminate()
            screen.wait()
        shutil.rmtree(home, ignore_errors=True)
