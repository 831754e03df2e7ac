"""The installer for a machine (MSI) under Wine: installed, repaired, replaced, cut and removed.
What it installs is a small program; ``test_installed`` installs the real one."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from support.repository import ROOT
from support.small_program import cut, values_expected, values_found, whole
from support.wine import Wine

pytestmark = pytest.mark.e2e

NATIVE = r"HKLM\Software\Mozilla\NativeMessagingHosts\sceau"


def msi(windows: Wine, *words: str) -> int:
    return windows.run("msiexec", *words, "/qn").returncode


@pytest.fixture
def packages(clean: Wine, small: Path) -> list[str]:
    """Give both versions' packages, by their Windows paths."""
    return [
        clean.path(small / number / f"Sceau-{version}.msi")
        for number, version in (("1", "0.1.0"), ("2", "0.2.0"))
    ]


def test_the_shortcut_in_it_has_the_name_our_windows_have(small: Path) -> None:
    """Wine 8 does not know this table; that Windows reads it is on the list for a person."""
    package = small / "1" / "Sceau-0.1.0.msi"

    def table(name: str) -> list[list[str]]:
        command = ["msiinfo", "export", str(package), name]
        told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        return [line.split("\t") for line in told.splitlines()[3:]]

    ((shortcut, *_),) = table("Shortcut")
    application = (ROOT / "addin/sceau/windows/application.py").read_text(encoding="utf-8")
    ((_, named, key, name),) = table("MsiShortcutProperty")
    assert (named, key) == (shortcut, "System.AppUserModel.ID")
    assert f'\nID = "{name}"\n' in application


def test_an_administrator_installs_repairs_replaces_and_removes_it(
    clean: Wine, packages: list[str]
) -> None:
    first, second = packages
    folder = clean.drive / "Program Files" / "Sceau"
    data = clean.local_data / "sceau" / "settings.toml"
    data.parent.mkdir(exist_ok=True)
    data.write_text("")
    assert msi(clean, "/i", first) == 0
    assert whole(folder)
    expected = values_expected("machine", clean.path(folder), "fr")
    assert values_found(clean, "machine") == expected
    # repaired
    (folder / "Sceau.exe").unlink()
    (folder / "sceau.json").write_bytes(b"broken")
    clean.run("reg", "delete", NATIVE, "/f")
    # what `/fa` stands for (Microsoft: "Standard Installer Command-Line Options"), by which Wine 8
    # does not find a package's product
    assert msi(clean, "/i", first, "REINSTALL=ALL", "REINSTALLMODE=amus") == 0
    assert whole(folder)
    assert values_found(clean, "machine") == expected
    # replaced, while it runs
    running = clean.start(folder / "Sceau.exe", "run")
    assert msi(clean, "/i", second) == 0
    assert running.wait(30) == 0
    assert (folder / "lib/sceau/autre.py").is_file()
    assert not (folder / "lib/sceau/é à").exists()
    assert values_found(clean, "machine") == expected
    assert msi(clean, "/x", second) == 0
    assert data.exists()
    data.unlink()
    data.parent.rmdir()


def test_the_folder_may_have_spaces_and_accents(clean: Wine, packages: list[str]) -> None:
    folder = clean.drive / "Mes Programmes é à" / "Sceau"
    assert msi(clean, "/i", packages[0], f"INSTALLDIR={clean.path(folder)}") == 0
    assert whole(folder)
    expected = values_expected("machine", clean.path(folder), "fr")
    assert values_found(clean, "machine") == expected
    # another version finds it there without being told, and so does the removal
    assert msi(clean, "/i", packages[1]) == 0
    assert (folder / "lib/sceau/autre.py").is_file()
    assert msi(clean, "/x", packages[1]) == 0
    assert not [path for path in folder.rglob("*") if path.is_file()]


def test_an_installation_that_was_killed_half_way_can_be_done_again(
    clean: Wine, packages: list[str]
) -> None:
    folder = clean.drive / "Program Files" / "Sceau"
    cut(clean, folder, "msiexec", "/i", packages[0], "/qn")
    assert not whole(folder)
    assert msi(clean, "/i", packages[0]) == 0
    assert whole(folder)
    expected = values_expected("machine", clean.path(folder), "fr")
    assert values_found(clean, "machine") == expected
    assert msi(clean, "/x", packages[0]) == 0
