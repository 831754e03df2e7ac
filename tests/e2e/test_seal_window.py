"""The real sealing window, on a desktop of its own: files dropped, chosen, changed and sealed."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from support.pdfs import report
from support.sealing_desk import TITLE, dragged, sealing_window
from support.windows import Desktop, wait_for

pytestmark = pytest.mark.e2e


@pytest.fixture
def folder(desk: Desktop, request: pytest.FixtureRequest) -> Path:
    made = desk.home / f"Mes documents {abs(hash(request.node.name)) % 10_000}"
    made.mkdir()
    return made


def test_files_dropped_on_the_window_are_sealed(desk: Desktop, folder: Path) -> None:
    first, second = folder / "Bilan d’été, n° 1.pdf", folder / "Notes 100 %.txt"
    first.write_bytes(report())
    second.write_bytes(b"notes")
    with sealing_window(desk) as running:
        wait_for("it asks for files", lambda: desk.has("push button", "Choisir des fichiers"))
        with dragged(desk, first, second):
            wait_for("both are ready", lambda: desk.has("push button", "Chiffrer 2 fichiers"))
        desk.press("push button", "Chiffrer 2 fichiers")
        wait_for("it is done", lambda: desk.has("push button", "Ouvrir le dossier"))
        assert desk.has("push button", "Nouveau mail avec ces fichiers")
        assert desk.has("push button", "Imprimer la fiche")
        assert desk.has("push button", "Copier")
        desk.press("push button", "Terminer")
        assert running.wait(60) == 0
    assert sorted(one.name for one in folder.iterdir()) == sorted(
        [
            "Bilan d’été, n° 1.pdf",
            "Bilan d’été, n° 1 (chiffré).pdf",
            "Notes 100 %.txt",
            "Notes 100 % (chiffré).pdf",
        ]
    )
    for one in folder.glob("*(chiffré)*"):
        told = subprocess.run(["pdfinfo", str(one)], capture_output=True, text=True)
        assert "Incorrect password" in told.stderr


def test_the_form_is_changed_and_the_result_is_of_that_form(desk: Desktop, folder: Path) -> None:
    (folder / "Notes.txt").write_bytes(b"notes")
    with sealing_window(desk, folder / "Notes.txt") as running:
        wait_for("it is ready", lambda: desk.has("push button", "Chiffrer"))
        wait_for(
            "the form can be chosen",
            lambda: desk.names("combo box") == ["Forme de Notes.txt une fois chiffré"],
        )
        desk.press("push button", "Chiffrer")
        wait_for("it is done", lambda: desk.has("push button", "Ouvrir le dossier"))
        desk.key("Escape")
        assert running.wait(60) == 0
    assert (folder / "Notes (chiffré).pdf").is_file()


@pytest.mark.parametrize("leave", ["Esc", "the X"])
def test_going_away_changes_nothing(desk: Desktop, folder: Path, leave: str) -> None:
    (folder / "Notes.txt").write_bytes(b"notes")
    with sealing_window(desk, folder / "Notes.txt") as running:
        wait_for("it is ready", lambda: desk.has("push button", "Chiffrer"))
        if leave == "Esc":
            desk.key("Escape")
        else:
            desk.press_x(TITLE)
        assert running.wait(60) == 0
    assert [one.name for one in folder.iterdir()] == ["Notes.txt"]


def test_the_systems_own_chooser_opens(desk: Desktop) -> None:
    with sealing_window(desk) as running:
        wait_for("it asks for files", lambda: desk.has("push button", "Choisir des fichiers"))
        desk.press("push button", "Choisir des fichiers")
        wait_for("the chooser is there", lambda: desk.windows("Choisir des fichiers"))
        desk.key("Escape")
        wait_for("the chooser is gone", lambda: not desk.windows("Choisir des fichiers"))
        desk.press("push button", "Fermer")
        assert running.wait(60) == 0
