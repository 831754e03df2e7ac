"""``sceau account release``, on a real Dovecot where a lost computer left its claim."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sceau.settings.save import set_account
from sceau.settings.schema import AccountSettings, DraftsSettings
from support.command import Desktop
from support.dovecot import Dovecot, dovecot
from support.drafts_contract import mail, new_id
from support.imap_client import PASSWORD, USERS, ImapBench

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def server() -> Iterator[Dovecot]:
    with dovecot(USERS) as running:
        yield running


class Place:
    """A user whose mailbox another computer also watched."""

    def __init__(self, root: Path, server: Dovecot) -> None:
        self.bench = ImapBench(server)
        self.desktop = Desktop(root)
        drafts = DraftsSettings(kind="imap", host="localhost", port=server.port)
        account = AccountSettings(
            kind="smtp",
            host="localhost",
            user=self.bench.user,
            ca_file=str(server.ca_file),
            drafts=drafts,
        )
        settings = root / "home" / "config" / "settings.toml"
        settings.parent.mkdir(parents=True)
        set_account("chv", account, user=settings, policy=root / "none.toml")
        code = (
            "import sys; from sceau.settings.keys import Keys;"
            "from sceau.settings.places import state_folder;"
            "Keys(state_folder()).set_secret('chv', sys.argv[1])"
        )
        subprocess.run(
            [sys.executable, "-c", code, PASSWORD], env=self.desktop.environment(), check=True
        )

    def lose(self) -> None:
        """Have another computer claim a draft and vanish."""
        self.bench.write(mail())
        (draft,) = self.bench.noticed(self.bench.hook("abcd1234"))
        draft.claim(new_id())

    def answer(self, said: str) -> tuple[int, str]:
        """Run the command in a terminal and answer; give its exit code and what it printed."""
        ours, theirs = pty.openpty()
        process = subprocess.Popen(
            [sys.executable, "-m", "sceau.cli", "account", "release", "chv"],
            stdin=theirs,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=self.desktop.environment(),
        )
        os.write(ours, f"{said}\n".encode())
        try:
            out, _ = process.communicate(timeout=30)
        finally:
            os.close(ours)
            os.close(theirs)
        return process.returncode, out


@pytest.fixture
def place(tmp_path: Path, server: Dovecot) -> Iterator[Place]:
    made = Place(tmp_path, server)
    yield made
    made.bench.close()


def test_shown_asked_released_and_journalled(place: Place) -> None:
    place.lose()
    code, said = place.answer("n")
    assert code == 2
    assert "abcd1234" in said and "Rien n’a été changé" in said
    assert place.bench.returned() == []
    code, said = place.answer("o")
    assert (code, place.bench.returned()) == (0, [mail()]), said
    (entry,) = [
        one
        for one in place.desktop.sceau("journal", "--json").json
        if one.get("event") == "released"
    ]
    assert entry["mails"] == 1
    assert place.desktop.sceau("journal", "verify").code == 0


def test_nothing_is_released_unasked(place: Place) -> None:
    place.lose()
    ran = place.desktop.sceau("account", "release", "chv", "--json")
    assert ran.code == 64
    assert place.bench.returned() == []
    ran = place.desktop.sceau("account", "release", "chv", "--json", "--yes")
    assert (ran.code, [one["who"] for one in ran.json["claims"]]) == (0, ["abcd1234"])
    assert place.bench.returned() == [mail()]


def test_where_there_is_no_claim_it_is_said(place: Place) -> None:
    ran = place.desktop.sceau("account", "release", "chv")
    assert ran.code == 0
    assert "Aucun autre ordinateur" in ran.out
    assert place.desktop.sceau("account", "release", "nulle-part").code == 64
