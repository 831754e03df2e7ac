"""Settings of a program that stays are those of the files as they are now."""

from __future__ import annotations

from pathlib import Path

import pytest

from sceau.settings import places
from sceau.settings.live import LiveSettings
from sceau.settings.load import load
from sceau.settings.save import change


@pytest.fixture
def policy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SCEAU_HOME", str(tmp_path / "home"))
    file = tmp_path / "policy.toml"
    monkeypatch.setattr(places, "policy_file", lambda: file)
    return file


def test_what_the_user_changes_counts_from_then_on(policy: Path) -> None:
    live = LiveSettings(load().settings)
    assert live.now.language == "auto"
    change([(("language",), "fr")])
    assert live.now.language == "fr"
    change([(("language",), None)])
    assert live.now.language == "auto"


def test_what_the_establishment_decides_counts_from_then_on(policy: Path) -> None:
    change([(("theme",), "dark")])
    live = LiveSettings(load().settings)
    policy.write_text('theme = "light"\n')
    assert live.now.theme == "light"
    policy.unlink()
    assert live.now.theme == "dark"


@pytest.mark.parametrize("broken", ["theme =", 'theme = "pink"', "colour = 1"])
def test_a_file_that_is_broken_changes_nothing_until_it_is_mended(
    policy: Path, broken: str
) -> None:
    policy.write_text('window = "always"\n')
    live = LiveSettings(load().settings)
    policy.write_text(broken)
    assert live.now.window == "always"
    assert live.now.window == "always"
    policy.write_text('window = "when-needed"\n')
    assert live.now.window == "when-needed"


def test_where_nothing_changed_nothing_is_read(
    policy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    live = LiveSettings(load().settings)

    def read() -> None:
        raise AssertionError("read again")

    monkeypatch.setattr("sceau.settings.live.load", read)
    assert live.now.theme == "auto"
