"""The licence is the European Union Public Licence 1.2, said the same everywhere."""

from __future__ import annotations

import hashlib
import json
import tomllib

from support.repository import ROOT

OFFICIAL = "b265314fe0920ed66121307961dabb70eb3c26c508d2362783e821bbb4a0e16c"


def test_the_licence_is_the_official_text() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert hashlib.sha256(" ".join(text.split()).encode()).hexdigest() == OFFICIAL


def test_both_manifests_name_it_by_its_spdx_identifier() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["license"] == "EUPL-1.2"
    assert project["license-files"] == ["LICENSE"]
    assert json.loads((ROOT / "ui" / "package.json").read_text())["license"] == "EUPL-1.2"
