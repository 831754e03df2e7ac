"""``sceau seal`` on folders and on several files as one, by the command line alone."""

from __future__ import annotations

import contextlib
import csv
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from sceau.demo.report import report
from support import hidden
from support.command import Desktop
from support.office_files import office
from support.pictures import PLACE, picture

PASSWORD = "qzrk-7wvn-m4xp-h8dt-b3gs"


@pytest.fixture
def desktop(tmp_path: Path) -> Desktop:
    return Desktop(tmp_path)


@pytest.fixture
def folder(desktop: Desktop) -> Path:
    place = desktop.root / "Patients"
    (place / "Été").mkdir(parents=True)
    (place / "Bilan.pdf").write_bytes(report())
    (place / "Note.txt").write_bytes(b"Observations")
    (place / "Été" / "Photo.jpg").write_bytes(picture("JPEG", orientation=6))
    (place / "Été" / "Suivi.docx").write_bytes(office("docx"))
    return place


def test_a_folder_is_sealed_and_reported(desktop: Desktop, folder: Path) -> None:
    told = desktop.root / "rapport.json"
    ran = desktop.sceau("seal", str(folder), "--recursive", "--report", str(told))
    assert ran.code == 0, ran.said
    assert "4 fichiers chiffrés" in ran.out
    rows = json.loads(told.read_text())
    assert [(Path(row["source"]).name, row["state"], row["format"]) for row in rows] == [
        ("Bilan.pdf", "sealed", "pdf"),
        ("Note.txt", "sealed", "envelope"),
        ("Photo.jpg", "sealed", "pdf"),
        ("Suivi.docx", "sealed", "office"),
    ]
    password = ran.out.splitlines()[0].split()[-1]
    assert password not in told.read_text()
    opened = desktop.sceau(
        "unseal", *(row["sealed"] for row in rows), typed=f"{password}\n", seconds=90
    )
    assert opened.code == 0, opened.said


def test_it_goes_on_where_it_stopped(desktop: Desktop, folder: Path) -> None:
    first = desktop.sceau(
        "seal", str(folder / "Bilan.pdf"), "--password-stdin", typed=f"{PASSWORD}\n"
    )
    assert first.code == 0
    there = folder / "Bilan (chiffré).pdf"
    before = there.stat().st_mtime_ns
    line = ("seal", str(folder), "--recursive", "--password-stdin", "--json")
    ran = desktop.sceau(*line, typed=f"{PASSWORD}\n")
    assert ran.code == 0, ran.said
    assert [one.get("already", False) for one in ran.json] == [True, False, False, False]
    assert there.stat().st_mtime_ns == before
    again = desktop.sceau(*line, typed=f"{PASSWORD}\n")
    assert again.code == 0
    assert all(one["already"] for one in again.json)
    other = desktop.sceau(*line, typed=f"{PASSWORD}x2\n")
    assert other.code == 73
    assert {one["error"] for one in other.json} == {"already-there"}


def test_what_cannot_be_sealed_holds_nothing_back(desktop: Desktop, folder: Path) -> None:
    (folder / "vide.txt").write_bytes(b"")
    os.mkfifo(folder / "tuyau")
    told = desktop.root / "rapport.csv"
    ran = desktop.sceau("seal", str(folder), "--recursive", "--report", str(told))
    assert ran.code == 65
    assert "4 fichiers chiffrés · 2 non chiffrés" in ran.out
    rows = list(csv.DictReader(told.read_text("utf-8-sig").splitlines(), delimiter=";"))
    assert {row["source"].rpartition("/")[2]: row["error"] for row in rows if row["error"]} == {
        "vide.txt": "empty-file",
        "tuyau": "not-a-file",
    }


def test_a_report_that_cannot_be_is_refused_before_anything_is_done(
    desktop: Desktop, folder: Path
) -> None:
    ran = desktop.sceau("seal", str(folder), "--recursive", "--report", "rapport.doc")
    assert ran.code == 64
    assert not list(folder.glob("*chiffré*"))


def test_a_name_is_no_formula_in_the_report(desktop: Desktop) -> None:
    source = desktop.root / "=1+1.txt"
    source.write_bytes(b"x")
    told = desktop.root / "r.csv"
    ran = desktop.sceau("seal", source.name, "--report", str(told))
    assert ran.code == 0, ran.said
    assert "'=1+1.txt" in told.read_text("utf-8-sig")


@pytest.mark.parametrize(
    ("asked", "name"),
    [("auto", "Documents (chiffré).pdf"), ("zip", "Documents (chiffré).zip"), ("7z", None)],
)
def test_several_files_become_one(
    desktop: Desktop, folder: Path, asked: str, name: str | None
) -> None:
    files = [str(folder / "Bilan.pdf"), str(folder / "Note.txt")]
    words = ("seal", *files, "--together", "--as", asked, "--password-stdin", "--json")
    ran = desktop.sceau(*words, typed=f"{PASSWORD}\n")
    assert ran.code == 0, ran.said
    (told,) = ran.json
    assert told["sources"] == files
    assert Path(told["sealed"]).name == (name or "Documents (chiffré).7z")
    out = desktop.root / "out"
    out.mkdir()
    line = ("unseal", told["sealed"], "-o", str(out), "--json")
    opened = desktop.sceau(*line, typed=f"{PASSWORD}\n")
    assert opened.code == 0, opened.said
    assert sorted(one.read_bytes() for one in out.iterdir()) == sorted(
        Path(one).read_bytes() for one in files
    )
    again = desktop.sceau(*words, typed=f"{PASSWORD}\n")
    assert again.code == 73


def test_hidden_data_goes_first_where_it_is_wished(desktop: Desktop, folder: Path) -> None:
    photo = folder / "Été" / "Photo.jpg"
    words = ("seal", str(photo), "--as", "zip", "--clean", "--password-stdin", "--json")
    ran = desktop.sceau(*words, typed=f"{PASSWORD}\n")
    assert ran.code == 0, ran.said
    out = desktop.root / "out"
    out.mkdir()
    line = ("unseal", ran.json[0]["sealed"], "-o", str(out))
    assert desktop.sceau(*line, typed=f"{PASSWORD}\n").code == 0
    (made,) = out.iterdir()
    assert PLACE.encode() not in made.read_bytes()
    assert PLACE.encode() in photo.read_bytes()


def test_a_page_of_instructions_travels_along(desktop: Desktop, folder: Path) -> None:
    for _ in range(2):
        desktop.sceau("seal", str(folder), "--recursive", "--with-instructions")
    page = folder / "Comment ouvrir vos documents.pdf"
    assert page.read_bytes().startswith(b"%PDF-")
    assert not (folder / "Comment ouvrir vos documents (chiffré).pdf").exists()
    page.write_bytes(b"mine")
    note = folder / "Autre.txt"
    note.write_bytes(b"x")
    ran = desktop.sceau("seal", str(note), "--with-instructions")
    assert ran.code == 73
    assert page.read_bytes() == b"mine"


@contextlib.contextmanager
def sealing(desktop: Desktop, source: Path, asked: str) -> Iterator[subprocess.Popen[str]]:
    """Seal a file, and be there while it is being done."""
    running = subprocess.Popen(
        [sys.executable, "-m", "sceau.cli", "seal", str(source), "--as", asked, "--json"],
        env=desktop.environment(),
        cwd=desktop.root,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        # tests run in the background of a shell are deaf to it, and their children too
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    try:
        yield running
    finally:
        running.kill()
        running.communicate()


def large(desktop: Desktop, megabytes: int) -> Path:
    """Make a file that does not shrink."""
    source, piece = desktop.root / "grand.bin", os.urandom(2**20)
    with source.open("wb") as file:
        for _ in range(megabytes):
            file.write(piece)
    return source


def wait_until_half_way(desktop: Desktop, running: subprocess.Popen[str]) -> None:
    until = time.monotonic() + 60
    while not [p for p in desktop.root.glob(".sceau-*") if p.stat().st_size > 2**18]:
        assert time.monotonic() < until
        assert running.poll() is None, running.stdout and running.stdout.read()
        time.sleep(0.005)


def left(desktop: Desktop) -> set[str]:
    """Give what stands beside the person's own folders; no temporary file may be left."""
    assert not list(desktop.tmp.iterdir())
    return {one.name for one in desktop.root.iterdir()} - {"home", "tmp"}


@pytest.mark.parametrize("asked", ["zip", "7z"])
def test_an_interrupted_run_leaves_no_partial_file(desktop: Desktop, asked: str) -> None:
    source = large(desktop, 200)
    with sealing(desktop, source, asked) as running:
        wait_until_half_way(desktop, running)
        running.send_signal(signal.SIGINT)
        assert running.wait(60) == 130
    assert left(desktop) == {"grand.bin"}


def test_one_interrupted_in_the_workers_leaves_nothing_either(desktop: Desktop) -> None:
    source = large(desktop, 150)
    with sealing(desktop, source, "envelope") as running:
        time.sleep(1)
        assert running.poll() is None
        running.send_signal(signal.SIGINT)
        assert running.wait(60) == 130
    assert left(desktop) == {"grand.bin"}


@pytest.mark.parametrize("asked", ["zip", "7z"])
def test_a_file_that_changes_meanwhile_is_not_sealed(desktop: Desktop, asked: str) -> None:
    source = large(desktop, 200)
    with sealing(desktop, source, asked) as running:
        wait_until_half_way(desktop, running)
        with source.open("ab") as file:
            file.write(b"x")
        told, _ = running.communicate(timeout=60)
        assert running.returncode == 65, told
    assert json.loads(told)[0]["error"] == "changed-while-read"
    assert left(desktop) == {"grand.bin"}


def test_a_letter_is_written(desktop: Desktop) -> None:
    typed = f"{PASSWORD}\nMadame,\n\nVotre résultat est normal.\n"
    ran = desktop.sceau("letter", "--title", "Résultat", "--password-stdin", "--json", typed=typed)
    assert ran.code == 0, ran.said
    (told,) = ran.json
    assert Path(told["sealed"]).name == "Message (chiffré).pdf"
    assert desktop.sceau("unseal", told["sealed"], typed=f"{PASSWORD}\n").code == 0
    assert len(desktop.sceau("journal", "--json").json) == 1
    note = desktop.root / "lettre.txt"
    note.write_bytes("Votre résultat".encode("cp1252"))
    out = desktop.root / "out"
    out.mkdir()
    assert desktop.sceau("letter", str(note), "-o", str(out)).code == 0
    note.write_bytes(b"\xff\0\1")
    assert desktop.sceau("letter", str(note), "-o", str(out)).code == 65


def test_a_clean_copy_is_written_beside(desktop: Desktop, folder: Path) -> None:
    photo = folder / "Été" / "Photo.jpg"
    ran = desktop.sceau("clean", str(photo), str(folder / "Note.txt"), "--json")
    assert ran.code == 0, ran.said
    first, second = ran.json
    assert first["removed"] == ["place", "camera"]
    assert Path(first["clean"]).name == "Photo (nettoyé).jpg"
    assert PLACE.encode() not in Path(first["clean"]).read_bytes()
    assert second["clean"] is None
    assert "lieu" in desktop.sceau("clean", str(photo), "-o", str(desktop.root)).out


def test_it_says_what_becomes_of_calculations(desktop: Desktop, folder: Path) -> None:
    sheet = folder / "Suivi.xlsx"
    sheet.write_bytes(
        hidden.workbook(
            ("A", hidden.row(1, hidden.cell("A1", "84", "B!A1*2")), ""),
            ("B", hidden.row(1, hidden.cell("A1", "42")), "hidden"),
        )
    )
    ran = desktop.sceau("clean", str(sheet))
    assert ran.code == 0, ran.said
    assert "des feuilles masquées" in ran.out
    assert "ont gardé leur valeur" in ran.out
    assert (folder / "Suivi (nettoyé).xlsx").is_file()
