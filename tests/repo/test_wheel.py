"""The wheel holds all that the program needs where it is installed without its source tree."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from support.repository import ROOT, tracked_files


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build it from what git tracks, with the locked build back end and no network."""
    tree, out = tmp_path_factory.mktemp("tree"), tmp_path_factory.mktemp("dist")
    for name in tracked_files():
        if name.parts[0] != "tests":
            copy = tree / name
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes((ROOT / name).read_bytes())
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(out)],
        cwd=tree,
        check=True,
        capture_output=True,
    )
    (built,) = out.glob("*.whl")
    return built


def test_every_module_and_page_is_in_it(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    shown = {"confirm", "seal", "icons", "common", "vendor", "locales"}
    wanted = {
        str(name.relative_to("addin")) if name.parts[0] == "addin" else f"sceau/{name}"
        for name in tracked_files()
        if name.parts[:2] == ("addin", "sceau")
        or (name.parts[0] == "ui" and name.parts[1] in shown)
    }
    assert {"sceau/py.typed", "sceau/demo/sample.py", "sceau/ui/locales/fr.json"} <= wanted
    assert wanted <= inside, sorted(wanted - inside)


def test_nothing_of_the_workshop_is_in_it(wheel: Path) -> None:
    inside = zipfile.ZipFile(wheel).namelist()
    assert not [name for name in inside if "node_modules" in name or "tests" in name.split("/")]


def run(wheel: Path, tmp_path: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run a command on the unpacked wheel alone, away from the source tree."""
    site = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(site)
    environment = {
        **os.environ,
        "PYTHONPATH": str(site),
        "HOME": str(tmp_path),
        "LANG": "fr_FR.UTF-8",
    }
    return subprocess.run(
        [sys.executable, *command],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )


def test_it_runs_without_the_source_tree(wheel: Path, tmp_path: Path) -> None:
    where = run(wheel, tmp_path, "-c", "import sceau; print(sceau.__file__)").stdout
    assert where.startswith(str(tmp_path))
    told = run(wheel, tmp_path, "-m", "sceau.cli", "--version").stdout
    assert told.split() == ["sceau", wheel.name.split("-")[1]]


def test_it_speaks_french_from_its_own_catalogue(wheel: Path, tmp_path: Path) -> None:
    code = "import json, sceau.resources as r; print(json.dumps([str(r.ui_folder()), r.ui_file('locales/fr.json')]))"  # noqa: E501
    folder, catalogue = json.loads(run(wheel, tmp_path, "-c", code).stdout)
    assert folder.startswith(str(tmp_path))
    assert json.loads(catalogue)
