"""Builds the Windows installers from Linux, into the folder named on the command line.

What they carry is put together below ``build/windows`` exactly as it will stand on a computer; then
the installer for one person (NSIS), the one for a machine (MSI) and the bill of materials are made
of it. The same sources give the same bytes, signatures apart.

Launchers, shim, uninstaller and both installers are signed in one of two ways. ``SCEAU_SIGN_WITH``
is the command of a signing service or a hardware key, which public authorities ask for (CA/Browser
Forum, "Baseline Requirements for Code Signing", 6.2.7.4): it is started with one file's path after
its words, and signs that in its place. ``SCEAU_SIGN`` is a PKCS #12 file, and
``SCEAU_SIGN_PASSWORD`` its password: osslsigncode signs (Authenticode, SHA-256). NSIS has the
uninstaller signed in the midst of its work, by ``installers.py --sign FILE``.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(HERE), str(ROOT / "addin")]

import msi  # noqa: E402
import nsis  # noqa: E402
import sbom  # noqa: E402
import stage  # noqa: E402

from sceau import __version__  # noqa: E402

_OURS = ("*.exe", "*.com", "outlook/*/*.dll")
"""What of the program is ours to sign."""


def main() -> int:
    """Build all of it into the folder named; or sign one file."""
    if sys.argv[1] == "--sign":
        sign(Path(sys.argv[2]))
        return 0
    target = Path(sys.argv[1]).resolve()
    target.mkdir(parents=True, exist_ok=True)
    staged = ROOT / "build" / "windows" / "staged"
    shutil.rmtree(staged, ignore_errors=True)
    stage.stage(staged)
    for pattern in _OURS:
        for file in sorted(staged.glob(pattern)):
            sign(file)
    for made in build(staged, target, __version__):
        print(made)
    return 0


def build(staged: Path, target: Path, version: str, *, quick: bool = False) -> list[Path]:
    """Make the installers and the bill of ``staged`` in ``target``, and give their paths; ``quick``
    packs loosely."""
    person = target / f"Sceau-{version}.exe"
    machine = target / f"Sceau-{version}.msi"
    bill = target / f"Sceau-{version}.cdx.json"
    sbom.write(staged, bill, version)
    with tempfile.TemporaryDirectory() as work:
        signing = [sys.executable, __file__, "--sign"] if _signs() else []
        nsis.build(staged, person, version, Path(work), quick=quick, signing=signing)
        msi.build(staged, machine, version, Path(work))
    for made in (person, machine):
        sign(made)
    return [person, machine, bill]


def _signs() -> bool:
    return bool(os.environ.get("SCEAU_SIGN_WITH") or os.environ.get("SCEAU_SIGN"))


def sign(file: Path) -> None:
    """Sign ``file`` in its place, where a way to is given. Raises
    ``subprocess.CalledProcessError`` where it cannot be."""
    service = os.environ.get("SCEAU_SIGN_WITH")
    if service:
        subprocess.run([*shlex.split(service), str(file)], check=True)
        return
    certificate = os.environ.get("SCEAU_SIGN")
    if not certificate:
        return
    signed = file.with_name(f"{file.name}.signed")
    command = ["osslsigncode", "sign", "-pkcs12", certificate, "-h", "sha256", "-n", "Sceau"]
    # By a file: what is on a command line is seen by every program.
    with tempfile.NamedTemporaryFile("w") as secret:
        secret.write(os.environ.get("SCEAU_SIGN_PASSWORD", ""))
        secret.flush()
        command += ["-readpass", secret.name, "-in", str(file), "-out", str(signed)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    signed.replace(file)


if __name__ == "__main__":
    sys.exit(main())
