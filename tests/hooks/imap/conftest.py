"""A real Dovecot for each module, and a mailbox of its own for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from support.dovecot import Dovecot, dovecot
from support.imap_client import USERS, ImapBench


@pytest.fixture(scope="module")
def server() -> Iterator[Dovecot]:
    with dovecot(USERS) as running:
        yield running


@pytest.fixture
def bench(server: Dovecot) -> Iterator[ImapBench]:
    one = ImapBench(server)
    yield one
    one.close()
