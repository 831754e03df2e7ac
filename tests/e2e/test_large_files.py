"""Files larger than anyone would hold in memory: into archives from disk to disk."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from support.command import Desktop

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]

PASSWORD = "qzrk-7wvn-m4xp-h8dt-b3gs"


# A process begins with the high-water mark of the one it was forked from: a small one starts it.
MEASURED = """
import resource, subprocess, sys
ended = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode
print(ended, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
"""


def sealed(desktop: Desktop, source: Path, asked: str) -> int:
    """Seal it; give the most memory that was resident, in MiB."""
    ran = subprocess.run(
        [
            *(sys.executable, "-c", MEASURED),
            *(sys.executable, "-m", "sceau.cli", "seal", str(source)),
            *("--as", asked, "--password-stdin"),
        ],
        env=desktop.environment(),
        input=f"{PASSWORD}\n",
        capture_output=True,
        text=True,
    )
    ended, most = map(int, ran.stdout.split())
    assert ended == 0, ran.stderr
    return most


def test_two_gigabytes_go_into_a_zip_and_seven_zip_takes_them_out(tmp_path: Path) -> None:
    source = tmp_path / "deux-go.bin"
    with source.open("wb") as file:
        file.truncate(2**31 + 1)  # past what 32 bits with a sign hold
    assert sealed(Desktop(tmp_path), source, "zip") < 200
    made = tmp_path / "deux-go (chiffré).zip"
    told = subprocess.run(
        ["7zz", "t", f"-p{PASSWORD}", str(made)], capture_output=True, text=True, timeout=300
    )
    assert told.returncode == 0, told.stdout
    assert str(2**31 + 1) in told.stdout


@pytest.mark.parametrize("asked", ["zip", "7z"])
def test_memory_does_not_grow_with_the_file(tmp_path: Path, asked: str) -> None:
    most = []
    for number, megabytes in enumerate((20, 300)):
        source = tmp_path / f"{number}.bin"
        with source.open("wb") as file:
            for _ in range(megabytes):
                file.write(os.urandom(2**20))
        most.append(sealed(Desktop(tmp_path), source, asked))
        source.unlink()
    assert most[1] < most[0] + 40, most
