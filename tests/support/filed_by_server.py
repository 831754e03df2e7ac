"""The contract of drafts' hooks, for servers that file what they send themselves."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest

from sceau.hooks.mailboxes.draft import MailboxDraft
from sceau.hooks.mailboxes.hook import MailboxDrafts
from sceau.mail.submission import outgoing
from sceau.outbox.ways_out.answer import Result
from support.drafts_contract import Bench, DraftsContract, file_once, mail
from support.drafts_meanwhile import MeanwhileContract
from support.same_mail import SameMail


class FiledByServer(DraftsContract, MeanwhileContract):
    """Derive from it and give the fixture ``bench``."""

    @pytest.fixture(autouse=True)
    def compared_by_what_they_say(self, monkeypatch: pytest.MonkeyPatch) -> None:
        claim = MailboxDraft.claim
        monkeypatch.setattr(MailboxDraft, "claim", lambda self, held: SameMail(claim(self, held)))

    def test_a_copy_is_filed_once_however_often_it_is_tried(self, bench: Bench) -> None:
        """The server files it with the very step that sends; nothing is added to that."""
        hook = bench.hook()
        assert isinstance(hook, MailboxDrafts)
        out = outgoing(mail(), now=datetime.now(UTC))
        told = asyncio.run(hook.way_out.submit(out, lambda _: None))
        assert told.result is Result.ACCEPTED
        assert hook.sent is not None
        file_once(hook.sent, mail())
        assert bench.sent() == [mail()]
