"""``sceau check --json`` on every mail of the corpus: always the shape scripts lean on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sceau.cli import main
from sceau.review.rules import RULE_IDS

CORPUS = sorted((Path(__file__).resolve().parents[1] / "corpus").glob("**/*.eml"))


def test_the_corpus_is_there() -> None:
    assert len(CORPUS) >= 60


@pytest.mark.parametrize("mail", CORPUS, ids=[one.stem for one in CORPUS])
def test_it_is_answered(
    mail: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SCEAU_HOME", str(tmp_path))
    before = mail.read_bytes()
    code = main(["check", str(mail), "--json", "--language", "fr"])
    told = json.loads(capsys.readouterr().out)
    assert mail.read_bytes() == before
    assert set(told) == {"mail", "findings", "not_examined"}
    weights = {"info": 0, "warn": 1, "block": 2}
    assert code == max((weights[one["level"]] for one in told["findings"]), default=0)
    for one in told["findings"]:
        assert one["rule"] in RULE_IDS
        assert one["evidence"]
        assert "{" not in one["evidence"] or "{" in before.decode("latin-1")
        assert one["about"]
        assert all(cure["edits"] for cure in one["cures"])
