"""``sceau check --json`` on every row of the rules' tables: the mail as a file, with real files
attached, sent by somebody with those settings and that memory."""

from __future__ import annotations

import io
import json
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import pytest

from sceau.cli import main
from sceau.review.rules import RULE_IDS
from support.case_mails import Written, make_user, written
from support.case_tables import plain
from support.command import Desktop

TABLES = sorted((Path(__file__).parents[1] / "review" / "rules").glob("*.toml"))
ROWS = [row for table in TABLES for row in written(table)]
FIT = [row for row in ROWS if not row.unfit]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Any]:
    """What the command said of each row, one call a user."""
    users: dict[str, list[Written]] = {}
    for row in FIT:
        users.setdefault(row.user, []).append(row)
    said: dict[int, Any] = {}
    with pytest.MonkeyPatch.context() as patch:
        for rows in users.values():
            folder = tmp_path_factory.mktemp("user")
            said |= zip(map(id, rows), _checked(folder, rows, patch), strict=True)
    return said


def _checked(folder: Path, rows: list[Written], patch: pytest.MonkeyPatch) -> list[Any]:
    make_user(folder / "home", rows[0])
    mails = _put(folder / "mails", rows)
    patch.setenv("SCEAU_HOME", str(folder / "home"))
    with redirect_stdout(io.StringIO()) as out:
        main(["check", str(mails), "--json", "--language", "fr"])
    answers: list[Any] = json.loads(out.getvalue())
    assert [Path(one["file"]) for one in answers] == sorted(mails.iterdir())
    return answers


def _put(folder: Path, rows: list[Written]) -> Path:
    folder.mkdir()
    for place, row in enumerate(rows):
        (folder / f"{place:04}.eml").write_bytes(row.raw)
    return folder


def test_a_program_of_its_own_says_the_same(tmp_path: Path, told: dict[int, Any]) -> None:
    rows = [row for row in FIT if not row.row.keys() & {"domains", "known", "given"}][::12]
    mails = _put(tmp_path / "mails", rows)
    named = [str(one) for one in sorted(mails.iterdir())]
    ran = Desktop(tmp_path).sceau("check", *named, "--json", "--language", "fr")
    assert len(rows) > 50
    assert [one["findings"] for one in ran.json] == [told[id(row)]["findings"] for row in rows]
    assert ran.code == 2


def test_the_tables_are_tried_whole_but_for_what_no_file_tells() -> None:
    assert {row.rule for row in FIT} == set(RULE_IDS)
    assert len(FIT) > 0.9 * len(ROWS)


@pytest.mark.parametrize("row", FIT, ids=[f"{row.rule}: {row.row['sentence']}" for row in FIT])
def test_the_command_says_what_the_table_expects(row: Written, told: dict[int, Any]) -> None:
    found = [one for one in told[id(row)]["findings"] if one["rule"] == row.rule]
    assert [plain(one["evidence"]) for one in found] == row.row["finds"]
    if "level" in row.row:
        assert {one["level"] for one in found} == {row.row["level"]}
    if "cures" in row.row:
        assert [[cure["name"] for cure in one["cures"]] for one in found] == row.row["cures"]
    for one in found:
        assert one["about"]
        assert all(cure["edits"] for cure in one["cures"])
