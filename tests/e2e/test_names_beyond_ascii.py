"""Names of folders and of people beyond ASCII, on a real Dovecot and a real Postfix: modified UTF-7
(RFC 3501 section 5.1.3) and SMTPUTF8 (RFC 6531)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from sceau.hooks.imap.hook import ImapDrafts
from support.command import Desktop
from support.dovecot import Dovecot, dovecot
from support.drafts_contract import NOTE, mail, new_id
from support.imap_client import MARKS, PASSWORD, USERS, Client, ImapBench, done
from support.postfix import postfix
from support.watching import watching

pytestmark = pytest.mark.e2e

# The right-hand sides by hand, from the RFC: another encoder of ours would prove nothing.
NAMES = {
    "accents": ("À vérifier", "&AMA- v&AOk-rifier"),
    "an ampersand": ("Envois & suites", "Envois &- suites"),
    "another script": ("検査", "&aRxn+w-"),
    "beyond the first plane": ("😀 à voir", "&2D3eAA- &AOA- voir"),
    "what looks encoded": ("&AMA-", "&-AMA-"),
}


@pytest.fixture(scope="module")
def server() -> Iterator[Dovecot]:
    with dovecot(USERS) as running:
        yield running


@pytest.mark.parametrize(("name", "written"), NAMES.values(), ids=NAMES)
def test_a_folder_of_any_name_is_made_found_and_emptied(
    server: Dovecot, name: str, written: str
) -> None:
    bench = ImapBench(server)
    hook = ImapDrafts("chv", bench.at(), "one", folder=name)
    try:
        hook.prepare()
        hook.prepare()  # it is found again, and not made twice
        with bench.client.connection() as line:
            listed = b"\n".join(done(line.list()))
        assert listed.count(f'"{written}"'.encode()) + listed.count(f" {written}\n".encode()) == 1
        bench.client.append(written, mail())
        (draft,) = hook.drafts()
        held = new_id()
        assert draft.claim(held) == mail()
        draft.put_back(held, NOTE)
        assert bench.returned() == [mail()]
    finally:
        hook.close()
        bench.close()


def test_a_mail_to_an_address_beyond_ascii_leaves_and_is_filed(tmp_path: Path) -> None:
    patient, user = "jérôme@courriel-exemple.fr", "camille"
    draft = mail().replace(b"jeanne.moreau@courriel-exemple.fr", patient.encode())
    desktop = Desktop(tmp_path)
    with (
        dovecot({user: PASSWORD}) as imap,
        postfix([patient], users={user: PASSWORD}) as smtp,
    ):
        client = Client(imap, user)
        both = tmp_path / "authorities.pem"
        both.write_bytes(imap.ca_file.read_bytes() + smtp.ca_file.read_bytes())
        ran = desktop.sceau(
            *("account", "add", "chv", "--host", "localhost", "--port", str(smtp.port)),
            *("--user", user, "--ca-file", str(both), "--drafts", "imap", "--create-folder"),
            *("--imap-port", str(imap.port), "--password-stdin"),
            typed=f"{PASSWORD}\n",
        )
        assert ran.code == 0, ran.said
        answers = {"verdict": "send", "cures": "all", "acknowledge": "all"}
        (tmp_path / "answers.json").write_text(json.dumps(answers))
        with watching(desktop, "--verdict", "answers.json") as watch:
            watch.watches()
            client.append(MARKS, draft)
            (ended,) = watch.ended()
        assert ended["ending"] == "sent", ended
        (arrived,) = smtp.messages(wait_for=1)
        assert patient.encode() in arrived
        ((copy, _),) = client.messages("Sent")
        assert patient.encode() in copy
        assert client.messages(MARKS) == [] == client.messages("Drafts")
