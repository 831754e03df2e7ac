"""``Sceau.exe``, ``sceau.com`` and ``sceau-host.exe``: they start the Python beside them."""

from __future__ import annotations

import dataclasses
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from support.repository import ROOT
from support.wine import Wine

sys.path.insert(0, str(ROOT / "installer" / "windows"))

import launchers

pytestmark = pytest.mark.e2e

SHOWS_ARGUMENTS = "import json, sys; print(json.dumps(sys.argv[1:])); raise SystemExit(37)"


@pytest.fixture(scope="module")
def program(windows: Wine) -> Wine:
    launchers.build(windows.runtime)
    shows = dataclasses.replace(launchers.LAUNCHERS[1], name="shows.exe", module="shows_arguments")
    launchers.build_one(shows, windows.runtime)
    (windows.runtime / "lib" / "shows_arguments.py").write_text(SHOWS_ARGUMENTS)
    return windows


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("none", []),
        ("spaces and an empty one", ["deux mots", "", "fin"]),
        ("accents and apostrophes", ["C:\\Été\\Compte rendu d’Hélène – œdème.pdf"]),
        ("quotes", ['dit "bonjour"', '"']),
        ("backslashes before a quote and at the end", ['a\\\\"b', "C:\\dossier vide\\"]),
        ("signs a shell would take", ["100 %", "a&b|c>d", "^", "%PATH%", "*.pdf"]),
        ("a path longer than 260 characters", ["C:\\" + "\\".join(["dossier"] * 60) + "\\a.pdf"]),
    ],
)
def test_arguments_arrive_as_they_were_given_and_the_exit_code_comes_back(
    program: Wine, what: str, words: list[str]
) -> None:
    done = program.run(program.runtime / "shows.exe", *words)
    assert json.loads(done.stdout) == words, what
    assert done.returncode == 37


@pytest.mark.parametrize("name", ["Sceau.exe", "sceau.com"])
def test_a_command_answers_with_and_without_a_console(program: Wine, name: str) -> None:
    done = program.run(program.runtime / name, "--version")
    assert done.stdout.split() == [b"sceau", b"0.1.0"]
    assert program.run(program.runtime / name, "unknown-command").returncode == 64


@pytest.mark.parametrize("there", ["nothing", "a Python without its library"])
def test_what_was_installed_half_way_ends_at_once_where_an_installer_asks(
    program: Wine, there: str
) -> None:
    alone = program.drive / "alone"
    alone.mkdir()
    try:
        for name in ("sceau.com", "Sceau.exe"):
            shutil.copy(program.runtime / name, alone)
        if there != "nothing":
            (alone / "python").mkdir()
            for name in ("python.exe", "pythonw.exe"):
                shutil.copy(program.runtime / "python" / name, alone / "python")
        for name in ("sceau.com", "Sceau.exe"):
            done = program.run(alone / name, "helper", "stop", "--icon", seconds=60)
            assert done.returncode == 69, name
    finally:
        shutil.rmtree(alone)


def test_each_says_what_it_is_and_carries_the_icon(program: Wine) -> None:
    for one in launchers.LAUNCHERS:
        told = subprocess.run(
            ["x86_64-w64-mingw32-objdump", "-p", str(program.runtime / one.name)],
            capture_output=True,
            text=True,
        ).stdout
        subsystem = re.search(r"Subsystem\s+\S+\s+\(Windows (GUI|CUI)\)", told)
        assert subsystem is not None
        assert subsystem[1] == ("CUI" if one.console else "GUI")
        libraries = {name.lower() for name in re.findall(r"DLL Name: (\S+)", told)}
        assert libraries <= {"kernel32.dll", "msvcrt.dll", "user32.dll"}
        content = (program.runtime / one.name).read_bytes()
        assert one.name.encode("utf-16-le") in content
        assert b"longPathAware" in content
        assert launchers.icon()[-200:] in content


def test_the_same_sources_give_the_same_bytes(program: Wine, tmp_path: Path) -> None:
    launchers.build(tmp_path)
    for one in launchers.LAUNCHERS:
        assert (tmp_path / one.name).read_bytes() == (program.runtime / one.name).read_bytes()
