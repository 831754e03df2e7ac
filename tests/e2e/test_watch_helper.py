"""The resident helper watches: a marked draft opens the real window on the person's screen."""

from __future__ import annotations

import pytest

from support.dovecot import dovecot
from support.drafts_contract import mail, until
from support.french_user import sceau
from support.imap_client import MARKS, PASSWORD, Client
from support.windows import Desktop, desktop, wait_for

pytestmark = pytest.mark.e2e

TITLE = "Vérification avant envoi"
USER = "camille"


def watching(desk: Desktop) -> bool:
    accounts = sceau(desk, "helper", "status").get("accounts", [])
    return [one["watching"] for one in accounts] == ["watching"]


def test_a_marked_draft_opens_the_window_and_kept_it_is_back() -> None:
    with desktop() as desk, dovecot({USER: PASSWORD}) as imap:
        client = Client(imap, USER)
        sceau(desk)  # the helper runs before the account is there, and takes it on
        try:
            added = sceau(
                desk, "account", "add", "chv", "--host", "localhost", "--user", USER,
                "--ca-file", str(imap.ca_file), "--drafts", "imap", "--imap-port", str(imap.port),
                "--create-folder", "--password-stdin", typed=f"{PASSWORD}\n",
            )  # fmt: skip
            assert added["done"], added
            until("the helper watches", lambda: watching(desk))
            client.append("Drafts", mail())
            client.move_all("Drafts", MARKS)
            wait_for("the window shows", lambda: desk.windows(TITLE))
            wait_for("the page is read out", lambda: desk.has("push button", "Revenir au message"))
            desk.press("push button", "Revenir au message")
            until("the draft is back", lambda: client.messages("Drafts"))
            ((back, flags),) = client.messages("Drafts")
            assert back == mail() and "$SceauKept" in flags
            (state,) = sceau(desk, "helper", "status")["accounts"]
            assert state["told"]
            looked = {one["check"]: one for one in sceau(desk, "doctor")}
            assert looked["drafts"]["state"] == "good"
        finally:
            sceau(desk, "helper", "stop")
