"""Drafts that real mail programs write and mark, on real servers: Thunderbird by moving and by a
tag, mutt by putting off into the folder. Each is sent once, filed, and gone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from support import command
from support.dovecot import Dovecot, dovecot
from support.draft_scripts import DRAFTS
from support.imap_client import MARKS, Client
from support.mutt import put_off
from support.postfix import Postfix, postfix
from support.thunderbird import Account, Thunderbird, thunderbird
from support.thunderbird_scripts import SCRIPTS
from support.watching import watching
from support.windows import Desktop, wait_for

pytestmark = pytest.mark.e2e

USER, PASSWORD = "camille@cabinet-exemple.fr", "coffre-42"
PATIENT = "jeanne.moreau@courriel-exemple.fr"
CURED = {"verdict": "send", "cures": "all", "acknowledge": "all"}


class Place:
    """One user: Sceau, a mailbox, and a plain look into it."""

    def __init__(self, root: Path, imap: Dovecot, smtp: Postfix) -> None:
        self.desktop = command.Desktop(root)
        self.client = Client(imap, USER, PASSWORD)
        self.imap = imap
        self.smtp = smtp
        (root / "answers.json").write_text(json.dumps(CURED))
        self.both = root / "authorities.pem"
        self.both.write_bytes(imap.ca_file.read_bytes() + smtp.ca_file.read_bytes())

    def add(self, *words: str) -> None:
        """Add the account, its drafts marked as ``words`` say."""
        ran = self.desktop.sceau(
            *("account", "add", "chv", "--host", "localhost", "--port", str(self.smtp.port)),
            *("--user", USER, "--ca-file", str(self.both), "--drafts", "imap"),
            *("--imap-host", "localhost", "--imap-port", str(self.imap.port)),
            *("--password-stdin", "--create-folder", *words),
            typed=f"{PASSWORD}\n",
        )
        assert ran.code == 0, ran.said

    def is_sent_once(self, subject: bytes, before: int) -> None:
        """It arrived once, without what only drafts have; its copy is in Sent, the draft gone."""
        arrived = self.smtp.messages(wait_for=before + 1)[before:]
        assert len(arrived) == 1 and subject in arrived[0]
        head = arrived[0].partition(b"\r\n\r\n")[0].lower().split(b"\r\n")
        own = (b"x-mozilla", b"x-identity-key", b"x-account-key", b"fcc:", b"x-mutt", b"bcc:")
        assert not [line for line in head if line.startswith(own)]
        assert len([one for one, _ in self.client.messages("Sent") if subject in one]) == 1
        assert not [one for one, _ in self.client.messages("Drafts") if subject in one]
        assert not self.client.messages(MARKS)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with (
        dovecot({USER: PASSWORD}) as imap,
        postfix([PATIENT], users={USER: PASSWORD}) as smtp,
    ):
        yield Place(tmp_path_factory.mktemp("user"), imap, smtp)


@pytest.fixture(scope="module")
def client(desk: Desktop, place: Place) -> Iterator[Thunderbird]:
    account = Account(USER, PASSWORD, place.imap.port, place.smtp.tls_port)
    authorities = (place.imap.ca_file, place.smtp.ca_file)
    with thunderbird(desk, account, authorities=authorities) as running:
        yield running


def run(client: Thunderbird, name: str, *values: object) -> object:
    return client.line.run(SCRIPTS["shared"] + DRAFTS[name], *values)


def write(client: Thunderbird, subject: str) -> None:
    """Write a draft and save it, as a person does."""
    compose = client.compose(to=PATIENT, subject=subject, body="Bonjour, à jeudi.")
    compose.save_draft()
    wait_for("it is saved", lambda: run(client, "counts", ["Drafts"]) == {"Drafts": 1})
    client.close_all()


def test_moved_by_thunderbird_to_the_folder(place: Place, client: Thunderbird) -> None:
    place.add()
    before = len(place.smtp.messages())
    write(client, "Rendez-vous un")
    with watching(place.desktop, "--verdict", "answers.json") as watch:
        watch.watches()
        run(client, "move_draft", "À vérifier")
        (ended,) = watch.ended()
    assert ended["ending"] == "sent", ended
    place.is_sent_once(b"Rendez-vous un", before)
    shown = {"Drafts": 0, "À vérifier": 0, "Sent": 1}
    wait_for("Thunderbird shows it", lambda: run(client, "counts", list(shown)) == shown)


def test_tagged_in_thunderbird(place: Place, client: Thunderbird) -> None:
    place.add("--mark", "keyword")
    before, sent = len(place.smtp.messages()), len(place.client.messages("Sent"))
    write(client, "Rendez-vous deux")
    with watching(place.desktop, "--verdict", "answers.json") as watch:
        watch.watches()
        run(client, "tag_draft", "Envoyer avec Sceau")
        (ended,) = watch.ended()
    assert ended["ending"] == "sent", ended
    place.is_sent_once(b"Rendez-vous deux", before)
    shown = {"Drafts": 0, "Sent": sent + 1}
    wait_for("Thunderbird shows it", lambda: run(client, "counts", list(shown)) == shown)


def test_put_off_by_mutt_into_the_folder(place: Place, tmp_path: Path) -> None:
    place.add()
    before = len(place.smtp.messages())
    with watching(place.desktop, "--verdict", "answers.json") as watch:
        watch.watches()
        shown = put_off(
            tmp_path,
            port=place.imap.port,
            user=USER,
            password=PASSWORD,
            ca_file=place.imap.ca_file,
            draft=f"To: Jeanne Moreau <{PATIENT}>\nSubject: Rendez-vous trois\n\nÀ jeudi.\n",
            marks="À vérifier",
        )
        assert "postponed" in shown
        (ended,) = watch.ended()
    assert ended["ending"] == "sent", ended
    place.is_sent_once(b"Rendez-vous trois", before)
