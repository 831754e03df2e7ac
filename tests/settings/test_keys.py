"""The master key and the passwords: in a keyring that is known, or in files, never in clear."""

from __future__ import annotations

import base64
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked

from sceau.errors import CannotWrite, ServiceRefused, UnreadableInput, WrongSettings
from sceau.settings import keys as keys_module
from sceau.settings.keys import KeyPlace, Keys

PASSWORD = "café à 3 € pour Zoé"


class Vault(KeyringBackend):
    """A keyring in memory, that may be locked."""

    priority = 1  # type: ignore[assignment]

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.locked = False

    def _open(self) -> None:
        if self.locked:
            raise KeyringLocked

    def get_password(self, service: str, username: str) -> str | None:
        self._open()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._open()
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._open()
        del self.kept[service, username]


@pytest.fixture(params=["keyring", "file"])
def vault(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Vault | None]:
    one = Vault() if request.param == "keyring" else None
    monkeypatch.setattr(keys_module, "_backend", lambda: one)
    yield one


@pytest.fixture
def in_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys_module, "_backend", lambda: None)


@pytest.fixture
def in_vault(monkeypatch: pytest.MonkeyPatch) -> Vault:
    one = Vault()
    monkeypatch.setattr(keys_module, "_backend", lambda: one)
    return one


def test_the_key_is_made_once_and_found_again(vault: Vault | None, tmp_path: Path) -> None:
    key = Keys(tmp_path).master_key()
    assert len(key) == 32
    assert Keys(tmp_path).master_key() == key
    assert Keys(tmp_path / "other").master_key() != key


def test_it_says_where_the_key_is(vault: Vault | None, tmp_path: Path) -> None:
    before = KeyPlace.NONE if vault is None else KeyPlace.KEYRING
    assert Keys(tmp_path).key_place() is before
    assert not list(tmp_path.iterdir())
    Keys(tmp_path).master_key()
    assert Keys(tmp_path).key_place() is (KeyPlace.FILE if vault is None else KeyPlace.KEYRING)


def test_passwords_are_kept_changed_and_forgotten(vault: Vault | None, tmp_path: Path) -> None:
    keys = Keys(tmp_path)
    assert keys.get_secret("cabinet") is None
    keys.delete_secret("cabinet")
    keys.set_secret("cabinet", PASSWORD)
    keys.set_secret("hôpital", "autre")
    assert Keys(tmp_path).get_secret("cabinet") == PASSWORD
    keys.set_secret("cabinet", "changé")
    assert Keys(tmp_path).get_secret("cabinet") == "changé"
    keys.delete_secret("cabinet")
    assert Keys(tmp_path).get_secret("cabinet") is None
    assert Keys(tmp_path).get_secret("hôpital") == "autre"


def test_a_secret_too_long_for_a_vault_goes_to_the_file(in_vault: Vault, tmp_path: Path) -> None:
    token = "é" * 3000
    Keys(tmp_path).set_secret("cabinet", token)
    assert Keys(tmp_path).get_secret("cabinet") == token
    assert all(len(one) < 1000 for one in in_vault.kept.values())
    Keys(tmp_path).set_secret("cabinet", "court")
    assert Keys(tmp_path).get_secret("cabinet") == "court"
    assert list(in_vault.kept.values()).count("court") == 1


def test_files_are_their_owners_alone_and_say_nothing(vault: Vault | None, tmp_path: Path) -> None:
    folder = tmp_path / "state"
    keys = Keys(folder)
    keys.set_secret("cabinet-moreau", PASSWORD)
    keys.set_secret("long", "x" * 2000)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    key = keys.master_key()
    for file in folder.iterdir():
        content = file.read_bytes()
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        for clear in (PASSWORD.encode(), b"moreau", b"xxxx", key):
            assert clear not in content
        if vault is not None:
            assert base64.b64encode(key) not in content


def test_with_no_keyring_the_key_is_in_its_file(in_files: None, tmp_path: Path) -> None:
    key = Keys(tmp_path).master_key()
    assert base64.b64decode((tmp_path / "key").read_bytes()) == key


@pytest.mark.parametrize(
    "damage",
    [
        lambda folder: (folder / "key").unlink(),
        lambda folder: (folder / "key.mark").unlink(),
        lambda folder: (folder / "key.mark").write_bytes(b"{}"),
    ],
    ids=["the key", "its mark", "what its mark says"],
)
def test_what_is_lost_is_told_and_no_new_key_made(
    in_files: None, tmp_path: Path, damage: object
) -> None:
    Keys(tmp_path).set_secret("cabinet", PASSWORD)
    damage(tmp_path)  # type: ignore[operator]
    before = {one.name: one.read_bytes() for one in tmp_path.iterdir()}
    with pytest.raises(WrongSettings, match="key-missing"):
        Keys(tmp_path).master_key()
    assert {one.name: one.read_bytes() for one in tmp_path.iterdir()} == before


@pytest.mark.parametrize(
    "other", [base64.b64encode(bytes(32)), b"not base64", b"\xff\xfe", b""], ids=repr
)
def test_another_key_is_told(in_files: None, tmp_path: Path, other: bytes) -> None:
    Keys(tmp_path).master_key()
    (tmp_path / "key").write_bytes(other)
    with pytest.raises(WrongSettings, match="key-wrong"):
        Keys(tmp_path).master_key()
    assert Keys(tmp_path).key_place() is KeyPlace.LOST


def test_an_outbox_without_its_key_gets_no_new_one(in_files: None, tmp_path: Path) -> None:
    (tmp_path / "outbox.sqlite").write_bytes(b"")
    with pytest.raises(WrongSettings, match="key-missing"):
        Keys(tmp_path).master_key()


def test_a_keyring_that_is_gone_is_not_replaced_by_a_file(
    in_vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = Keys(tmp_path).master_key()
    with monkeypatch.context() as patch:
        patch.setattr(keys_module, "_backend", lambda: None)
        with pytest.raises(ServiceRefused, match="keyring-not-there"):
            Keys(tmp_path).master_key()
        assert Keys(tmp_path).key_place() is KeyPlace.LOST
    assert Keys(tmp_path).master_key() == key


def test_a_locked_keyring_is_told(in_vault: Vault, tmp_path: Path) -> None:
    in_vault.locked = True
    with pytest.raises(ServiceRefused, match="keyring-refused"):
        Keys(tmp_path).master_key()
    in_vault.locked = False
    Keys(tmp_path).master_key()
    in_vault.locked = True
    with pytest.raises(ServiceRefused, match="keyring-refused"):
        Keys(tmp_path).master_key()


def test_damaged_passwords_are_told(in_files: None, tmp_path: Path) -> None:
    Keys(tmp_path).set_secret("cabinet", PASSWORD)
    file = tmp_path / "secrets"
    file.write_bytes(file.read_bytes()[:-1] + b"\0")
    with pytest.raises(UnreadableInput, match="secrets-damaged"):
        Keys(tmp_path).get_secret("cabinet")


def test_a_folder_that_cannot_be_written_is_told(in_files: None, tmp_path: Path) -> None:
    (tmp_path / "state").write_bytes(b"")
    with pytest.raises(CannotWrite, match="state-not-writable"):
        Keys(tmp_path / "state").master_key()


MANY = """
import sys
from pathlib import Path
from sceau.settings.keys import Keys
print(Keys(Path(sys.argv[1])).master_key().hex())
"""


def _environment(**more: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **more}


def test_two_processes_that_begin_at_once_make_one_key(tmp_path: Path) -> None:
    environment = _environment(DBUS_SESSION_BUS_ADDRESS="disabled:")
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", MANY, str(tmp_path)],
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )
        for _ in range(4)
    ]
    said = {one.communicate(timeout=60)[0] for one in processes}
    assert all(one.returncode == 0 for one in processes)
    assert len(said) == 1


def test_a_plaintext_back_end_that_was_configured_is_not_used(tmp_path: Path) -> None:
    """As ``keyrings.alt`` would be: chosen in the environment, and willing."""
    (tmp_path / "plain.py").write_text(
        "from keyring.backend import KeyringBackend\n"
        "class Keyring(KeyringBackend):\n"
        "    priority = 9\n"
        "    def set_password(self, *a): open('leaked', 'a').write(repr(a))\n"
        "    def get_password(self, *a): return None\n"
        "    def delete_password(self, *a): pass\n"
    )
    environment = _environment(
        DBUS_SESSION_BUS_ADDRESS="disabled:", PYTHON_KEYRING_BACKEND="plain.Keyring"
    )
    environment["PYTHONPATH"] += os.pathsep + str(tmp_path)
    code = (
        "import keyring, sys; from pathlib import Path; from sceau.settings.keys import Keys\n"
        "assert type(keyring.get_keyring()).__module__ == 'plain'\n"
        "keys = Keys(Path('state')); keys.set_secret('a', 'b'); print(keys.key_place())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "file"
    assert not (tmp_path / "leaked").exists()


def test_keyring_is_not_loaded_before_it_is_needed() -> None:
    code = "import sys, sceau.settings.keys; print('keyring' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=_environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "False"
