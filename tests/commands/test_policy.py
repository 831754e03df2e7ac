"""``sceau policy`` as it is typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sceau.cli import POLICY_FORMS, main
from sceau.settings import places
from sceau.settings.policy.export.forms import FORMS


@pytest.fixture
def policy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SCEAU_HOME", str(tmp_path / "home"))
    file = tmp_path / "etc" / "policy.toml"
    file.parent.mkdir()
    monkeypatch.setattr(places, "policy_file", lambda: file)
    return file


def said(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().out


def test_every_form_that_can_be_asked_for_can_be_made() -> None:
    assert set(POLICY_FORMS) == set(FORMS)


def test_without_a_policy_nothing_is_imposed(policy: Path, capsys) -> None:
    assert main(["policy", "show", "--language", "en"]) == 0
    assert said(capsys) == "The establishment imposes nothing on this machine.\n"


def test_each_value_is_shown_with_where_it_stands(policy: Path, capsys) -> None:
    policy.write_text('window = "always"\n[rules.mssante]\nlevel = "block"\n')
    assert main(["policy", "show", "--language", "en"]) == 0
    assert said(capsys) == (
        'window = "always" (policy file)\nrules.mssante.level = "block" (policy file)\n'
    )
    assert main(["policy", "show", "--json"]) == 0
    assert json.loads(said(capsys))["window"] == {"value": "always", "from": "file"}


def test_a_broken_policy_is_told_by_show_check_and_doctor(policy: Path, capsys) -> None:
    policy.write_text('[rules.mssante]\nlevel = "red"\n')
    for command in (["policy", "show"], ["policy", "check"]):
        assert main([*command, "--language", "en"]) == 78
        assert "rules.mssante.level" in capsys.readouterr().err
    assert main(["doctor", "--json", "--language", "en"]) == 69
    checks = {one["check"]: one for one in json.loads(said(capsys))}
    assert checks["policy"]["state"] == "bad"
    assert "rules.mssante.level" in checks["policy"]["sentence"]


@pytest.mark.parametrize("check", ["may-send-without-check", "off"])
def test_a_policy_that_lets_mails_leave_unchecked_is_told(policy: Path, capsys, check) -> None:
    policy.write_text(f'check = "{check}"\n')
    main(["doctor", "--json", "--language", "en"])
    checks = {one["check"]: one for one in json.loads(said(capsys))}
    assert checks["policy"]["state"] == "warn"


def test_a_file_is_checked_before_it_is_deployed(policy: Path, tmp_path: Path, capsys) -> None:
    file = tmp_path / "new.json"
    file.write_text('{"window": "always", "password": {"bits": 90}}')
    assert main(["policy", "check", "--file", str(file), "--language", "fr"]) == 0
    assert said(capsys) == "Cette configuration est correcte\u00a0: 2 valeurs.\n"
    file.write_text('{"window": "never"}')
    assert main(["policy", "check", "--file", str(file)]) == 78
    assert main(["policy", "check", "--file", str(tmp_path / "none.toml")]) == 66


def test_templates_are_written_without_a_policy(policy: Path, tmp_path: Path, capsys) -> None:
    assert main(["policy", "export", "admx", "-o", str(tmp_path / "out"), "--json"]) == 0
    written = [Path(one).relative_to(tmp_path / "out") for one in json.loads(said(capsys))]
    assert {str(one) for one in written} == {
        "sceau.admx",
        "fr-FR/sceau.adml",
        "en-US/sceau.adml",
    }


@pytest.mark.parametrize("form", sorted(set(POLICY_FORMS) - {"admx"}))
def test_a_policy_is_written_in_another_form_and_never_over_a_file(
    policy: Path, tmp_path: Path, capsys, form: str
) -> None:
    policy.write_text('window = "always"\n')
    out = tmp_path / "out"
    asked = ["policy", "export", form, "-o", str(out)]
    assert main(asked) == 0
    (file,) = out.iterdir()
    before = file.read_bytes()
    assert main(asked) == 73
    assert file.read_bytes() == before


WRONG_USE = [
    ("no form", ["policy", "export"], 64),
    ("no policy to write", ["policy", "export", "json"], 64),
]


@pytest.mark.parametrize(
    ("asked", "code"), [pytest.param(*row[1:], id=row[0]) for row in WRONG_USE]
)
def test_wrong_use_is_told(policy: Path, capsys, asked: list[str], code: int) -> None:
    assert main(asked) == code
    assert capsys.readouterr().err


def test_a_policy_that_is_wrong_is_not_written(policy: Path, tmp_path: Path, capsys) -> None:
    policy.write_text('window = "never"\n')
    assert main(["policy", "export", "json", "-o", str(tmp_path / "out")]) == 78
    assert not (tmp_path / "out").exists()
