"""``sceau check`` on several mails and on folders of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sceau.cli import main

SENDER = "secretariat@clinique-exemple.example"


def mail(to: str = "marie.durand@orange.example") -> bytes:
    return f"From: {SENDER}\r\nTo: {to}\r\nSubject: Bonjour\r\n\r\nBonjour.\r\n".encode()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Mails to be found in a folder, and what is none of them."""
    monkeypatch.setenv("SCEAU_HOME", str(tmp_path / "home"))
    mails = tmp_path / "mails"
    for name, content in {
        "b.eml": mail(),
        "a.EML": mail("marie.durand"),
        "notes.txt": b"no mail",
        ".hidden.eml": mail(),
        "older/c.eml": mail(),
        ".trash/d.eml": mail(),
    }.items():
        (mails / name).parent.mkdir(parents=True, exist_ok=True)
        (mails / name).write_bytes(content)
    return mails


def checked(capsys: pytest.CaptureFixture[str], *named: Path) -> tuple[int, object]:
    code = main(["check", *map(str, named), "--json", "--language", "fr"])
    return code, json.loads(capsys.readouterr().out)


def test_one_file_is_told_by_itself(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, told = checked(capsys, folder / "b.eml")
    assert isinstance(told, dict)
    assert set(told) == {"mail", "findings", "not_examined"}
    assert code == 0


def test_a_folder_is_an_array_with_the_names(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, told = checked(capsys, folder)
    assert isinstance(told, list)
    assert [one["file"] for one in told] == [
        str(folder / name) for name in ("a.EML", "b.eml", "older/c.eml")
    ]
    assert [one["rule"] for one in told[0]["findings"]] == ["malformed-address"]
    assert code == 2


def test_each_is_told_once_in_the_order_given(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, told = checked(capsys, folder / "b.eml", folder / "a.EML", folder / "b.eml", folder)
    assert isinstance(told, list)
    assert [Path(one["file"]).name for one in told] == ["b.eml", "a.EML", "c.eml"]


def test_what_is_no_mail_does_not_hold_back_the_others(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty").mkdir()
    code, told = checked(capsys, tmp_path / "gone.eml", tmp_path / "empty", folder / "b.eml")
    assert isinstance(told, list)
    assert [one.get("error") for one in told] == ["no-such-file", "no-mail-in-folder", None]
    assert all(one["sentence"] for one in told[:2])
    assert code == 66


def test_people_read_each_below_its_name(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["check", str(folder), str(folder / "gone.eml"), "--language", "fr"])
    printed = capsys.readouterr()
    at = [printed.out.index(name) for name in ("a.EML", "malformed-address", "b.eml", "c.eml")]
    assert at == sorted(at)
    assert "gone.eml : Ce fichier n’existe pas" in printed.err
    assert code == 66


def test_a_folder_alone_that_holds_none_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SCEAU_HOME", str(tmp_path / "home"))
    code, told = checked(capsys, tmp_path)
    assert isinstance(told, list)
    assert [one["error"] for one in told] == ["no-mail-in-folder"]
    assert code == 66
