"""Drafts on a real Dovecot keep the contract of every hook of drafts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from support.dovecot import Dovecot, dovecot
from support.drafts_contract import DraftsContract
from support.imap_client import USERS, ImapBench, KeywordBench

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def server() -> Iterator[Dovecot]:
    with dovecot(USERS) as running:
        yield running


class TestMarkedByTheFolder(DraftsContract):
    @pytest.fixture
    def bench(self, server: Dovecot) -> Iterator[ImapBench]:
        one = ImapBench(server)
        yield one
        one.close()


class TestMarkedByTheKeyword(DraftsContract):
    @pytest.fixture
    def bench(self, server: Dovecot) -> Iterator[ImapBench]:
        one = KeywordBench(server)
        yield one
        one.close()
