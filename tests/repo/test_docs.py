"""What the documents say is there, is there; and the French ones are written with care."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from sceau import errors
from support.repository import ROOT, tracked_files
from support.typography import french_faults

DOCUMENTS = [name for name in tracked_files() if name.suffix == ".md"]
FRENCH = [name for name in DOCUMENTS if name.parts[:2] == ("docs", "fr")]
_LINK = re.compile(r"\]\(([^)\s]+)\)")


def prose(text: str) -> list[tuple[int, str]]:
    """Give the numbered lines that are neither code nor empty, without links' addresses and the
    sign of a picture."""
    lines, in_code = [], False
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("```"):
            in_code = not in_code
        elif not in_code and line.strip():
            lines.append((number, _LINK.sub("]", line.replace("![", "["))))
    return lines


def anchors(text: str) -> set[str]:
    """Give the anchors of a page's headings, as forges make them."""
    headings = [line.lstrip("#").strip() for _, line in prose(text) if line.startswith("#")]
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in headings}


@pytest.mark.parametrize("name", DOCUMENTS, ids=str)
def test_every_link_leads_somewhere(name: Path) -> None:
    broken = []
    for target in _LINK.findall((ROOT / name).read_text(encoding="utf-8")):
        if "://" in target:
            continue
        path, _, anchor = target.partition("#")
        file = (ROOT / name).parent / path if path else ROOT / name
        if not file.exists() or (
            anchor and anchor not in anchors(file.read_text(encoding="utf-8"))
        ):
            broken.append(target)
    assert not broken


@pytest.mark.parametrize("name", FRENCH, ids=str)
def test_the_french_is_written_with_care(name: Path) -> None:
    faults = [
        f"{number}: {fault}"
        for number, line in prose((ROOT / name).read_text(encoding="utf-8"))
        for fault in french_faults(line)
    ]
    assert not faults, "\n".join(faults)


def test_there_is_french_to_check() -> None:
    assert Path("docs/fr/guide.md") in FRENCH


@pytest.fixture(scope="module")
def commands() -> set[str]:
    """The commands the program really has."""
    told = subprocess.run(
        [sys.executable, "-m", "sceau.cli", "no-such-command"],
        cwd=ROOT / "addin",
        capture_output=True,
        text=True,
        check=False,
    ).stderr
    return set(re.findall(r"'([a-z]+)'", told.split("choose from", 1)[1]))


@pytest.mark.parametrize("name", DOCUMENTS, ids=str)
def test_every_command_named_exists(name: Path, commands: set[str]) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    named = set(re.findall(r"(?:`|^)sceau ([a-z]+)", text, re.MULTILINE))
    assert named <= commands


def test_the_readme_names_every_command(commands: set[str]) -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert not {name for name in commands - {"helper"} if f"`sceau {name}" not in text}


def test_the_readme_explains_every_exit_code() -> None:
    codes = {
        value
        for one in vars(errors).values()
        if isinstance(one, type) and issubclass(one, errors.SceauError)
        for value in [one.exit_code]
    } | {errors.DONE, errors.FINDINGS, errors.BLOCKED}
    table = re.findall(r"^\| ((?:\d+, )*\d+) \|", (ROOT / "README.md").read_text(), re.MULTILINE)
    explained = {int(code) for cell in table for code in cell.split(",")}
    assert codes <= explained


def test_every_decision_is_in_the_list() -> None:
    folder = ROOT / "docs" / "decisions"
    listed = set(_LINK.findall((folder / "README.md").read_text(encoding="utf-8")))
    there = {file.name for file in folder.glob("*.md")} - {"README.md"}
    assert there == {target for target in listed if "/" not in target}


@pytest.mark.parametrize(
    "file", sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md")), ids=lambda file: file.stem
)
def test_every_decision_is_dated_and_short(file: Path) -> None:
    lines = file.read_text(encoding="utf-8").splitlines()
    assert re.fullmatch(r"# \d{3} .+", lines[0])
    assert lines[0][2:5] == file.name[:3]
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", lines[2])
    assert len(lines) < 60


def test_make_has_the_promised_targets() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    wanted = {
        "demo",
        "test",
        "test-unit",
        "test-e2e",
        "test-faults",
        "test-samples",
        "package",
        "test-package",
        "bench",
        "lint",
        "setup",
        "clean",
    }
    assert wanted <= set(re.findall(r"^([a-z0-9-]+):", text, re.MULTILINE))
