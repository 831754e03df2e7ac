"""A disk that is really full: a sentence, nothing sent, nothing half-written, nothing lost."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from sceau.demo import sample
from sceau.demo.report import report
from sceau.mail.message import Message
from support.command import Desktop

pytestmark = pytest.mark.e2e

CURE_AND_SEND = '{"verdict": "send", "cures": "all"}'


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 1 MB; making one needs root."""
    folder = tmp_path / "disk"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def fill(disk: Path, leave: int = 0) -> None:
    """Fill the file system up, but for ``leave`` bytes."""
    with (disk / "fill").open("wb", buffering=0) as file:
        try:
            while file.write(bytes(4096)):
                pass
        except OSError:
            file.truncate(max(0, file.tell() - leave))


def test_a_sealed_copy_that_does_not_fit_leaves_nothing(disk: Path, tmp_path: Path) -> None:
    source = tmp_path / "Bilan.pdf"
    source.write_bytes(report())
    fill(disk)
    ran = Desktop(tmp_path).sceau("seal", str(source), "-o", str(disk))
    assert ran.code == 73, ran.said
    assert "Traceback" not in ran.said
    assert [one.name for one in disk.iterdir()] == ["fill"]


@pytest.mark.parametrize("asked", ["zip", "7z", "envelope"])
def test_a_disk_that_fills_half_way_leaves_nothing(disk: Path, tmp_path: Path, asked: str) -> None:
    source = tmp_path / "Bilan.bin"
    source.write_bytes(os.urandom(3 * 2**20))
    (disk / "autre").write_bytes(bytes(1000))
    ran = Desktop(tmp_path).sceau("seal", str(source), "--as", asked, "-o", str(disk), "--json")
    assert (ran.code, ran.json[0]["error"]) == (73, "disk-full"), ran.said
    assert [one.name for one in disk.iterdir()] == ["autre"]


@pytest.mark.parametrize("leave", [0, 20_000, 60_000], ids=["no room", "little room", "some room"])
def test_a_mail_is_not_sent_unless_it_could_be_written_down(
    disk: Path, tmp_path: Path, leave: int
) -> None:
    desktop = Desktop(tmp_path)
    mail, answers = tmp_path / "mail.eml", tmp_path / "answers.json"
    mail.write_bytes(sample.patient_mail())
    answers.write_text(CURE_AND_SEND)
    there = str(disk / "home")
    words = ("send", str(mail), "--verdict", str(answers))
    ready = desktop.sceau("doctor", SCEAU_HOME=there)
    assert "Traceback" not in ready.said
    fill(disk, leave)
    ran = desktop.sceau(*words, SCEAU_HOME=there)
    assert "Traceback" not in ran.said
    assert ran.said.strip()
    if ran.code:
        assert ran.code == 73, ran.said
        assert not list((disk / "home").rglob(".Sent/*/*.*"))
        (disk / "fill").unlink()
        resumed = desktop.sceau("outbox", "--resume", SCEAU_HOME=there)
        assert "Traceback" not in resumed.said
        again = desktop.sceau(*words, SCEAU_HOME=there)
        assert again.code == 0, again.said
    filed = [one for one in (disk / "home").rglob(".Sent/*/*") if one.is_file()]
    assert filed
    for one in filed:
        assert Message.read(one.read_bytes()).mail.attachments
