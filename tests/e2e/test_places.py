"""Places that do not take everything: folders one may only read, other file systems, and a folder
on another machine, by SFTP; the program runs as somebody without rights of their own.

The other machine is OpenSSH's own SFTP server, spoken to through a pipe; sshfs mounts it (FUSE).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from sceau.demo.report import report
from sceau.seal.sealing import unseal
from support.command import Desktop, Ran
from support.repository import ROOT
from support.windows import wait_for

pytestmark = pytest.mark.e2e

NOBODY = 65534
AS_NOBODY = ("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups")
PASSWORD = "qzrk-7wvn-m4xp-h8dt-b3gs"
SFTP_SERVER = Path("/usr/lib/openssh/sftp-server")


def _may_use_fuse() -> bool:
    """Tell whether this machine lets root use FUSE at all: some containers do not."""
    try:
        os.close(os.open("/dev/fuse", os.O_RDWR))
    except OSError:
        return False
    return True


OVER_THE_NETWORK = pytest.mark.skipif(
    not _may_use_fuse(), reason="this machine lets nobody mount by FUSE"
)


@dataclass(frozen=True)
class Person:
    """Somebody who is not root, with a home, and the program in a place they can read."""

    root: Path

    @property
    def home(self) -> Path:
        return self.root / "home"

    def folder(self, name: str) -> Path:
        made = self.root / name
        made.mkdir()
        os.chown(made, NOBODY, NOBODY)
        return made

    def sceau(self, *words: str | Path) -> Ran:
        tree = self.root / "tree"
        python = tree / Path(sys.executable).relative_to(ROOT)
        environment = Desktop(self.home).environment(PYTHONPATH=str(tree / "addin"))
        (self.home / "tmp").chmod(0o777)
        ran = subprocess.run(
            [*AS_NOBODY, str(python), "-m", "sceau.cli", *map(str, words)],
            input=f"{PASSWORD}\n",
            capture_output=True,
            text=True,
            timeout=120,
            env={**environment, "HOME": str(self.home)},
            cwd=self.home,
            check=False,
        )
        assert "Traceback" not in ran.stdout + ran.stderr
        return Ran(ran.returncode, ran.stdout, ran.stderr)

    def seal(self, source: Path, *more: str | Path) -> Ran:
        return self.sceau("seal", "--json", "--password-stdin", source, *more)


def unmount(place: Path) -> None:
    subprocess.run(["umount", "--lazy", str(place)], check=False, stderr=subprocess.DEVNULL)


@pytest.fixture
def person() -> Iterator[Person]:
    # not below pytest's own folder, which root alone may enter
    with tempfile.TemporaryDirectory(prefix="sceau-places-") as name:
        root = Path(name)
        root.chmod(0o755)
        tree = root / "tree"
        tree.mkdir()
        subprocess.run(["mount", "--bind", str(ROOT), str(tree)], check=True)
        try:
            made = Person(root)
            made.folder("home")
            yield made
        finally:
            unmount(tree)


def written(folder: Path) -> Path:
    source = folder / "Bilan d’été, n° 1.pdf"
    source.write_bytes(report())
    source.chmod(0o644)
    return source


def opens(ran: Ran) -> bool:
    """Tell whether what was sealed opens, and is a PDF."""
    return unseal(Path(ran.json[0]["sealed"]).read_bytes(), PASSWORD).content.startswith(b"%PDF")


def test_what_the_person_seals_is_theirs(person: Person) -> None:
    ran = person.seal(written(person.folder("dossier")))
    assert ran.code == 0, ran.said
    assert Path(ran.json[0]["sealed"]).stat().st_uid == NOBODY


def test_a_folder_one_may_only_read_keeps_its_files_and_takes_none(person: Person) -> None:
    shared = person.folder("partage")
    source = written(shared)
    os.chown(shared, 0, 0)
    shared.chmod(0o755)
    refused = person.seal(source)
    assert refused.code == 73, refused.said
    assert refused.json[0]["error"] == "folder-read-only"
    assert [one.name for one in shared.iterdir()] == [source.name]
    elsewhere = person.folder("ailleurs")
    made = person.seal(source, "-o", elsewhere)
    assert made.code == 0, made.said
    assert opens(made)


def test_a_whole_folder_one_may_only_read(person: Person) -> None:
    shared = person.folder("partage")
    for number in range(3):
        (shared / f"{number}.txt").write_bytes(b"notes")
    os.chown(shared, 0, 0)
    shared.chmod(0o755)
    elsewhere = person.folder("ailleurs")
    words = ("seal", shared, "--recursive", "--password-stdin", "-o", elsewhere)
    made = person.sceau(*words)
    assert made.code == 0, made.said
    assert len(list(elsewhere.iterdir())) == 3
    assert len(list(shared.iterdir())) == 3


def test_a_file_one_may_not_read(person: Person) -> None:
    folder = person.folder("dossier")
    source = written(folder)
    source.chmod(0o600)
    ran = person.seal(source)
    assert (ran.code, ran.json[0]["error"]) == (66, "not-readable")


@pytest.mark.parametrize("asked", ["pdf", "zip", "7z", "envelope"])
def test_a_file_system_that_is_mounted_to_be_read(person: Person, asked: str) -> None:
    disk = person.folder("disque")
    subprocess.run(["mount", "-t", "tmpfs", "-o", "mode=777", "tmpfs", str(disk)], check=True)
    try:
        source = written(disk)
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        ran = person.seal(source, "--as", asked)
        assert (ran.code, ran.json[0]["error"]) == (73, "folder-read-only"), ran.said
        assert [one.name for one in disk.iterdir()] == [source.name]
    finally:
        unmount(disk)


@dataclass(frozen=True)
class Remote:
    """A folder of another machine: what is there, and where it is mounted."""

    there: Path
    here: Path
    process: subprocess.Popen[bytes]


@pytest.fixture
def remote(person: Person, request: pytest.FixtureRequest) -> Iterator[Remote]:
    options = getattr(request, "param", ())
    there, here = person.folder("serveur"), person.folder("réseau")
    speaks = person.root / "speaks"
    speaks.write_text(f"#!/bin/sh\nexec {' '.join(AS_NOBODY)} {SFTP_SERVER} -d '{there}'\n")
    speaks.chmod(0o755)
    process = subprocess.Popen(
        [
            *("sshfs", "-f", f"serveur:{there}", str(here), "-o", f"ssh_command={speaks}"),
            *("-o", "allow_other,default_permissions,attr_timeout=0"),
            *(word for option in options for word in ("-o", option)),
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for("it is mounted", lambda: str(here) in Path("/proc/mounts").read_text())
        yield Remote(there, here, process)
    finally:
        unmount(here)
        process.terminate()
        process.wait(20)


@OVER_THE_NETWORK
@pytest.mark.parametrize("asked", ["pdf", "zip", "7z", "envelope"])
def test_a_folder_on_another_machine(person: Person, remote: Remote, asked: str) -> None:
    source = written(remote.here)
    ran = person.seal(source, "--as", asked)
    assert ran.code == 0, ran.said
    assert Path(ran.json[0]["sealed"]).parent == remote.here
    assert opens(ran)
    assert len(list(remote.there.iterdir())) == 2


@OVER_THE_NETWORK
@pytest.mark.parametrize("remote", [("disable_hardlink",)], indirect=True)
def test_one_that_knows_no_hard_links(person: Person, remote: Remote) -> None:
    ran = person.seal(written(remote.here))
    assert ran.code == 0, ran.said
    assert opens(ran)
    again = person.seal(remote.here / "Bilan d’été, n° 1.pdf")
    assert (again.code, again.json[0]["error"]) == (73, "already-there")
    assert len(list(remote.there.iterdir())) == 2


@OVER_THE_NETWORK
@pytest.mark.parametrize("remote", [("ro",)], indirect=True)
def test_one_that_may_only_be_read(person: Person, remote: Remote) -> None:
    source = written(remote.there)
    ran = person.seal(remote.here / source.name)
    assert (ran.code, ran.json[0]["error"]) == (73, "folder-read-only"), ran.said
    elsewhere = person.folder("ailleurs")
    made = person.seal(remote.here / source.name, "-o", elsewhere)
    assert made.code == 0, made.said
    assert opens(made)


@OVER_THE_NETWORK
def test_one_that_is_gone_is_told_at_once(person: Person, remote: Remote) -> None:
    source = written(remote.here)
    remote.process.kill()
    remote.process.wait(20)
    ran = person.seal(source)
    assert ran.code in (65, 66), ran.said
    assert ran.json[0]["error"] in ("read-failed", "no-such-file")
    assert ran.json[0]["sentence"]


def test_what_these_need_is_there() -> None:
    assert SFTP_SERVER.is_file()
    assert shutil.which("sshfs")
