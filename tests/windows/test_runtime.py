"""The runtime the installers ship: genuine, complete, and Sceau works in it."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from support.pdfs import CLEAR_TEXT, report
from support.repository import ROOT
from support.wine import RUNTIME, Wine

sys.path.insert(0, str(ROOT / "installer" / "windows"))
import runtime

pytestmark = pytest.mark.e2e

LIBRARIES = (
    "Cryptodome.Cipher.AES",
    "PIL.Image",
    "cryptography.hazmat.primitives.ciphers.aead",
    "exchangelib",
    "keyring.backends.Windows",
    "lxml.etree",
    "msal",
    "msgspec",
    "pi_heif",
    "pikepdf",
    "pypdfium2",
    "python_calamine",
    "win32api",
    "win32com.client",
)


def test_it_is_the_python_of_python_org_signed_by_its_foundation(windows: Wine) -> None:
    signed = subprocess.run(
        ["osslsigncode", "verify", str(RUNTIME / "python" / "python.exe")],
        capture_output=True,
        text=True,
    ).stdout
    assert "CN=Python Software Foundation" in signed
    current, calculated = re.findall(r"message digest\s*:\s*([0-9A-F]+)", signed)[:2]
    assert current == calculated


def test_a_newer_python_is_taken_only_with_the_hash_that_was_published(
    windows: Wine, tmp_path: Path
) -> None:
    archive, target = tmp_path / "python-3.13.99-embed-amd64.zip", tmp_path / "python"
    with zipfile.ZipFile(archive, "w") as made:
        for name in ("python.exe", "python313.dll", "python313.zip"):
            made.write(RUNTIME / "python" / name, name)
    told = hashlib.sha256(archive.read_bytes()).hexdigest()
    runtime.unpack(archive, told.upper(), target)
    assert (target / "python.exe").read_bytes() == (RUNTIME / "python/python.exe").read_bytes()
    with pytest.raises(ValueError, match="hash"):
        runtime.unpack(archive, "0" * 64, tmp_path / "other")
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("python312.dll", b"")
    with pytest.raises(ValueError, match="is not Python"):
        runtime.unpack(
            archive, hashlib.sha256(archive.read_bytes()).hexdigest(), tmp_path / "other"
        )
    assert not (tmp_path / "other").exists()


def test_every_library_that_is_locked_for_windows_loads(windows: Wine) -> None:
    asked = ";".join(f"import {one}" for one in LIBRARIES)
    told = windows.python("-c", f"{asked};print('all')")
    assert told.stdout.split() == [b"all"], told.stderr.decode(errors="replace")


def test_it_imports_nothing_from_where_it_is_started_or_the_environment_says(
    windows: Wine, tmp_path: Path
) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit(9)")
    told = windows.python("-c", "import json", environment={"PYTHONPATH": windows.path(tmp_path)})
    assert told.returncode == 0


def test_a_file_sealed_there_opens_here_with_its_password_alone(
    windows: Wine, tmp_path: Path
) -> None:
    source = tmp_path / "Compte rendu d’hélène.pdf"
    source.write_bytes(report(1))
    told = windows.python("-m", "sceau.cli", "seal", "--json", windows.path(source))
    assert told.returncode == 0, (told.stdout + told.stderr).decode(errors="replace")
    (one,) = json.loads(told.stdout)
    assert one["verified"] is True
    sealed = source.with_name(one["sealed"].rpartition("\\")[2])

    def text(password: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["pdftotext", "-upw", password, str(sealed), "-"], capture_output=True, text=True
        )

    assert CLEAR_TEXT in text(one["password"]).stdout
    assert text("another").returncode
