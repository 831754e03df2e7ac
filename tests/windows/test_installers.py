"""The Windows installers under Wine: what they write, key by key, and what they leave: nothing.

What they install here is a small program that stands in for Sceau: it runs until it is asked to
stop, as the helper does. ``test_installed`` installs the real one.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from sceau.windows import registered
from support.repository import ROOT
from support.wine import COMPILER, Wine
from support.wine_registry import HIVES, expected, found, registry

sys.path.insert(0, str(ROOT / "installer" / "windows"))
import installers
import registration

pytestmark = pytest.mark.e2e

STAND_IN = """
#include <windows.h>
int WINAPI WinMain(HINSTANCE i, HINSTANCE p, LPSTR line, int show) {
  HANDLE asked = CreateEventA(NULL, TRUE, FALSE, "sceau-stand-in-asked-to-stop");
  if (strstr(line, "helper stop")) return !SetEvent(asked);
  if (strstr(line, "run")) { ResetEvent(asked); return WaitForSingleObject(asked, 60000); }
  return 0;
}
"""
REMOVAL = r"Software\Microsoft\Windows\CurrentVersion\Uninstall\Sceau"
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
FILES = {
    "sceau.json": b"{}",
    "sceau.xpi": b"an add-on",
    "python/python311.dll": b"Python",
    "lib/sceau/é à/fichier œuvre.py": b"x = 1\n",
    "outlook/sceau-outlook-x64.dll": b"a shim",
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with the installers of two versions, of which the second has other files."""
    work = tmp_path_factory.mktemp("installers")
    staged = work / "staged"
    for name, content in FILES.items():
        (staged / name).parent.mkdir(parents=True, exist_ok=True)
        (staged / name).write_bytes(content)
    for name in ("Sceau.exe", "sceau-host.exe"):
        command = [COMPILER, "-xc", "-", "-mwindows", "-s", "-o", str(staged / name)]
        subprocess.run(command, input=STAND_IN, text=True, check=True)
    Image.new("RGB", (64, 64), "navy").save(staged / "sceau.ico")
    (work / "1").mkdir()
    installers.build(staged, work / "1", "0.1.0", quick=True)
    (staged / "lib/sceau/é à/fichier œuvre.py").rename(staged / "lib/sceau/autre.py")
    (staged / "lib/sceau/é à").rmdir()
    (work / "2").mkdir()
    installers.build(staged, work / "2", "0.2.0", quick=True)
    return work


@pytest.fixture
def clean(windows: Wine) -> Iterator[Wine]:
    """A station on which nothing is installed, before and after."""
    before = footprint(windows)
    yield windows
    assert footprint(windows) - before == set()


def footprint(windows: Wine) -> set[str]:
    """Give what an installation could leave: files where programs and shortcuts go, keys of our
    own, values in keys of others."""
    places = (windows.drive / "Program Files", windows.person)
    left = {
        str(path.relative_to(windows.drive))
        for place in places
        for path in place.rglob("*")
        # Windows makes folders of its own when they are first asked for.
        if path.is_file() and "Temp" not in path.parts
    }
    every = [
        (hive, entry.key, entry.name, entry.shared)
        for wanted, hive in HIVES.items()
        for entry in registered.entries(wanted)
    ]
    every += [("HKCU", REMOVAL, "", False), ("HKCU", r"Software\Sceau", "", False)]
    held = registry(windows, [(hive, key) for hive, key, _, _ in every])
    for hive, key, name, shared in every:
        values = held[f"{hive}\\{key}"]
        if values is not None and (not shared or name in values):
            left.add(f"{hive}\\{key}|{name if shared else ''}")
    return left


def removal(windows: Wine) -> dict[str, object] | None:
    """Give what the list of installed programs says of Sceau."""
    return registry(windows, [("HKCU", REMOVAL)])[f"HKCU\\{REMOVAL}"]


def folder_of(windows: Wine) -> Path:
    return windows.local_data / "Programs" / "Sceau"


def install(windows: Wine, installer: Path, *words: str) -> int:
    """Install as a script of an administrator's does: words are quoted as they are given."""
    line = " ".join([f'"{windows.path(installer)}" /S', *words])
    run = "import subprocess, sys; sys.exit(subprocess.run(sys.stdin.read()).returncode)"
    return windows.python("-c", run, given=line.encode()).returncode


def uninstall(windows: Wine, folder: Path, *words: str) -> None:
    """Run the uninstaller; it works on from a copy of itself, and is done when it is gone."""
    windows.run(folder / "uninstall.exe", "/S", *words)
    for _ in range(150):
        if not (folder / "uninstall.exe").exists():
            time.sleep(0.5)
            return
        time.sleep(0.2)
    raise AssertionError("the uninstaller did not end")


def values_expected(wanted: registered.For, folder: str, language: str) -> dict[str, object]:
    words = {**registration.texts()[language], "folder": folder}
    return expected(registered.entries(wanted), words)


def values_found(windows: Wine, wanted: registered.For) -> dict[str, object]:
    return found(windows, wanted, registered.entries(wanted))


def test_one_person_installs_and_removes_it(clean: Wine, made: Path) -> None:
    assert install(clean, made / "1" / "Sceau-0.1.0.exe", "/LANG=1036") == 0
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


def test_data_and_files_of_the_person_stay_unless_they_ask(clean: Wine, made: Path) -> None:
    data = clean.local_data / "sceau"
    data.mkdir(exist_ok=True)
    (data / "settings.toml").write_text("")
    for words, kept in (((), True), (("/PURGE",), False)):
        assert install(clean, made / "1" / "Sceau-0.1.0.exe") == 0
        mine = folder_of(clean) / "à moi.txt"
        mine.write_text("")
        uninstall(clean, folder_of(clean), *words)
        assert mine.exists()
        assert data.exists() is kept
        mine.unlink()
        mine.parent.rmdir()


def test_another_version_takes_its_place_while_it_runs(clean: Wine, made: Path) -> None:
    assert install(clean, made / "1" / "Sceau-0.1.0.exe") == 0
    folder = folder_of(clean)
    running = clean.start(folder / "Sceau.exe", "run")
    assert install(clean, made / "2" / "Sceau-0.2.0.exe") == 0
    assert running.wait(30) == 0
    assert (folder / "lib/sceau/autre.py").is_file()
    assert not (folder / "lib/sceau/é à").exists()
    told = removal(clean)
    assert told is not None
    assert told["DisplayVersion"] == "0.2.0"
    uninstall(clean, folder)


def test_done_again_it_repairs_what_is_broken_or_was_cut(clean: Wine, made: Path) -> None:
    installer = made / "1" / "Sceau-0.1.0.exe"
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


def test_the_folder_may_have_spaces_and_accents(clean: Wine, made: Path) -> None:
    folder = clean.drive / "Mes Programmes é à" / "Sceau"
    installer = made / "1" / "Sceau-0.1.0.exe"
    assert install(clean, installer, f'/FOLDER="{clean.path(folder)}"') == 0
    assert (folder / "Sceau.exe").is_file()
    wanted = values_expected("person", clean.path(folder), "en")
    assert values_found(clean, "person")[HOST] == wanted[HOST]
    # Another version finds it there without being told.
    assert install(clean, made / "2" / "Sceau-0.2.0.exe") == 0
    assert (folder / "lib/sceau/autre.py").is_file()
    assert not folder_of(clean).exists()
    uninstall(clean, folder)
    folder.parent.rmdir()


def test_a_file_in_use_is_told_and_tried_again_it_is_replaced(clean: Wine, made: Path) -> None:
    assert install(clean, made / "1" / "Sceau-0.1.0.exe") == 0
    held = clean.path(folder_of(clean) / "python" / "python311.dll")
    holder = clean.start(clean.runtime / "python" / "python.exe", "-u", "-c", HOLD, held)
    assert holder.stdin is not None
    assert holder.stdout is not None
    assert holder.stdout.readline().strip() == b"held"
    assert install(clean, made / "2" / "Sceau-0.2.0.exe") == IN_USE
    holder.stdin.close()
    holder.wait(30)
    assert install(clean, made / "2" / "Sceau-0.2.0.exe") == 0
    uninstall(clean, folder_of(clean))


def msi(windows: Wine, *words: str) -> int:
    return windows.run("msiexec", *words, "/qn").returncode


def test_an_administrator_installs_replaces_and_removes_it(clean: Wine, made: Path) -> None:
    first = clean.path(made / "1" / "Sceau-0.1.0.msi")
    second = clean.path(made / "2" / "Sceau-0.2.0.msi")
    folder = clean.drive / "Program Files" / "Sceau"
    assert msi(clean, "/i", first) == 0
    for name, content in FILES.items():
        assert (folder / name).read_bytes() == content
    assert values_found(clean, "machine") == values_expected("machine", clean.path(folder), "fr")
    assert msi(clean, "/i", second) == 0
    assert (folder / "lib/sceau/autre.py").is_file()
    assert not (folder / "lib/sceau/é à").exists()
    assert msi(clean, "/x", second) == 0


def test_the_same_files_give_the_same_installers(made: Path, tmp_path: Path) -> None:
    staged = made / "staged"
    again = installers.build(staged, tmp_path, "0.2.0", quick=True)
    for file in again:
        assert file.read_bytes() == (made / "2" / file.name).read_bytes()


def test_they_are_signed_where_a_certificate_is_given(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
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
    for file in installers.build(made / "staged", tmp_path, "0.2.0", quick=True)[:2]:
        told = subprocess.run(
            ["osslsigncode", "verify", "-CAfile", certificate, "-in", file],
            capture_output=True,
            text=True,
            check=False,
        )
        assert "Signature verification: ok" in told.stdout
