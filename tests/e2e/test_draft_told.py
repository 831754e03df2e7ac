"""From what a server refuses to the person's screen: the resident helper watches a real mailbox,
real notifications say what happened, and the icon tells how it stands with the account."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sceau.phrases import phrase, say
from support.dovecot import Dovecot, dovecot
from support.drafts_contract import mail, until
from support.french_user import sceau
from support.imap_client import MARKS, PASSWORD, Client
from support.notifications import Daemon, notification_daemon
from support.panel import Panel, panel
from support.smtp_server import Rules, Server, smtp_server
from support.windows import Desktop, desktop, wait_for

pytestmark = pytest.mark.e2e

WATCHED = say(phrase("drafts.watching-imap"), "fr")
CAME_BACK = say(phrase("notice.draft"), "fr")
USER = "camille"
ADDRESSED = mail().replace(b"jeanne.moreau@", "zoé.moreau@".encode())
"""To an address with letters beyond ASCII, which this server does not take."""


@pytest.fixture
def imap() -> Iterator[Dovecot]:
    with dovecot({USER: PASSWORD}) as running:
        yield running


@pytest.fixture
def smtp() -> Iterator[Server]:
    with smtp_server(Rules(smtputf8=False, users={USER: PASSWORD})) as running:
        yield running


class Watched:
    """A person's session: the helper, its icon in a panel, and who shows notifications."""

    def __init__(self, desk: Desktop, area: Panel, daemon: Daemon) -> None:
        self.desk = desk
        self.area = area
        self.daemon = daemon

    def account(self) -> list[str]:
        """Give what the icon's menu says, opened anew."""
        self.area.open()
        return list(self.area.menu())


@pytest.fixture
def watched(imap: Dovecot, smtp: Server) -> Iterator[Watched]:
    with (
        desktop() as desk,
        notification_daemon(desk) as daemon,
        panel(desk.environment["DBUS_SESSION_BUS_ADDRESS"]) as area,
    ):
        added = sceau(
            desk, "account", "add", "chv", "--host", "127.0.0.1", "--port", str(smtp.port),
            "--security", "none", "--user", USER, "--ca-file", str(imap.ca_file),
            "--drafts", "imap", "--imap-host", "localhost", "--imap-port", str(imap.port),
            "--create-folder", "--password-stdin", typed=f"{PASSWORD}\n",
        )  # fmt: skip
        assert added["done"], added
        sceau(desk)
        try:
            area.wait_for_item()
            yield Watched(desk, area, daemon)
        finally:
            sceau(desk, "helper", "stop")


def test_what_happens_to_an_account_is_told_where_the_person_looks(
    watched: Watched, imap: Dovecot, smtp: Server
) -> None:
    desk, client = watched.desk, Client(imap, USER)
    until("the account is watched", lambda: WATCHED in watched.account())
    assert CAME_BACK not in watched.account()

    client.append("Drafts", ADDRESSED)
    client.move_all("Drafts", MARKS)
    wait_for("it can be sent", lambda: "Envoyer" in desk.names("push button"))
    desk.press("push button", "Envoyer")
    wait_for("it was refused", lambda: "Terminer" in desk.names("push button"))
    desk.press("push button", "Terminer")
    until("the draft is back", lambda: client.messages("Drafts"))
    ((back, flags),) = client.messages("Drafts")
    assert back == ADDRESSED and "$SceauKept" in flags
    assert smtp.accepted == []
    wait_for("it is shown", lambda: watched.daemon.shown)
    (told,) = watched.daemon.closed()
    assert told.title == CAME_BACK
    assert "lettres accentuées" in told.text
    assert "moreau" not in told.text.lower() and "Bilan" not in told.text
    until("the icon says so", lambda: CAME_BACK in watched.account())
    assert WATCHED in watched.account()

    imap.set_password(USER, "tout-neuf-Épeautre")
    imap.restart()
    wait_for("it is shown", lambda: watched.daemon.shown)
    told = watched.daemon.closed()[0]
    assert "chv" in told.title
    until("the icon says so", lambda: WATCHED not in watched.account())
    assert any("mot de passe" in one for one in watched.account())
    assert "chv" in watched.area.property("Title")
    assert watched.area.property("Status") == "NeedsAttention"
