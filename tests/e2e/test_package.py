"""The packages: what is in them, that they install and run, and that a removal leaves nothing."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from sceau import __version__
from sceau.hooks.thunderbird import xpi
from support.pdfs import report
from support.repository import ROOT, tracked_files
from support.sealing_desk import sealing_window
from support.windows import Desktop, wait_for

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]

PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"
PARTS = {
    "etc/xdg/autostart/sceau.desktop",
    "usr/bin/sceau",
    "usr/bin/sceau-host",
    "usr/lib/mozilla/native-messaging-hosts/sceau.json",
    "usr/lib/thunderbird/extensions/sceau@sceau.invalid.xpi",
    "usr/share/applications/sceau.desktop",
    "usr/share/doc/sceau/copyright",
    "usr/share/icons/hicolor/scalable/apps/sceau.svg",
    "usr/share/kio/servicemenus/sceau.desktop",
    "usr/share/nemo/actions/sceau.nemo_action",
}


def run(*words: str, **more: str) -> str:
    """Run a program to its good end and give what it printed."""
    done = subprocess.run(
        words, capture_output=True, text=True, timeout=500, env={**os.environ, **more}
    )
    assert done.returncode == 0, f"{words[0]}: {done.stdout[-800:]}{done.stderr[-800:]}"
    return done.stdout


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Build both, as ``make package`` does."""
    out = tmp_path_factory.mktemp("packages")
    run(sys.executable, str(ROOT / "installer/linux/package.py"), str(out))
    return {one.suffix[1:]: one for one in out.iterdir()}


@pytest.fixture(scope="module")
def root(packages: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A root of its own with the Debian package installed by dpkg."""
    made = tmp_path_factory.mktemp("root")
    database = made / "var/lib/dpkg"
    for folder in ("info", "updates", "triggers"):
        (database / folder).mkdir(parents=True)
    (database / "status").touch()
    dpkg(made, "--install", str(packages["deb"]))
    return made


def dpkg(root: Path, *words: str) -> None:
    run("dpkg", f"--root={root}", "--force-depends", "--force-not-root", "--log=/dev/null", *words)


def files_below(root: Path) -> set[str]:
    return {
        str(one.relative_to(root))
        for one in root.rglob("*")
        if one.is_file() and not one.is_relative_to(root / "var")
    }


def test_every_part_is_where_it_is_looked_for(root: Path) -> None:
    there = files_below(root)
    assert there >= PARTS
    ours = ("usr/lib/sceau/", "usr/share/doc/sceau/")
    assert {one for one in there - PARTS if not one.startswith(ours)} == set()


def test_every_module_and_page_is_in_it_and_nothing_of_the_workshop(root: Path) -> None:
    inside = files_below(root / "usr/lib/sceau")
    wanted = {
        str(name.relative_to("addin")) if name.parts[0] == "addin" else f"sceau/{name}"
        for name in tracked_files()
        if name.parts[:2] == ("addin", "sceau")
        or (name.parts[0] == "ui" and name.parts[1] in {"confirm", "seal", "locales", "icons"})
    }
    assert wanted <= inside, sorted(wanted - inside)
    assert not [one for one in inside if {"tests", "node_modules"} & set(Path(one).parts)]
    assert [one for one in inside if one.startswith("sceau/__pycache__/cli.")], "compiled before"


def test_commands_run_with_the_distributions_python_and_nothing_of_the_persons(root: Path) -> None:
    for name in ("sceau", "sceau-host"):
        text = (root / "usr/bin" / name).read_text()
        assert text.splitlines()[0] == f"#!/usr/bin/python{PYTHON} -I"
        assert "/usr/lib/sceau" in text


def test_nothing_can_be_changed_by_others(root: Path) -> None:
    for one in (root / "usr").rglob("*"):
        mode = stat.S_IMODE(one.lstat().st_mode)
        assert not mode & 0o022, one
        assert mode & 0o004, one


def test_thunderbird_finds_the_program_and_the_add_on(root: Path) -> None:
    manifest = json.loads(
        (root / "usr/lib/mozilla/native-messaging-hosts/sceau.json").read_text(encoding="utf-8")
    )
    assert manifest["path"] == "/usr/bin/sceau-host"
    add_on = root / "usr/lib/thunderbird/extensions/sceau@sceau.invalid.xpi"
    assert add_on.read_bytes() == xpi.build()
    example = json.loads((root / "usr/share/doc/sceau/examples/policies.json").read_text())
    (set_to,) = example["policies"]["ExtensionSettings"].values()
    assert set_to["install_url"].endswith(str(add_on.relative_to(root)))


def test_the_desktop_takes_its_entries(root: Path) -> None:
    for place in ("usr/share/applications", "etc/xdg/autostart"):
        assert run("desktop-file-validate", str(root / place / "sceau.desktop")) == ""
        assert 'Exec="/usr/bin/sceau"' in (root / place / "sceau.desktop").read_text()


def test_it_runs_and_seals_with_what_it_brings(root: Path, tmp_path: Path) -> None:
    # Its own commands name /usr/lib/sceau: `make test-package` runs those, in a clean Debian.
    sceau = [f"/usr/bin/python{PYTHON}", "-s", "-P", "-m", "sceau.cli"]
    around = {
        "PYTHONPATH": str(root / "usr/lib/sceau"),
        "SCEAU_HOME": str(tmp_path / "home"),
        "LANG": "fr_FR.UTF-8",
        "DBUS_SESSION_BUS_ADDRESS": "disabled:",
    }
    assert run(*sceau, "--version", **around).strip() == f"sceau {__version__}"
    (tmp_path / "Bilan.pdf").write_bytes(report())
    told = json.loads(run(*sceau, "seal", "--json", str(tmp_path / "Bilan.pdf"), **around))
    assert told[0]["verified"] is True
    assert (tmp_path / "Bilan (chiffré).pdf").is_file()


def test_its_window_opens_with_the_distributions_gtk(root: Path, desk: Desktop) -> None:
    source = desk.home / "Bilan.pdf"
    source.write_bytes(report())
    command = [f"/usr/bin/python{PYTHON}", "-s", "-P", "-m", "sceau.cli", "seal", "--window"]
    library = str(root / "usr/lib/sceau")
    with sealing_window(desk, source, command=command, PYTHONPATH=library) as running:
        wait_for("it is ready", lambda: desk.has("push button", "Chiffrer"))
        desk.press("push button", "Fermer")
        assert running.wait(60) == 0


def test_the_debian_package_says_what_it_needs(packages: dict[str, Path]) -> None:
    needs = run("dpkg-deb", "--field", str(packages["deb"]), "Depends")
    for one in (f"python3 (>= {PYTHON}~)", "gir1.2-webkit2-4.1", "python3-gi", "bubblewrap"):
        assert one in needs
    assert "python3 (<< 3." in needs, "its compiled libraries are for one minor version"


def test_a_removal_leaves_nothing(packages: dict[str, Path], tmp_path: Path, root: Path) -> None:
    copy = tmp_path / "root"
    shutil.copytree(root, copy, symlinks=True)
    dpkg(copy, "--remove", "sceau")
    assert files_below(copy) == set()
    left = {one.name for one in copy.iterdir()}
    assert left <= {"var"}, "not even an empty folder"


def test_the_rpm_holds_the_same_and_leaves_nothing(
    packages: dict[str, Path], root: Path, tmp_path: Path
) -> None:
    other = tmp_path / "rpm-root"
    other.mkdir()
    rpm = ("rpm", "--root", str(other), "--define", "_dbpath /var/lib/rpm")
    run(*rpm, "--initdb")
    run(*rpm, "--nodeps", "--install", str(packages["rpm"]))
    there = files_below(other)
    assert files_below(root) <= there
    assert there - files_below(root) == {
        "usr/lib64/mozilla/native-messaging-hosts/sceau.json",
        "usr/lib64/thunderbird/extensions/sceau@sceau.invalid.xpi",
    }
    run(*rpm, "--nodeps", "--erase", "sceau")
    assert files_below(other) == set()
    assert not (other / "usr/lib/sceau").exists()
    assert f"python(abi) = {PYTHON}" in run("rpm", "-qp", "--requires", str(packages["rpm"]))
