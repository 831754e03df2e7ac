"""Sealed archives, opened by 7-Zip and by libarchive."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from sceau.seal.zip import seal_zip

pytestmark = pytest.mark.e2e

PASSWORD = "qzrk-7wvn-m4xp-h8dt-b3gs"
CONTENTS = {
    "a photo's bytes": bytes((n * n * 31 + n // 7) % 256 for n in range(300_000)),
    "a text that shrinks": "Bilan de Jeanne Exemple, été\n".encode() * 4000,
    "one byte": b"x",
}


def seven_zip(path: Path, password: str) -> bytes | None:
    line = ["7zz", "x", "-so", f"-p{password}", str(path)]
    done = subprocess.run(line, capture_output=True, timeout=60, check=False)
    return done.stdout if done.returncode == 0 else None


def libarchive(path: Path, password: str) -> bytes | None:
    line = ["bsdtar", "--passphrase", password, "-xOf", str(path)]
    done = subprocess.run(line, capture_output=True, timeout=60, check=False)
    return done.stdout if done.returncode == 0 else None


OPENERS = {"7-Zip": seven_zip, "libarchive": libarchive}


@pytest.mark.parametrize("content", CONTENTS.values(), ids=CONTENTS)
@pytest.mark.parametrize("opened", OPENERS.values(), ids=OPENERS)
def test_it_opens_with_the_password_alone(
    opened: Callable[[Path, str], bytes | None], content: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "archive.zip"
    path.write_bytes(seal_zip(content, "Bilan de Jeanne Exemple.dat", PASSWORD).content)
    assert opened(path, PASSWORD) == content
    assert opened(path, PASSWORD[:-1]) is None


def test_seven_zip_calls_it_aes_256_and_sees_no_checksum(tmp_path: Path) -> None:
    path = tmp_path / "archive.zip"
    path.write_bytes(seal_zip(b"Bilan" * 99, "Jeanne.txt", PASSWORD).content)
    told = subprocess.run(
        ["7zz", "l", "-slt", str(path)], capture_output=True, text=True, timeout=60, check=True
    ).stdout
    assert "Method = AES-256" in told
    assert "CRC = \n" in told
    assert "Jeanne" not in told.split("Path = document.txt")[1]
