"""The drafts of each client, by its own conventions: what it notes for itself does not leave."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.drafts_contract import mail
from support.imap_client import MARKS
from support.postfix import Postfix
from support.watched_place import CURED, WatchedPlace
from support.watching import watching

pytestmark = pytest.mark.e2e

CORPUS = Path(__file__).parents[2] / "corpus"
K9 = mail(9).replace(b"Date:", b"X-K9mail-Identity: !l=4&o=0&p=0&q=PREFIX\r\nDate:", 1)
OWN = (
    b"x-mozilla",
    b"x-identity-key",
    b"x-account-key",
    b"fcc:",
    b"x-unsent",
    b"x-apple-",
    b"bcc:",
)


CLIENTS = ("thunderbird", "outlook-unsent", "apple-mail", "roundcube", "k9")


def test_what_clients_note_in_their_drafts_does_not_leave(
    place: WatchedPlace, smtp: Postfix
) -> None:
    before = len(smtp.messages())
    drafts = [
        K9 if client == "k9" else (CORPUS / f"draft-{client}.eml").read_bytes()
        for client in CLIENTS
    ]
    with watching(place.desktop, *place.answers(CURED)) as watch:
        watch.watches()
        for draft in drafts:
            place.client.append(MARKS, draft.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
        ended = watch.ended(len(drafts))
    assert [one["ending"] for one in ended] == ["sent"] * len(drafts), ended
    arrived = smtp.messages(wait_for=before + len(drafts))[before:]
    for one in arrived:
        head = one.partition(b"\r\n\r\n")[0].lower()
        lines = head.split(b"\r\n")
        noted = (*OWN, b"x-uniform", b"x-universally", b"x-draft-info", b"x-k9mail")
        assert not [line for line in lines if line.startswith(noted)]
    assert place.is_clear()
    assert len(place.client.messages("Sent")) == len(drafts)
