"""How far a long run is: on a terminal, and nowhere else."""

from __future__ import annotations

import fcntl
import os
import struct
import subprocess
import sys
import termios
from pathlib import Path

from support.command import Desktop


def on_a_terminal(desktop: Desktop, *words: str) -> tuple[int, str]:
    """Run ``sceau`` with a terminal as its error output; give its code and what stood there."""
    ours, theirs = os.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    running = subprocess.Popen(
        [sys.executable, "-m", "sceau.cli", *words],
        env=desktop.environment(TERM="xterm"),
        cwd=desktop.root,
        stdout=subprocess.DEVNULL,
        stderr=theirs,
    )
    os.close(theirs)
    said = b""
    try:
        while piece := os.read(ours, 4096):
            said += piece
    except OSError:  # the other end is closed
        pass
    finally:
        os.close(ours)
    return running.wait(60), said.decode("utf-8", "replace")


def folder(root: Path, count: int) -> Path:
    made = root / "dossier"
    made.mkdir()
    for number in range(count):
        (made / f"{number:02}.txt").write_bytes(b"Observations" * 50)
    return made


def test_many_files_have_a_bar(tmp_path: Path) -> None:
    place = folder(tmp_path, 12)
    code, said = on_a_terminal(Desktop(tmp_path), "seal", str(place), "--recursive")
    assert code == 0
    assert "%|" in said
    assert "00.txt" not in said  # a screen may be seen by others


def test_a_few_small_ones_have_none(tmp_path: Path) -> None:
    place = folder(tmp_path, 2)
    code, said = on_a_terminal(Desktop(tmp_path), "seal", str(place), "--recursive")
    assert (code, said) == (0, "")


def test_neither_has_a_pipe(tmp_path: Path) -> None:
    place = folder(tmp_path, 12)
    ran = Desktop(tmp_path).sceau("seal", str(place), "--recursive", "--json")
    assert (ran.code, ran.err) == (0, "")
    assert len(ran.json) == 12
