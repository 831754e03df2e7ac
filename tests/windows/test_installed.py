"""The real program, installed by its installers under Wine: it seals, and goes without a trace."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from support import pdfs
from support.repository import ROOT
from support.wine import Wine, fit_for_wine

sys.path.insert(0, str(ROOT / "installer" / "windows"))
import installers
import stage

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with both installers of the program as it is, packed loosely."""
    work = tmp_path_factory.mktemp("installed")
    stage.stage(work / "staged")
    installers.build(work / "staged", work, "0.1.0", quick=True)
    return work


def sealed_by(windows: Wine, program: Path, work: Path) -> None:
    """Have ``program`` seal a report, and open it with poppler."""
    source = windows.person / "Bilan é à.pdf"
    source.write_bytes(pdfs.report())
    told = windows.run(program, "seal", "--json", windows.path(source))
    assert told.returncode == 0, told.stderr
    (done,) = json.loads(told.stdout)
    assert done["verified"] is True
    sealed = source.with_name(done["sealed"].rpartition("\\")[2])
    for password, code in ((done["password"], 0), ("wrong", 1)):
        read = subprocess.run(
            ["pdftotext", "-upw", password, sealed, work / "text.txt"],
            capture_output=True,
            check=False,
        )
        assert read.returncode == code
    source.unlink()
    sealed.unlink()


def test_one_person_installs_it_seals_and_removes_it(windows: Wine, made: Path) -> None:
    assert windows.run(made / "Sceau-0.1.0.exe", "/S").returncode == 0
    folder = windows.local_data / "Programs" / "Sceau"
    fit_for_wine(folder)
    for name in ("sceau.com", "Sceau.exe"):
        sealed_by(windows, folder / name, made)
    # the helper runs, started as Thunderbird starts it: the removal ends it
    host = windows.start(folder / "sceau-host.exe")
    while windows.run(folder / "sceau.com", "helper", "status").returncode:
        assert host.poll() is None
        time.sleep(0.2)
    windows.run(folder / "uninstall.exe", "/S", "/PURGE")
    assert host.wait(60) == 0
    data = windows.local_data / "sceau"
    for _ in range(300):
        if not folder.exists() and not data.exists():
            break
        time.sleep(0.2)
    assert not folder.exists()
    assert not data.exists(), sorted(str(one.relative_to(data)) for one in data.rglob("*"))


def test_an_administrator_installs_it_and_removes_it(windows: Wine, made: Path) -> None:
    package = windows.path(made / "Sceau-0.1.0.msi")
    assert windows.run("msiexec", "/i", package, "/qn").returncode == 0
    folder = windows.drive / "Program Files" / "Sceau"
    added = fit_for_wine(folder)
    told = windows.run(folder / "sceau.com", "--version")
    assert told.stdout.split() == [b"sceau", b"0.1.0"]
    for path in added:
        path.unlink()
    assert windows.run("msiexec", "/x", package, "/qn").returncode == 0
    left = [path for path in folder.rglob("*") if path.is_file()] if folder.exists() else []
    assert left == []
