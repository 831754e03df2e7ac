"""Which files of a folder are sealed, and where their copies go."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from sceau.batch.plan import plan


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "Dossier d’été"
    for name in (
        "b.txt",
        "a.pdf",
        "sous/c d.txt",
        ".caché",
        ".git/objet",
        "a (chiffré).pdf",
        "b (encrypted).pdf",
        "Comment ouvrir vos documents.pdf",
    ):
        path = place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    (place / "lien.txt").symlink_to(place / "b.txt")
    (place / "boucle").symlink_to(place)
    return place


def test_a_folder_gives_its_files_in_order_and_no_copies(folder: Path) -> None:
    tasks = plan([str(folder)], "", recursive=True)
    assert [str(one.source.relative_to(folder)) for one in tasks] == [
        "a.pdf",
        "b.txt",
        "sous/c d.txt",
    ]
    assert [one.folder for one in tasks] == [folder, folder, folder / "sous"]


def test_copies_elsewhere_lie_as_their_sources_do(folder: Path, tmp_path: Path) -> None:
    tasks = plan([str(folder)], str(tmp_path / "out"), recursive=True)
    assert tasks[2].folder == tmp_path / "out" / "sous"
    assert tasks[2].root == tmp_path / "out"


def test_the_folder_of_copies_is_not_walked(folder: Path) -> None:
    out = folder / "sous"
    assert len(plan([str(folder)], str(out), recursive=True)) == 2


def test_without_the_word_a_folder_is_one_thing(folder: Path) -> None:
    (task,) = plan([str(folder)], "", recursive=False)
    assert task.source == folder


def test_each_file_once(folder: Path) -> None:
    tasks = plan([str(folder / "b.txt"), str(folder)], "", recursive=True)
    assert [one.source.name for one in tasks] == ["b.txt", "a.pdf", "c d.txt"]


def test_a_socket_is_there_to_be_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("prise")
        assert [one.source.name for one in plan(["."], "", recursive=True)] == ["prise"]
