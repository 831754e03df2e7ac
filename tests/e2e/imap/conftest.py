"""A Dovecot and a Postfix for each module, and a user of its own for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from support.dovecot import Dovecot, dovecot
from support.postfix import Postfix, postfix
from support.watched_place import PATIENTS, USERS, WatchedPlace


@pytest.fixture(scope="module")
def imap() -> Iterator[Dovecot]:
    with dovecot(USERS) as running:
        yield running


@pytest.fixture(scope="module")
def smtp() -> Iterator[Postfix]:
    others = ["jeanne.moreau@courriel-exemple.fr", "jeanne.moreau@example.org", "b@example.org"]
    with postfix([*PATIENTS, *others], users=USERS) as running:
        yield running


@pytest.fixture
def place(tmp_path: Path, imap: Dovecot, smtp: Postfix) -> WatchedPlace:
    return WatchedPlace(tmp_path, imap, smtp)
