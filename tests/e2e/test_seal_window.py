"""The real sealing window, on a desktop of its own: files dropped, chosen, changed and sealed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from jeepney import MessageType, message_bus, new_method_return
from jeepney.io.blocking import DBusConnection, open_dbus_connection

from support.command import Desktop as Folders
from support.pdfs import dense_text, report
from support.sealing_desk import TITLE, drop, sealing_window
from support.windows import Desktop, alive, children, wait_for

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
        drop(desk, first, second, until=lambda: desk.has("push button", "Chiffrer 2 fichiers"))
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
        desk.escape("Choisir des fichiers")
        desk.press("push button", "Fermer")
        assert running.wait(60) == 0


def test_each_file_has_its_own_password_where_asked(desk: Desktop, folder: Path) -> None:
    for name in ("Un.txt", "Deux.txt"):
        (folder / name).write_bytes(b"notes")
    with sealing_window(desk, folder / "Un.txt", folder / "Deux.txt") as running:
        wait_for("both are ready", lambda: desk.has("push button", "Chiffrer 2 fichiers"))
        desk.press("radio button", "Un par fichier")
        desk.press("radio button", "Sans le nom du patient (« Document 1 »)")
        wait_for(
            "it is so", lambda: "checked" in desk.reader("state", "radio button", "Un par fichier")
        )
        desk.press("push button", "Chiffrer 2 fichiers")
        wait_for(
            "the first password is shown",
            lambda: desk.has("heading", "Mot de passe de « Document 1 (chiffré).pdf »"),
        )
        (window,) = desk.windows(TITLE)
        desk.xdotool("windowmove", window, "0", "0", "windowsize", window, "800", "960")
        second = "Son mot de passe : Document 2 (chiffré).pdf"
        wait_for("both rows are in sight", lambda: desk.has("toggle button", second))
        desk.press("toggle button", second)
        wait_for(
            "the second is shown",
            lambda: desk.has("heading", "Mot de passe de « Document 2 (chiffré).pdf »"),
        )
        desk.press("push button", "Terminer")
        assert running.wait(60) == 0
    assert (folder / "Document 1 (chiffré).pdf").is_file()
    assert (folder / "Document 2 (chiffré).pdf").is_file()


def test_long_work_is_cancelled_and_leaves_nothing_half_way(desk: Desktop, folder: Path) -> None:
    for number in range(4):
        (folder / f"{number}.pdf").write_bytes(dense_text(60, 3000))
    with sealing_window(desk, folder) as running:
        wait_for("all are ready", lambda: desk.has("push button", "Chiffrer 4 fichiers"))
        desk.press("push button", "Chiffrer 4 fichiers")
        wait_for("it can be cancelled", lambda: desk.has("push button", "Annuler"))
        desk.key("Escape")
        wait_for("it has ended", lambda: desk.has("push button", "Terminer"))
        desk.press("push button", "Terminer")
        assert running.wait(60) == 0
    made = [one.name for one in folder.iterdir() if "(chiffré)" in one.name]
    assert len(made) < 4
    assert sorted(one.name for one in folder.iterdir()) == sorted(
        [*(f"{number}.pdf" for number in range(4)), *made]
    )


def test_a_window_that_is_killed_is_told_and_loses_nothing(desk: Desktop, folder: Path) -> None:
    (folder / "Notes.txt").write_bytes(b"notes")
    with sealing_window(desk, folder / "Notes.txt") as running:
        wait_for("it is ready", lambda: desk.has("push button", "Chiffrer"))
        (window,) = [
            one
            for one in children(running.pid)
            if alive(one) and b"sceau.desk.window_process" in cmdline(one)
        ]
        os.kill(window, signal.SIGKILL)
        assert running.wait(60) == 69
        assert running.stdout is not None
        assert "les originaux n’ont pas changé" in running.stdout.read()
    assert [one.name for one in folder.iterdir()] == ["Notes.txt"]


def cmdline(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def stand_in_for_notifications(shows: DBusConnection) -> None:
    """Take the place of the desktop's own notifications: the bus starts them by itself where an
    earlier test told something, and they do not give way."""
    name = "org.freedesktop.Notifications"
    held = shows.send_and_get_reply(message_bus.GetConnectionUnixProcessID(name))
    if held.header.message_type == MessageType.method_return:
        os.kill(held.body[0], signal.SIGTERM)
        wait_for(
            "they are gone",
            lambda: not shows.send_and_get_reply(message_bus.NameHasOwner(name)).body[0],
        )
    taken = shows.send_and_get_reply(message_bus.RequestName(name))
    assert taken.body == (1,), "somebody else shows notifications"


def test_who_clicked_without_a_screen_is_told_by_a_notification(
    desk: Desktop, tmp_path: Path
) -> None:
    address = desk.environment["DBUS_SESSION_BUS_ADDRESS"]
    with open_dbus_connection(bus=address) as shows:
        stand_in_for_notifications(shows)
        started = subprocess.Popen(
            [sys.executable, "-m", "sceau.cli", "seal", "--window"],
            env=Folders(tmp_path).environment(DBUS_SESSION_BUS_ADDRESS=address),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        while True:
            message = shows.receive(timeout=60)
            if message.header.message_type == MessageType.method_call:
                break
        shows.send(new_method_return(message, "u", (1,)))
        assert started.wait(60) == 69
    assert "La fenêtre n’a pas pu s’ouvrir" in message.body[4]
