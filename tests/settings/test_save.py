"""Changing the user's settings."""

from __future__ import annotations

import stat
import tomllib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as trials
from hypothesis import strategies as st

from sceau.errors import CannotWrite, NotAllowed, WrongSettings
from sceau.settings import places
from sceau.settings.load import load
from sceau.settings.save import change, remove_account, set_account
from sceau.settings.schema import AccountSettings

HOSPITAL = AccountSettings(kind="smtp", host="smtp.chu-exemple.fr", port=587, user="marie")


@pytest.fixture
def user(tmp_path: Path) -> Path:
    return tmp_path / "settings.toml"


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    return tmp_path / "policy.toml"


def test_a_value_is_set_and_the_rest_stays(user: Path, policy: Path) -> None:
    user.write_text('theme = "dark"\n[password]\nbits = 100\n')
    read = change([(("password", "kind"), "words")], user, policy).settings
    assert (read.theme, read.password.kind, read.password.bits) == ("dark", "words", 100)
    assert load(user, policy).settings == read


def test_taking_a_value_out_gives_the_default_and_leaves_no_empty_table(
    user: Path, policy: Path
) -> None:
    user.write_text("[rules.missing-attachment]\nenabled = false\n")
    change([(("rules", "missing-attachment", "enabled"), None)], user, policy)
    assert tomllib.loads(user.read_text()) == {}


def test_the_file_is_its_owners_alone_and_nothing_lies_beside_it(user: Path, policy: Path) -> None:
    user.write_text("")
    user.chmod(0o644)
    change([(("theme",), "dark")], user, policy)
    assert stat.S_IMODE(user.stat().st_mode) == 0o600
    assert [one.name for one in user.parent.iterdir()] == ["settings.toml"]


def test_an_account_is_written_so_that_a_person_can_read_it(user: Path, policy: Path) -> None:
    read = set_account("hopital", HOSPITAL, default=True, user=user, policy=policy).settings
    assert read.accounts == {"hopital": HOSPITAL}
    assert read.account == "hopital"
    assert user.read_text() == (
        'account = "hopital"\n\n[accounts.hopital]\nkind = "smtp"\n'
        'host = "smtp.chu-exemple.fr"\nport = 587\nuser = "marie"\n'
    )


def test_an_account_set_again_takes_the_place_of_the_first(user: Path, policy: Path) -> None:
    set_account("h", HOSPITAL, user=user, policy=policy)
    other = AccountSettings(kind="smtp", host="autre.fr")
    assert set_account("h", other, user=user, policy=policy).settings.accounts == {"h": other}


def test_an_account_taken_out_is_no_longer_the_default(user: Path, policy: Path) -> None:
    set_account("h", HOSPITAL, default=True, user=user, policy=policy)
    read = remove_account("h", user, policy).settings
    assert read.accounts == {}
    assert read.account == "local"
    assert tomllib.loads(user.read_text()) == {}


@pytest.mark.parametrize(
    ("imposed", "name", "value"),
    [
        pytest.param('window = "always"', ("window",), "when-needed", id="the value itself"),
        pytest.param("[password]\nbits = 100", ("password", "bits"), 90, id="in a table"),
        pytest.param("[password]\nbits = 100", ("password",), {"kind": "words"}, id="its table"),
        pytest.param('[accounts.h]\nhost = "h.fr"', ("accounts", "h"), None, id="its account"),
    ],
)
def test_what_the_policy_sets_cannot_be_changed(
    user: Path, policy: Path, imposed: str, name: tuple[str, ...], value: object
) -> None:
    policy.write_text(imposed)
    with pytest.raises(NotAllowed) as told:
        change([(name, value)], user, policy)
    assert told.value.reason == "setting-locked"
    assert not user.exists()


def test_what_the_policy_leaves_open_can_be_changed(user: Path, policy: Path) -> None:
    policy.write_text("[password]\nbits = 100")
    assert change([(("password", "kind"), "words")], user, policy).settings.password.bits == 100
    assert "bits" not in user.read_text()


def test_a_wrong_value_changes_nothing(user: Path, policy: Path) -> None:
    user.write_text('theme = "dark"\n')
    with pytest.raises(WrongSettings):
        change([(("window",), "never")], user, policy)
    assert user.read_text() == 'theme = "dark"\n'


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path, policy: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises((CannotWrite, WrongSettings)) as told:
        change([(("theme",), "dark")], tmp_path / "file" / "settings.toml", policy)
    assert told.value.exit_code in (73, 78)


def test_a_missing_folder_is_told(tmp_path: Path, policy: Path) -> None:
    with pytest.raises(CannotWrite) as told:
        change([(("theme",), "dark")], tmp_path / "none" / "settings.toml", policy)
    assert told.value.reason == "settings-not-written"


def test_the_users_own_folder_is_made(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, policy: Path
) -> None:
    monkeypatch.setenv("SCEAU_HOME", str(tmp_path / "home"))
    change([(("theme",), "dark")], policy=policy)
    assert places.user_settings_file().read_text() == 'theme = "dark"\n'
    assert stat.S_IMODE((tmp_path / "home" / "config").stat().st_mode) == 0o700


@given(
    name=st.text(min_size=1, max_size=12),
    host=st.text(min_size=1, max_size=30),
    user_name=st.text(max_size=20),
)
@trials(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
def test_whatever_is_typed_is_read_back(
    user: Path, policy: Path, name: str, host: str, user_name: str
) -> None:
    user.unlink(missing_ok=True)
    account = AccountSettings(kind="smtp", host=host, user=user_name)
    set_account(name, account, default=True, user=user, policy=policy)
    assert load(user, policy).settings.accounts == {name: account}
