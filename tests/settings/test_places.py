"""Where things are kept."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from sceau.errors import CannotWrite
from sceau.settings import places

FOLDERS = [places.config_folder, places.state_folder, places.cache_folder]


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("SCEAU_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.mark.parametrize("folder", FOLDERS)
def test_each_folder_is_its_owners_alone(home: Path, folder) -> None:
    made = folder()
    assert made.parent == home
    assert made.is_dir()
    assert stat.S_IMODE(made.stat().st_mode) == 0o700


def test_the_three_folders_are_three(home: Path) -> None:
    assert len({folder() for folder in FOLDERS}) == 3


def test_a_folder_left_open_is_closed(home: Path) -> None:
    (home / "state").mkdir(parents=True, mode=0o755)
    assert stat.S_IMODE(places.state_folder().stat().st_mode) == 0o700


def test_a_file_in_the_folders_place_is_told(home: Path) -> None:
    home.mkdir()
    (home / "cache").write_text("")
    with pytest.raises(CannotWrite) as told:
        places.cache_folder()
    assert told.value.reason == "folder-refused"


def test_somebody_elses_folder_is_refused(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    places.state_folder()
    monkeypatch.setattr("os.geteuid", lambda: 4_000_000)
    with pytest.raises(CannotWrite) as told:
        places.state_folder()
    assert told.value.reason == "folder-not-yours"


def test_asking_for_the_settings_file_makes_nothing(home: Path) -> None:
    assert places.user_settings_file() == home / "config" / "settings.toml"
    assert not home.exists()


def test_without_the_variable_the_system_says_where(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("SCEAU_HOME", raising=False)
    for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    assert places.config_folder() == tmp_path / "XDG_CONFIG_HOME" / "sceau"
    assert places.state_folder() == tmp_path / "XDG_STATE_HOME" / "sceau"
    assert places.cache_folder() == tmp_path / "XDG_CACHE_HOME" / "sceau"


def test_the_variable_does_not_move_the_policy(home: Path) -> None:
    assert not places.policy_file().is_relative_to(home)


@pytest.mark.parametrize(
    ("platform", "end"),
    [
        ("linux", "/etc/sceau/policy.toml"),
        ("darwin", "/Library/Application Support/Sceau/policy.toml"),
        ("win32", "Sceau/policy.toml"),
    ],
)
def test_the_policy_is_where_only_an_administrator_writes(
    monkeypatch: pytest.MonkeyPatch, platform: str, end: str
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    assert str(places.policy_file()).endswith(end)
