"""The add-on's page of options: the language is chosen there as in the settings window."""

from __future__ import annotations

from pathlib import Path

import pytest

from sceau.hooks.frames import Speak, Speaks
from sceau.hooks.thunderbird.preferences import speak
from sceau.settings import places
from sceau.settings.load import load


@pytest.fixture
def policy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SCEAU_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(places, "policy_file", lambda: tmp_path / "policy.toml")
    return tmp_path / "policy.toml"


def test_asking_changes_nothing(policy: Path) -> None:
    assert speak(Speak(), "fr") == Speaks(language="auto")
    assert not places.user_settings_file().exists()


def test_a_choice_is_saved_and_told(policy: Path) -> None:
    assert speak(Speak(language="en"), "fr") == Speaks(language="en")
    assert load().settings.language == "en"
    assert speak(Speak(), "fr") == Speaks(language="en")


def test_what_the_establishment_chose_stays_and_says_so(policy: Path) -> None:
    policy.write_text('language = "fr"\n')
    told = speak(Speak(language="en"), "fr")
    assert (told.language, told.locked) == ("fr", True)
    assert "établissement" in told.problem


def test_settings_that_cannot_be_read_are_told_and_not_written_over(policy: Path) -> None:
    file = places.user_settings_file()
    file.parent.mkdir(parents=True)
    file.write_text("language =")
    told = speak(Speak(language="en"), "fr")
    assert told.problem
    assert told.locked
    assert file.read_text() == "language ="
