"""The master key and the accounts' passwords: in the system's keyring, or in files of this folder.

The key is 32 random bytes. Everything Sceau keeps encrypted is encrypted under it. Only back-ends
known to encrypt are used, by name, and never what a configuration file or another package offers:
with ``keyrings.alt`` installed and no session bus, ``keyring`` would write in clear.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import hmac
import importlib
import os
import sys
import uuid
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from sceau.errors import CannotWrite, SceauError, ServiceRefused, UnreadableInput, WrongSettings
from sceau.filelock import FileLock

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE = "sceau"
_KEY_NAME = "master-key"
_KEY_BYTES = 32
_MARK = "key.mark"
_KEY_FILE = "key"
_SECRETS = "secrets"
_NEEDING_IT = (
    "outbox.sqlite",
    _SECRETS,
    "journal.jsonl",
    "memory.sqlite",
)  # of no use without the key
_LONGEST = 1000  # characters; the Windows vault takes some 1,280

_BACKENDS: dict[str, tuple[tuple[str, str], ...]] = {
    "linux": (
        ("keyring.backends.SecretService", "Keyring"),
        ("keyring.backends.kwallet", "DBusKeyring"),
    ),
    "darwin": (("keyring.backends.macOS", "Keyring"),),
    "win32": (("keyring.backends.Windows", "WinVaultKeyring"),),
}


class KeyPlace(StrEnum):
    """Where the master key is: ``keyring`` (the system's, unlocked by the session), ``file`` (a
    file only this user may read: weaker, whoever copies the disk has it), ``none`` (not made yet,
    and ``file`` is where it would go), ``lost`` (it was made and cannot be found)."""

    KEYRING = "keyring"
    FILE = "file"
    NONE = "none"
    LOST = "lost"


class _Mark(msgspec.Struct, frozen=True):
    """What tells the key again without telling it: where it was put, and its fingerprint."""

    place: KeyPlace
    fingerprint: str
    name: str


class AccountSecret:
    """An account's password, or what is kept of a sign-in, when it is needed."""

    def __init__(self, keys: Keys, account: str) -> None:
        self._keys = keys
        self._account = account

    def __call__(self) -> str | None:
        """Give it, or None where none is kept."""
        return self._keys.get_secret(self._account)

    def keep(self, text: str) -> None:
        """Keep another in its place."""
        self._keys.set_secret(self._account, text)


class Keys:
    """The keys of one state folder.

    Raises (every method): WrongSettings (``key-missing``, ``key-wrong``: what was encrypted can't
    be opened, and no new key is made in its place), ServiceRefused (``keyring-refused``),
    CannotWrite (the folder cannot be written).
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._key: bytes | None = None

    def master_key(self) -> bytes:
        """Give the 32-byte key, made at the first call ever."""
        if self._key is None:
            with _told():
                self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
                with FileLock(self._folder / "key.lock"):
                    mark = self._mark()
                    self._key = self._find(mark) if mark else self._make()
        return self._key

    def key_place(self) -> KeyPlace:
        """Say where the key is, without making one."""
        mark = self._mark()
        if mark is None:
            return KeyPlace.NONE if _backend() is None else KeyPlace.KEYRING
        try:
            self._find(mark)
        except SceauError:
            return KeyPlace.LOST
        return mark.place

    def set_secret(self, account: str, secret: str) -> None:
        """Keep an account's password."""
        self.master_key()
        place = self._keyring()
        if place is not None and len(secret) <= _LONGEST:
            with _keyring_told():
                place.set_password(SERVICE, self._entry(account), secret)
            self._write_secrets(account, None)
        else:
            self._write_secrets(account, secret)

    def get_secret(self, account: str) -> str | None:
        """Give an account's password, or None where none is kept."""
        in_file = self._read_secrets().get(account)
        place = self._keyring()
        if in_file is not None or place is None:
            return in_file
        with _keyring_told():
            return place.get_password(SERVICE, self._entry(account))

    def delete_secret(self, account: str) -> None:
        """Forget an account's password; nothing happens where none is kept."""
        self._write_secrets(account, None)
        place = self._keyring()
        if place is not None:
            with _keyring_told():
                if place.get_password(SERVICE, self._entry(account)) is not None:
                    place.delete_password(SERVICE, self._entry(account))

    def _keyring(self) -> KeyringBackend | None:
        """The keyring, where the key itself is in it."""
        mark = self._mark()
        return _backend() if mark and mark.place is KeyPlace.KEYRING else None

    def _entry(self, account: str) -> str:
        mark = self._mark()
        return f"account:{mark.name if mark else ''}:{account}"

    def _mark(self) -> _Mark | None:
        with _told():
            try:
                return msgspec.json.decode((self._folder / _MARK).read_bytes(), type=_Mark)
            except FileNotFoundError:
                return None
            except msgspec.MsgspecError as problem:
                raise WrongSettings("key-missing") from problem

    def _find(self, mark: _Mark) -> bytes:
        found: str | None = None
        if mark.place is KeyPlace.KEYRING:
            place = _backend()
            if place is None:
                raise ServiceRefused("keyring-not-there")
            with _keyring_told():
                found = place.get_password(SERVICE, f"{_KEY_NAME}:{mark.name}")
        else:
            with contextlib.suppress(FileNotFoundError):
                found = (self._folder / _KEY_FILE).read_text(encoding="ascii", errors="replace")
        if found is None:
            raise WrongSettings("key-missing")
        try:
            key = base64.b64decode(found.strip(), validate=True)
        except ValueError as problem:
            raise WrongSettings("key-wrong") from problem
        if not hmac.compare_digest(_fingerprint(key), mark.fingerprint):
            raise WrongSettings("key-wrong")
        return key

    def _make(self) -> bytes:
        if any((self._folder / name).exists() for name in _NEEDING_IT):
            # encrypted under a key that is gone: a new one would hide that
            raise WrongSettings("key-missing")
        key = os.urandom(_KEY_BYTES)
        text = base64.b64encode(key).decode()
        name = uuid.uuid4().hex
        place = _backend()
        if place is not None:
            with _keyring_told():
                place.set_password(SERVICE, f"{_KEY_NAME}:{name}", text)
                if place.get_password(SERVICE, f"{_KEY_NAME}:{name}") != text:
                    raise ServiceRefused("keyring-refused")
        else:
            _write(self._folder / _KEY_FILE, text.encode())
        where = KeyPlace.FILE if place is None else KeyPlace.KEYRING
        _write(self._folder / _MARK, msgspec.json.encode(_Mark(where, _fingerprint(key), name)))
        return key

    def _read_secrets(self) -> dict[str, str]:
        with _told():
            try:
                closed = (self._folder / _SECRETS).read_bytes()
            except FileNotFoundError:
                return {}
        try:
            clear = AESGCM(self.master_key()).decrypt(closed[:12], closed[12:], _SECRETS.encode())
            return msgspec.json.decode(clear, type=dict[str, str])
        except (InvalidTag, ValueError) as problem:
            raise UnreadableInput("secrets-damaged") from problem

    def _write_secrets(self, account: str, secret: str | None) -> None:
        if secret is None and not (self._folder / _SECRETS).exists():
            return
        key = self.master_key()
        with _told(), FileLock(self._folder / "secrets.lock"):
            kept = self._read_secrets()
            kept.pop(account, None)
            if secret is not None:
                kept[account] = secret
            nonce = os.urandom(12)
            clear = msgspec.json.encode(kept)
            _write(
                self._folder / _SECRETS,
                nonce + AESGCM(key).encrypt(nonce, clear, _SECRETS.encode()),
            )


def _backend() -> KeyringBackend | None:
    """Give the first known back-end that works here. Imported late: it takes 50 ms and more."""
    for module, name in _BACKENDS.get(sys.platform, ()):
        with contextlib.suppress(ImportError):
            kind: type[KeyringBackend] = getattr(importlib.import_module(module), name)
            if kind.viable:
                return kind()
    return None


def _fingerprint(key: bytes) -> str:
    return hashlib.sha256(b"sceau key mark\0" + key).hexdigest()


def _write(path: Path, content: bytes) -> None:
    """Write a file only its owner may read, whole or not at all."""
    fresh = path.with_name(f"{path.name}.{uuid.uuid4().hex}")
    file = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        with os.fdopen(file, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        fresh.replace(path)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise


@contextlib.contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        raise CannotWrite("state-not-writable") from problem


@contextlib.contextmanager
def _keyring_told() -> Iterator[None]:
    """Turn whatever a keyring says (locked, dismissed, gone) into one sentence."""
    try:
        yield
    except SceauError:
        raise
    except Exception as problem:
        raise ServiceRefused("keyring-refused") from problem
