"""Builds the Debian and RPM packages: ``.venv/bin/python installer/linux/package.py [DIRECTORY]``.

What they hold is put together below ``build/package`` exactly as it will be installed: the program
and the libraries ``requirements.txt`` locks in ``/usr/lib/sceau``, run by the distribution's own
Python, whose minor version compiled libraries are made for; the add-on and its manifest where
Thunderbird looks for them; the entries of the desktop. There are no scripts that run at the
installation, so that what a removal leaves is nothing.
"""

from __future__ import annotations

import compileall
import json
import os
import platform
import py_compile
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "addin"))

from sceau import __version__  # noqa: E402
from sceau.desk.entries.installing import install, system_entries  # noqa: E402
from sceau.hooks.thunderbird import installing, xpi  # noqa: E402
from sceau.settings.policy.export import thunderbird  # noqa: E402

PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"
NEXT = f"{sys.version_info.major}.{sys.version_info.minor + 1}"
LIBRARY = Path("usr/lib/sceau")
COMMANDS = {"sceau": "sceau.cli", "sceau-host": "sceau.host"}
ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}
_WORKSHOP = ("bin", "share", ".lock", "include")
"""What installers put beside libraries, and nobody imports."""


def stage(tree: Path) -> None:
    """Put everything below ``tree`` as it will be installed."""
    library = tree / LIBRARY
    library.mkdir(parents=True)
    _libraries(library)
    _program(library)
    for name in _WORKSHOP:
        one = library / name
        if one.is_dir():
            shutil.rmtree(one)
        else:
            one.unlink(missing_ok=True)
    for unwanted in [*library.rglob("tests"), *library.rglob("__pycache__")]:
        if unwanted.is_dir() and not unwanted.is_relative_to(library / "sceau"):
            shutil.rmtree(unwanted)
    # By their content and not by date: the packages' dates are not those of these files.
    compileall.compile_dir(
        library,
        stripdir=str(tree),
        prependdir="/",
        quiet=2,
        workers=1,
        invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
    )
    for command, module in COMMANDS.items():
        _command(tree / "usr" / "bin" / command, module)
    _thunderbird(tree)
    install(system_entries(Path("/usr/bin/sceau"), tree))
    _documents(tree / "usr" / "share" / "doc" / "sceau")


def _libraries(library: Path) -> None:
    uv = shutil.which("uv")
    tool = [uv, "pip", "install", "--quiet", "--python", sys.executable, "--link-mode", "copy"]
    if uv is None or subprocess.run([uv, "--version"], capture_output=True).returncode:
        tool = [sys.executable, "-m", "pip", "install", "-qq", "--no-compile"]
    wanted = ["--require-hashes", "--target", str(library), "-r", str(ROOT / "requirements.txt")]
    subprocess.run([*filter(None, tool), *wanted], check=True)


def _program(library: Path) -> None:
    wheels = ROOT / "build" / "wheel"
    shutil.rmtree(wheels, ignore_errors=True)
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(wheels)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = wheels.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(library)


def _command(path: Path, module: str) -> None:
    """Write a program that imports nothing of the person's: not from the folder it is started in,
    nor from where the environment says (``-I``)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        f"#!/usr/bin/python{PYTHON} -I\n"
        "import sys\n\n"
        f'sys.path.insert(0, "/{LIBRARY}")\n\n'
        f"from {module} import main\n\n"
        "sys.exit(main())\n"
    )
    path.chmod(0o755)


def _thunderbird(tree: Path) -> None:
    where = installing.places(system=True, root=tree)
    manifest = installing.manifest(Path("/usr/bin/sceau-host"))
    add_on = xpi.build()
    for usr_lib in ("lib", "lib64"):
        for path, content in ((where.manifest, manifest), (where.add_on, add_on)):
            place = tree / "usr" / usr_lib / path.relative_to(tree / "usr" / "lib")
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
    # An example: the real file is the establishment's, and may say much else.
    address = f"file:///usr/lib/thunderbird/extensions/{where.add_on.name}"
    example = tree / "usr/share/doc/sceau/examples/policies.json"
    example.parent.mkdir(parents=True)
    example.write_bytes(thunderbird.written({}, address))


def _documents(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(ROOT / "LICENSE", folder / "copyright")
    for language in ("fr", "en"):
        shutil.copytree(ROOT / "docs" / language, folder / language)


def contents(tree: Path) -> Iterator[dict[str, object]]:
    """Give each file for nfpm: those of ``lib64`` for RPM alone, whose Thunderbird is there. Our
    own folders are named, so that RPM takes them away too."""
    for own in (LIBRARY, Path("usr/share/doc/sceau")):
        for path in sorted([tree / own, *(tree / own).rglob("*")]):
            if path.is_dir():
                yield {"dst": f"/{path.relative_to(tree)}", "type": "dir"}
    for path in sorted(one for one in tree.rglob("*") if one.is_file()):
        place = path.relative_to(tree)
        mode = 0o755 if os.access(path, os.X_OK) else 0o644
        entry: dict[str, object] = {
            "src": str(path),
            "dst": f"/{place}",
            "file_info": {"mode": mode, "owner": "root", "group": "root"},
        }
        if place.parts[:2] == ("usr", "lib64"):
            entry["packager"] = "rpm"
        yield entry


def description(tree: Path) -> dict[str, object]:
    """Give nfpm's description of both packages."""
    return {
        "name": "sceau",
        "arch": ARCHITECTURES.get(platform.machine(), platform.machine()),
        "platform": "linux",
        "version": __version__,
        "release": "1",
        "section": "mail",
        "priority": "optional",
        "maintainer": "Sceau <sceau@sceau.invalid>",
        "license": "EUPL-1.2",
        "description": (
            "checks, cures and seals the mail that health establishments send to patients\n"
            "Everything runs on the sender's own machine: no cloud, no account, no telemetry."
        ),
        "contents": list(contents(tree)),
        "overrides": {
            "deb": {
                "depends": [
                    f"python3 (>= {PYTHON}~)",
                    f"python3 (<< {NEXT}~)",
                    "python3-gi",
                    "gir1.2-gtk-3.0",
                    "gir1.2-webkit2-4.1",
                    "bubblewrap",
                ],
                "recommends": ["thunderbird", "xdg-utils", "gnome-keyring | kwalletmanager"],
            },
            "rpm": {
                "depends": [
                    f"python(abi) = {PYTHON}",
                    "python3-gobject",
                    "gtk3",
                    "webkit2gtk4.1",
                    "bubblewrap",
                ],
                "recommends": ["thunderbird", "xdg-utils"],
            },
        },
    }


def main() -> int:
    """Build both packages into the directory named, else ``dist``."""
    out = Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "dist").absolute()
    out.mkdir(parents=True, exist_ok=True)
    place = ROOT / "build" / "package"
    shutil.rmtree(place, ignore_errors=True)
    tree = place / "root"
    os.umask(0o022)
    stage(tree)
    told = place / "nfpm.yaml"
    told.write_text(json.dumps(description(tree)))  # every JSON text is YAML
    nfpm = Path(sys.executable).parent / "nfpm"
    for packager in ("deb", "rpm"):
        subprocess.run(
            [str(nfpm), "package", "-f", str(told), "-p", packager, "-t", f"{out}/"],
            check=True,
            stdout=subprocess.DEVNULL,
        )
    for made in sorted(out.glob("sceau*")):
        if made.suffix in (".deb", ".rpm"):
            print(made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
