"""Drafts on a real Dovecot keep the contract of every hook of drafts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from support.dovecot import Dovecot, dovecot
from support.drafts_contract import DraftsContract
from support.drafts_lacking import LackingContract
from support.drafts_meanwhile import MeanwhileContract
from support.imap_client import USERS, ImapBench, KeywordBench

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def plain() -> Iterator[Dovecot]:
    with dovecot(USERS, "imap_capability = IMAP4rev1 SASL-IR AUTH=PLAIN\n") as running:
        yield running


class TestMarkedByTheFolder(DraftsContract, MeanwhileContract, LackingContract):
    @pytest.fixture
    def bench(self, server: Dovecot) -> Iterator[ImapBench]:
        one = ImapBench(server)
        yield one
        one.close()


class TestMarkedByTheKeyword(DraftsContract, MeanwhileContract):
    @pytest.fixture
    def bench(self, server: Dovecot) -> Iterator[ImapBench]:
        one = KeywordBench(server)
        yield one
        one.close()


class TestAServerOfFewWords(DraftsContract, MeanwhileContract):
    """No MOVE, UIDPLUS, CONDSTORE, IDLE, SPECIAL-USE: what each is for is done another way."""

    @pytest.fixture
    def bench(self, plain: Dovecot) -> Iterator[ImapBench]:
        one = ImapBench(plain)
        yield one
        one.close()
