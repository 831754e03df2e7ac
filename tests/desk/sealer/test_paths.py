"""From what the desktop gives to paths; where results go; how a mail is begun with them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sceau.desk.sealer import after
from sceau.desk.sealer.paths import path_of
from sceau.desk.sealer.targets import write_result
from sceau.errors import CannotWrite, ServiceRefused

GIVEN = {
    "an address": ("file:///srv/Bilan.pdf", "/srv/Bilan.pdf"),
    "with blanks and accents": ("file:///srv/Bilan%20d%C3%A9c.pdf", "/srv/Bilan déc.pdf"),
    "with a per cent sign": ("file:///srv/100%25.pdf", "/srv/100%.pdf"),
    "with a question mark in the name": ("file:///srv/a%3Fb%23c.pdf", "/srv/a?b#c.pdf"),
    "of this machine by its name": ("file://localhost/srv/a.pdf", "/srv/a.pdf"),
    "bytes that are no text": ("file:///srv/%FF.pdf", os.fsdecode(b"/srv/\xff.pdf")),
    "a path": ("/srv/a b.pdf", "/srv/a b.pdf"),
    "a path with a colon": ("/srv/10:30.pdf", "/srv/10:30.pdf"),
    "of another machine": ("file://serveur/partage/a.pdf", None),
    "nothing": ("", None),
    "an address without a path": ("file://", None),
    "a NUL": ("file:///srv/a%00.pdf", None),
    "an address that is none": ("file://[/a.pdf", None),
    "a page": ("https://exemple.example/a.pdf", None),
}


@pytest.mark.parametrize(("given", "path"), GIVEN.values(), ids=GIVEN)
def test_what_is_given_becomes_a_path(given: str, path: str | None) -> None:
    assert path_of(given) == (Path(path) if path else None)


def test_a_path_is_taken_from_where_the_command_was_typed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert path_of("a.pdf") == tmp_path / "a.pdf"


def test_no_file_is_ever_replaced(tmp_path: Path) -> None:
    (tmp_path / "Bilan (chiffré).pdf").write_bytes(b"of somebody else")
    names = [write_result(tmp_path, "Bilan.docx", ".pdf", "fr", b"sealed").name for _ in range(2)]
    assert names == ["Bilan (chiffré) 2.pdf", "Bilan (chiffré) 3.pdf"]
    assert (tmp_path / "Bilan (chiffré).pdf").read_bytes() == b"of somebody else"


def test_the_longest_name_still_takes_a_number(tmp_path: Path) -> None:
    source = "é" * 125 + ".pdf"
    made = {write_result(tmp_path, source, ".pdf", "fr", b"x") for _ in range(3)}
    assert len(made) == 3
    assert all(one.suffix == ".pdf" for one in made)


def test_a_folder_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(CannotWrite, match="no-folder"):
        write_result(tmp_path / "parti", "a.pdf", ".pdf", "fr", b"x")


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is the whole path of programs."""
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def program(folder: Path, name: str) -> str:
    path = folder / name
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return str(path)


def test_thunderbird_is_given_addresses_it_does_not_cut(programs: Path) -> None:
    thunderbird = program(programs, "thunderbird")
    files = [Path("/srv/Bilan, suite d'été.pdf"), Path("/srv/b.pdf")]
    assert after.mail_command(files) == [
        thunderbird,
        "-compose",
        "attachment='file:///srv/Bilan%2C%20suite%20d%27%C3%A9t%C3%A9.pdf,file:///srv/b.pdf'",
    ]


def test_without_it_the_desktop_is_asked(programs: Path) -> None:
    tool = program(programs, "xdg-email")
    assert after.mail_command([Path("/srv/a b.pdf")]) == [tool, "--attach", "/srv/a b.pdf"]


def test_without_any_the_person_is_told(programs: Path) -> None:
    assert not after.can_mail()
    with pytest.raises(ServiceRefused, match="no-mail-program"):
        after.new_mail([Path("/srv/a.pdf")])
    with pytest.raises(ServiceRefused, match="no-file-manager"):
        after.open_folder([Path("/srv/a.pdf")])
