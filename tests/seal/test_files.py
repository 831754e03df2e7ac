"""Files on disk: read without waiting, written whole or not at all, never over another."""

from __future__ import annotations

import errno
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sceau.errors import CannotWrite, MissingInput, SceauError, UnreadableInput
from sceau.phrases import say
from sceau.seal import files
from sceau.seal.files import entry_of, new_file, read_source, sealed_name, write_new

NAMES = {
    "a report": ("Compte rendu.pdf", "Compte rendu (chiffré).pdf"),
    "two dots": ("bilan.2026.pdf", "bilan.2026 (chiffré).pdf"),
    "no extension": ("bilan", "bilan (chiffré).pdf"),
    "a hidden file": (".bilan", ".bilan (chiffré).pdf"),
    "another kind": ("Photo.jpeg", "Photo (chiffré).pdf"),
    "capitals": ("BILAN.PDF", "BILAN (chiffré).PDF"),
    "a long tail that is no extension": (
        "bilan.de Jeanne Exemple du mois",
        "bilan.de Jeanne Exemple du mois (chiffré).pdf",
    ),
}


@pytest.mark.parametrize(("name", "sealed"), NAMES.values(), ids=NAMES)
def test_the_sealed_name_still_says_what_it_is(name: str, sealed: str) -> None:
    assert sealed_name(name, ".pdf") == sealed


def test_the_sealed_name_in_english() -> None:
    assert sealed_name("Report.pdf", ".pdf", "en") == "Report (encrypted).pdf"


@given(st.text(st.characters(exclude_characters="/\0", exclude_categories=("Cs",)), min_size=1))
def test_the_sealed_name_always_fits(name: str) -> None:
    sealed = sealed_name(name * 20, ".pdf")
    assert 0 < len(sealed.encode()) <= 255
    assert "(chiffré)" in sealed
    assert sealed.lower().endswith(".pdf")


def test_write_new_writes_the_bytes(tmp_path: Path) -> None:
    target = tmp_path / "copie.pdf"
    write_new(target, b"sealed" * 500_000)
    assert target.read_bytes() == b"sealed" * 500_000
    assert [one.name for one in tmp_path.iterdir()] == ["copie.pdf"]


def test_write_new_never_writes_over_a_file(tmp_path: Path) -> None:
    target = tmp_path / "copie.pdf"
    target.write_bytes(b"kept")
    with pytest.raises(CannotWrite) as refusal:
        write_new(target, b"new")
    assert refusal.value.reason == "already-there"
    assert target.read_bytes() == b"kept"


def test_write_new_never_writes_through_a_link(tmp_path: Path) -> None:
    target = tmp_path / "copie.pdf"
    target.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(CannotWrite) as refusal:
        write_new(target, b"new")
    assert refusal.value.reason == "already-there"
    assert not (tmp_path / "elsewhere").exists()


def test_a_file_that_appears_meanwhile_is_kept(tmp_path: Path) -> None:
    target = tmp_path / "copie.pdf"
    with pytest.raises(CannotWrite) as refusal, new_file(target) as file:
        file.write(b"new")
        target.write_bytes(b"theirs")
    assert refusal.value.reason == "already-there"
    assert target.read_bytes() == b"theirs"
    assert [one.name for one in tmp_path.iterdir()] == ["copie.pdf"]


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        (errno.ENOSPC, "disk-full"),
        (errno.EDQUOT, "disk-full"),
        (errno.EIO, "write-failed"),
        (errno.EROFS, "folder-read-only"),
    ],
    ids=["the disk is full", "the quota is used up", "the disk fails", "a read-only disk"],
)
def test_a_failure_half_way_leaves_nothing_behind(
    number: int, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_descriptor: int) -> NoReturn:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fails)
    with pytest.raises(CannotWrite) as refusal:
        write_new(tmp_path / "copie.pdf", b"sealed")
    assert refusal.value.reason == reason
    assert list(tmp_path.iterdir()) == []


_FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from sceau.errors import CannotWrite
from sceau.seal.files import write_new
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))
try:
    write_new(Path(sys.argv[1]), b"x" * 3_000_000)
except CannotWrite as refusal:
    print(refusal.reason)
"""


def test_a_disk_that_takes_only_part_of_it(tmp_path: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-c", _FULL_DISK, str(tmp_path / "copie.pdf")],
        env={**os.environ, "PYTHONPATH": str(Path(files.__file__).parents[2])},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == "disk-full"
    assert list(tmp_path.iterdir()) == []


def test_a_file_system_without_hard_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unsupported(*_paths: object) -> NoReturn:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", unsupported)
    write_new(tmp_path / "copie.pdf", b"sealed")
    assert (tmp_path / "copie.pdf").read_bytes() == b"sealed"
    assert [one.name for one in tmp_path.iterdir()] == ["copie.pdf"]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("x" * 260, "name-too-long"),
        ("missing/copie.pdf", "no-folder"),
        ("file/copie.pdf", "no-folder"),
        ("nul\0byte", "write-failed"),
    ],
    ids=["a name of 260 letters", "no such folder", "a file for a folder", "a NUL"],
)
def test_a_place_that_cannot_be(name: str, reason: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(CannotWrite) as refusal:
        write_new(tmp_path / name, b"sealed")
    assert refusal.value.reason == reason
    assert [one.name for one in tmp_path.iterdir()] == ["file"]


def test_read_source_gives_the_bytes(tmp_path: Path) -> None:
    source = tmp_path / "bilan.pdf"
    source.write_bytes(bytes(range(256)) * 10)
    assert read_source(source) == bytes(range(256)) * 10


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _socket(path: Path) -> None:
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(str(path))
    listening.close()


def _loop(path: Path) -> None:
    path.symlink_to(path)


@pytest.mark.timeout(10)
@pytest.mark.parametrize(
    ("make", "kind", "reason"),
    [
        (lambda path: None, MissingInput, "no-such-file"),
        (lambda path: path.symlink_to("nowhere"), MissingInput, "no-such-file"),
        (_loop, MissingInput, "no-such-file"),
        (lambda path: path.mkdir(), UnreadableInput, "is-a-folder"),
        (lambda path: path.write_bytes(b""), UnreadableInput, "empty-file"),
        (_pipe, UnreadableInput, "not-a-file"),
        (_socket, UnreadableInput, "not-a-file"),
        (lambda path: path.symlink_to("/dev/zero"), UnreadableInput, "not-a-file"),
    ],
    ids=[
        "nothing there",
        "a link to nothing",
        "a link to itself",
        "a folder",
        "an empty file",
        "a pipe nobody writes to",
        "a socket",
        "a device",
    ],
)
def test_what_is_no_source_is_told_at_once(
    make: object, kind: type[SceauError], reason: str, tmp_path: Path
) -> None:
    source = tmp_path / "bilan.pdf"
    make(source)  # type: ignore[operator]
    with pytest.raises(kind) as refusal:
        read_source(source)
    assert refusal.value.reason == reason
    assert say(refusal.value.sentence, "fr") != refusal.value.sentence.key


def test_a_file_over_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LARGEST_FILE", 10)
    (tmp_path / "ten").write_bytes(b"x" * 10)
    (tmp_path / "eleven").write_bytes(b"x" * 11)
    assert len(read_source(tmp_path / "ten")) == 10
    with pytest.raises(UnreadableInput) as refusal:
        read_source(tmp_path / "eleven")
    assert refusal.value.reason == "too-large"


@pytest.mark.parametrize(
    ("number", "kind", "reason"),
    [
        (errno.EACCES, MissingInput, "not-readable"),
        (errno.EIO, UnreadableInput, "read-failed"),
    ],
    ids=["somebody else's", "a failing disk"],
)
def test_a_file_that_does_not_let_itself_be_read(
    number: int,
    kind: type[SceauError],
    reason: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    source = tmp_path / "bilan.pdf"
    source.write_bytes(b"x")

    def fails(*_arguments: object) -> NoReturn:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "open", fails)
    with pytest.raises(kind) as refusal:
        read_source(source)
    assert refusal.value.reason == reason


def test_a_block_that_fails_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), new_file(tmp_path / "copie.pdf") as file:
        file.write(b"half")
        raise ZeroDivisionError
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path: Path) -> None:
    source = tmp_path / "bilan.csv"
    source.write_bytes(b"a" * 100)
    entry = entry_of(source)
    with entry.opened() as opened:
        assert opened.read(10) == b"a" * 10
        source.write_bytes(b"b" * 200)
        with pytest.raises(UnreadableInput, match="changed-while-read"):
            while opened.read(50):
                pass
    with pytest.raises(UnreadableInput, match="changed-while-read"):
        entry.opened()
