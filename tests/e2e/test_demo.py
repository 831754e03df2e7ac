"""``sceau demo``: in the window, in a terminal, and where there is neither."""

from __future__ import annotations

import json
import os
import pty
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest

from support.command import SOURCES
from support.command import Desktop as Folders
from support.windows import desktop, wait_for

pytestmark = pytest.mark.e2e

COMMAND = [sys.executable, "-m", "sceau.cli", "demo"]
QUESTIONS = ("message)\u00a0: ", "[o/N] ")
SEALED = "s’ouvre avec le mot de passe, et pas sans lui"


def test_in_the_window() -> None:
    with desktop() as desk:
        environment = {
            **desk.environment,
            "SCEAU_HOME": str(desk.home / "sceau"),
            "PYTHONPATH": str(SOURCES),
            "LANG": "fr_FR.UTF-8",
            "PYTHONUTF8": "1",
        }
        going = subprocess.Popen(
            [*COMMAND, "--json"], env=environment, stdout=subprocess.PIPE, text=True
        )
        try:
            for name in (
                "Passer en Cci",
                "Chiffrer, passer en Cci et envoyer",
                "Terminer",
            ):
                wait_for(name, lambda name=name: desk.has("push button", name))
                desk.press("push button", name)
            out, _ = going.communicate(timeout=30)
        finally:
            going.kill()
            going.wait()
    told = json.loads(out)
    (sent,) = told["sent"]
    assert going.returncode == 0
    assert [field for field, _ in sent["recipients"]] == ["bcc", "bcc"]
    assert [(one["opens_with_password"], one["opens_without"]) for one in sent["files"]] == [
        (True, False)
    ]


def test_in_a_terminal(tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    going = subprocess.Popen(
        COMMAND, env=Folders(tmp_path).environment(), stdin=theirs, stdout=theirs, stderr=theirs
    )
    os.close(theirs)
    printed = ""
    answers = iter(["1\n", "o\n"])  # sealing the report was chosen beforehand
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if not select.select([ours], [], [], 0.2)[0]:
            if going.poll() is not None:
                break
            continue
        try:
            printed += os.read(ours, 4096).decode("utf-8", "replace")
        except OSError:  # the other end of the terminal is closed
            break
        if printed.endswith(QUESTIONS):
            os.write(ours, next(answers, "\n").encode())
            printed += "\n"
    os.close(ours)
    assert going.wait(30) == 0, printed
    assert SEALED in printed


def test_where_there_is_neither_it_says_so_and_goes_the_same_way(tmp_path: Path) -> None:
    ran = Folders(tmp_path).sceau("demo")
    assert ran.code == 0, ran.said
    assert SEALED in ran.out
    assert "ni écran ni terminal" in ran.err


def test_kept_nothing_lies_in_sent(tmp_path: Path) -> None:
    answers = tmp_path / "answers.json"
    answers.write_text('{"verdict": "keep"}')
    ran = Folders(tmp_path).sceau("demo", "--verdict", str(answers), "--json")
    assert (ran.code, ran.json["sent"]) == (2, [])
