"""The installer for one person under Wine: what it writes, value by value, and what it leaves:
nothing. What it installs is a small program; ``test_installed`` installs the real one.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from support.repository import ROOT
from support.small_program import (
    FILES,
    cut,
    folder_of,
    install,
    removal,
    uninstall,
    values_expected,
    values_found,
    whole,
)
from support.wine import Wine

sys.path.insert(0, str(ROOT / "installer" / "windows"))
import installers

pytestmark = pytest.mark.e2e

IN_USE = 2
"""The installer's exit code where a file could not be replaced."""
HOST = r"Software\Mozilla\NativeMessagingHosts\sceau|"
HOLD = """
import ctypes, sys
opened = ctypes.windll.kernel32.CreateFileW(sys.argv[1], 0x80000000, 0, None, 3, 0, None)
print("held" if opened != -1 else "refused")
sys.stdin.read()
"""
"""Holds a file as a program holds one it has loaded: nobody may write or delete it."""


def elsewhere(windows: Wine) -> set[Path]:
    """Give the files that are not in a person's folders."""
    places = [one for one in windows.drive.iterdir() if one.name != "users"]
    return {path for place in places for path in place.rglob("*") if path.is_file()}


def test_one_person_installs_and_removes_it_without_any_rights(clean: Wine, small: Path) -> None:
    installer, before = small / "1" / "Sceau-0.1.0.exe", elsewhere(clean)
    asked = re.search(rb'requestedExecutionLevel level="(\w+)"', installer.read_bytes())
    assert asked is not None
    assert asked[1] == b"asInvoker"
    assert install(clean, installer, "/LANG=1036") == 0
    assert elsewhere(clean) == before
    assert values_found(clean, "machine") == {}
    folder = folder_of(clean)
    for name, content in FILES.items():
        assert (folder / name).read_bytes() == content
    assert values_found(clean, "person") == values_expected("person", clean.path(folder), "fr")
    told = removal(clean)
    assert told is not None
    assert told["DisplayVersion"] == "0.1.0"
    assert told["QuietUninstallString"] == f'"{clean.path(folder)}\\uninstall.exe" /S'
    assert list(clean.person.rglob("Start Menu/**/Sceau.lnk"))
    assert list(clean.person.rglob("SendTo/*.lnk"))
    uninstall(clean, folder)
    assert removal(clean) is None


def test_data_and_files_of_the_person_stay_unless_they_ask(clean: Wine, small: Path) -> None:
    data = clean.local_data / "sceau"
    data.mkdir(exist_ok=True)
    (data / "settings.toml").write_text("")
    for words, kept in (((), True), (("/PURGE",), False)):
        assert install(clean, small / "1" / "Sceau-0.1.0.exe") == 0
        mine = folder_of(clean) / "à moi.txt"
        mine.write_text("")
        uninstall(clean, folder_of(clean), *words)
        assert mine.exists()
        assert data.exists() is kept
        mine.unlink()
        mine.parent.rmdir()


def test_another_version_takes_its_place_while_it_runs(clean: Wine, small: Path) -> None:
    assert install(clean, small / "1" / "Sceau-0.1.0.exe") == 0
    folder = folder_of(clean)
    running = clean.start(folder / "Sceau.exe", "run")
    assert install(clean, small / "2" / "Sceau-0.2.0.exe") == 0
    assert running.wait(30) == 0
    assert (folder / "lib/sceau/autre.py").is_file()
    assert not (folder / "lib/sceau/é à").exists()
    told = removal(clean)
    assert told is not None
    assert told["DisplayVersion"] == "0.2.0"
    uninstall(clean, folder)


def test_done_again_it_repairs_what_is_broken_or_was_cut(clean: Wine, small: Path) -> None:
    installer = small / "1" / "Sceau-0.1.0.exe"
    assert install(clean, installer) == 0
    folder = folder_of(clean)
    (folder / "Sceau.exe").unlink()
    (folder / "sceau.json").write_bytes(b"broken")
    # As after a cut: the uninstaller is there, other files and keys are not.
    shutil.rmtree(folder / "lib")
    clean.run("reg", "delete", r"HKCU\Software\Mozilla\NativeMessagingHosts\sceau", "/f")
    assert install(clean, installer) == 0
    for name, content in FILES.items():
        assert (folder / name).read_bytes() == content
    assert (folder / "Sceau.exe").is_file()
    assert values_found(clean, "person") == values_expected("person", clean.path(folder), "en")
    uninstall(clean, folder)


def test_the_folder_may_have_spaces_and_accents(clean: Wine, small: Path) -> None:
    folder = clean.drive / "Mes Programmes é à" / "Sceau"
    installer = small / "1" / "Sceau-0.1.0.exe"
    assert install(clean, installer, f'/FOLDER="{clean.path(folder)}"') == 0
    assert (folder / "Sceau.exe").is_file()
    wanted = values_expected("person", clean.path(folder), "en")
    assert values_found(clean, "person")[HOST] == wanted[HOST]
    # Another version finds it there without being told.
    assert install(clean, small / "2" / "Sceau-0.2.0.exe") == 0
    assert (folder / "lib/sceau/autre.py").is_file()
    assert not folder_of(clean).exists()
    uninstall(clean, folder)
    folder.parent.rmdir()


def test_a_file_in_use_is_told_and_tried_again_it_is_replaced(clean: Wine, small: Path) -> None:
    assert install(clean, small / "1" / "Sceau-0.1.0.exe") == 0
    held = clean.path(folder_of(clean) / "python" / "python311.dll")
    holder = clean.start(clean.runtime / "python" / "python.exe", "-u", "-c", HOLD, held)
    assert holder.stdin is not None
    assert holder.stdout is not None
    assert holder.stdout.readline().strip() == b"held"
    assert install(clean, small / "2" / "Sceau-0.2.0.exe") == IN_USE
    holder.stdin.close()
    holder.wait(30)
    assert install(clean, small / "2" / "Sceau-0.2.0.exe") == 0
    uninstall(clean, folder_of(clean))


def test_the_same_content_gives_the_same_installers(small: Path, tmp_path: Path) -> None:
    staged = tmp_path / "elsewhere"
    shutil.copytree(small / "staged", staged)
    for number, file in enumerate(sorted(staged.rglob("*"))):
        os.utime(file, (1_700_000_000 + number, 1_700_000_000 + number))
    (tmp_path / "made").mkdir()
    for file in installers.build(staged, tmp_path / "made", "0.2.0", quick=True):
        assert file.read_bytes() == (small / "2" / file.name).read_bytes()


def verified(file: Path, certificate: Path) -> bool:
    """Whether a file is signed, by the holder of this certificate."""
    told = subprocess.run(
        ["osslsigncode", "verify", "-CAfile", certificate, "-in", file],
        capture_output=True,
        text=True,
        check=False,
    )
    return "Signature verification: ok" in told.stdout


def test_they_are_signed_where_a_certificate_is_given_and_so_is_the_uninstaller(
    clean: Wine, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    bundle = tmp_path / "bundle.p12"
    openssl = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    openssl += ["-subj", "/CN=Sceau tests", "-addext", "extendedKeyUsage=codeSigning"]
    subprocess.run([*openssl, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    export = ["openssl", "pkcs12", "-export", "-inkey", key, "-in", certificate, "-out", bundle]
    subprocess.run([*export, "-passout", "pass:invented"], check=True, capture_output=True)
    monkeypatch.setenv("SCEAU_SIGN", str(bundle))
    monkeypatch.setenv("SCEAU_SIGN_PASSWORD", "invented")
    person, machine, _ = installers.build(small / "staged", tmp_path, "0.2.0", quick=True)
    assert verified(person, certificate)
    assert verified(machine, certificate)
    assert install(clean, person) == 0
    assert verified(folder_of(clean) / "uninstall.exe", certificate)
    uninstall(clean, folder_of(clean))


def test_a_signing_service_is_given_each_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = tmp_path / "service à nous.sh"
    service.write_text('#!/bin/sh\nprintf "%s" "$1" >> "$2"\n')
    service.chmod(0o755)
    file = tmp_path / "Sceau é.exe"
    file.write_bytes(b"program ")
    monkeypatch.setenv("SCEAU_SIGN_WITH", f"'{service}' signed")
    installers.sign(file)
    assert file.read_bytes() == b"program signed"
    monkeypatch.setenv("SCEAU_SIGN_WITH", "false")
    with pytest.raises(subprocess.CalledProcessError):
        installers.sign(file)


@pytest.mark.parametrize("then", ["it is done again", "it is removed"])
def test_an_installation_that_was_killed_half_way_can_be_done_again_or_removed(
    clean: Wine, small: Path, then: str
) -> None:
    installer, folder = small / "1" / "Sceau-0.1.0.exe", folder_of(clean)
    cut(clean, folder, installer, "/S")
    assert not whole(folder)
    assert removal(clean) is not None
    if then == "it is done again":
        assert install(clean, installer) == 0
        assert whole(folder)
        assert values_found(clean, "person") == values_expected("person", clean.path(folder), "en")
    uninstall(clean, folder)
