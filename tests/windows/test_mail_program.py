"""A mail begun with files: by Simple MAPI with a stand-in for the mail program, whose every value
is looked at; and what happens where no program takes files."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.repository import ROOT
from support.wine import COMPILER, Wine

pytestmark = pytest.mark.e2e

CLIENTS = r"HKLM\Software\Clients\Mail"
NAMES = ("Compte rendu (chiffré).pdf", "Œdème – Ωmega.pdf")


@pytest.fixture
def client(windows: Wine, request: pytest.FixtureRequest) -> Iterator[Path]:
    """The stand-in, as the program that Windows hands mails to; gives where it tells."""
    library = windows.drive / "mapi" / "client.dll"
    library.parent.mkdir(exist_ok=True)
    source = ROOT / "tests" / "support" / "mapi_client.c"
    command = [COMPILER, "-shared", "-O2", "-Wall", str(source), "-o", str(library)]
    subprocess.run(command, check=True)
    key = rf"{CLIENTS}\Stand-in"
    before = (windows.registry(CLIENTS) or {}).get("", "")
    windows.run("reg", "add", CLIENTS, "/ve", "/d", "Stand-in", "/f")
    windows.run("reg", "add", key, "/v", "DLLPath", "/d", windows.path(library), "/f")
    told = windows.drive / "mapi" / "told.txt"
    told.unlink(missing_ok=True)
    yield told
    windows.run("reg", "delete", key, "/f")
    windows.run("reg", "add", CLIENTS, "/ve", "/d", before, "/f")


def begin(windows: Wine, files: list[Path], **environment: str) -> int:
    words = ["-P", "-m", "sceau.windows.mail_program", *map(windows.path, files)]
    return windows.python(
        *words, environment={"MAPI_TOLD": r"C:\mapi\told.txt", **environment}
    ).returncode


def test_the_mail_program_gets_every_file_with_its_name_and_nothing_else(
    windows: Wine, client: Path
) -> None:
    files = [windows.drive / "mapi" / name for name in NAMES]
    for number, one in enumerate(files, 1):
        one.write_bytes(b"x" * number)
    # the person gave the mail up in the end: that is no fault
    assert begin(windows, files, MAPI_ANSWER="1") == 0
    lines = client.read_text("utf-8").splitlines()
    assert lines[0::3] == ["1", "2"]
    assert lines[2::3] == list(NAMES)
    assert lines[1] == windows.path(files[0])


def test_where_no_program_takes_files_the_person_is_told_what_to_do(windows: Wine) -> None:
    told = windows.python(
        "-c",
        """
import json, os
from pathlib import Path
from sceau.desk import notifying
from sceau.windows import mail_program
opened, said = [], []
os.startfile = opened.append
notifying.notify = lambda *words: said.append(words[1])
mail_program.chosen = lambda: ""
mail_program.sys.argv[1:] = [r"C:\\dossier\\a.pdf"]
print(json.dumps([mail_program.main(), opened, said]))
""",
    )
    assert told.returncode == 0, told.stderr.decode(errors="replace")

    code, opened, said = json.loads(told.stdout)
    assert code == 69
    assert opened == ["mailto:", r"C:\dossier"]
    assert len(said) == 1
    assert "joignez-les" in said[0] or "attach them" in said[0]
