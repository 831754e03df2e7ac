"""A draft marked with any client, on a real IMAP server: shown, cured, sent through a real SMTP
server, filed in Sent and gone from the drafts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from sceau.demo import sample
from sceau.demo.report import report
from support.command import Desktop
from support.dovecot import Dovecot, dovecot
from support.drafts_contract import mail, until
from support.imap_client import MARKS, PASSWORD, Client
from support.postfix import Postfix, postfix
from support.watching import watching

pytestmark = pytest.mark.e2e

PATIENTS = ["marie.durand@orange.example", "paul.lemoine@laposte.example"]
CURED = {"verdict": "send", "cures": "all", "acknowledge": "all"}
USERS = {f"camille{number}": PASSWORD for number in range(20)}
_FREE = iter(USERS)


@pytest.fixture(scope="module")
def imap() -> Iterator[Dovecot]:
    with dovecot(USERS) as running:
        yield running


@pytest.fixture(scope="module")
def smtp() -> Iterator[Postfix]:
    others = ["jeanne.moreau@courriel-exemple.fr", "jeanne.moreau@example.org", "b@example.org"]
    with postfix([*PATIENTS, *others], users=USERS) as running:
        yield running


class Place:
    """A user with an account on both servers, a plain mail client, and ``sceau``."""

    def __init__(self, root: Path, imap: Dovecot, smtp: Postfix) -> None:
        self.desktop = Desktop(root)
        self.client = Client(imap, next(_FREE))
        # two servers, two authorities: the account trusts both
        both = root / "authorities.pem"
        both.write_bytes(imap.ca_file.read_bytes() + smtp.ca_file.read_bytes())
        self.words = (
            *("--host", "localhost", "--port", str(smtp.port), "--user", self.client.user),
            *("--ca-file", str(both), "--drafts", "imap", "--imap-port", str(imap.port)),
        )
        ran = self.add("--create-folder")
        assert ran.code == 0, ran.said

    def add(self, *words: str, typed: str = f"{PASSWORD}\n"):  # type: ignore[no-untyped-def]
        """Add the account."""
        return self.desktop.sceau(
            "account", "add", "chv", *self.words, "--password-stdin", *words, typed=typed
        )

    def answers(self, answers: dict[str, object]) -> tuple[str, str]:
        """Write what the person will answer; give the option that names it."""
        (self.desktop.root / "answers.json").write_text(json.dumps(answers))
        return "--verdict", "answers.json"

    def answers_for(self, other: Desktop) -> None:
        """Let another of this person's machines answer the same."""
        written = (self.desktop.root / "answers.json").read_text()
        (other.root / "answers.json").write_text(written)

    def is_clear(self) -> bool:
        """Whether no draft is left anywhere."""
        return not self.client.messages(MARKS) and not self.client.messages("Drafts")


@pytest.fixture
def place(tmp_path: Path, imap: Dovecot, smtp: Postfix) -> Place:
    return Place(tmp_path, imap, smtp)


def test_moved_to_the_folder_it_is_sealed_sent_filed_and_removed(
    place: Place, smtp: Postfix
) -> None:
    before = len(smtp.messages())
    place.client.append("Drafts", sample.patient_mail())
    with watching(place.desktop, *place.answers(CURED)) as watch:
        watch.watches()
        place.client.move_all("Drafts", MARKS)
        (ended,) = watch.ended()
    assert ended["ending"] == "sent", ended
    assert ended["password"]
    assert len(smtp.messages(wait_for=before + 2)) == before + 2
    ((copy, flags),) = place.client.messages("Sent")
    assert "\\Seen" in flags
    assert report() not in copy and b"Bcc" in copy
    assert place.is_clear()
    assert PASSWORD.encode() not in b"".join(
        path.read_bytes() for path in place.desktop.home.rglob("*") if path.is_file()
    )


def test_kept_it_is_back_in_drafts_with_a_note(place: Place, smtp: Postfix) -> None:
    before = len(smtp.messages())
    draft = sample.patient_mail()
    place.client.append("Drafts", draft)
    with watching(place.desktop, *place.answers({"verdict": "keep"})) as watch:
        watch.watches()
        place.client.move_all("Drafts", MARKS)
        (ended,) = watch.ended()
    assert ended["ending"] == "kept"
    ((back, flags),) = place.client.messages("Drafts")
    assert back == draft
    assert "$SceauKept" in flags and "$sceau-" not in flags
    assert place.client.messages(MARKS) == []
    assert len(smtp.messages()) == before


def test_what_cannot_be_sent_goes_back_and_is_told(place: Place, smtp: Postfix) -> None:
    """No recipient, broken MIME, signed, no mail at all: each has its answer, and the next draft
    follows."""
    signed = (Path(__file__).parents[1] / "corpus" / "smime-signed.eml").read_bytes()
    nobody = mail().replace(b"To: Jeanne Moreau <jeanne.moreau@courriel-exemple.fr>\r\n", b"")
    broken = b"Content-Type: multipart/mixed; boundary=x\r\nFrom: a@b.example\r\n\r\n--x"
    with watching(place.desktop, *place.answers(CURED)) as watch:
        watch.watches()
        for content in (nobody, broken, signed, mail(7)):
            place.client.append(MARKS, content)
        ended = watch.ended(4)
    assert [one.get("ending") for one in ended][-1] == "sent", ended
    assert all(one.get("ending") != "sent" and one["sentence"] for one in ended[:2]), ended
    assert len(place.client.messages("Drafts")) >= 2
    assert place.client.messages(MARKS) == []


def test_a_refused_recipient_sends_to_nobody_and_the_draft_is_back(
    place: Place, smtp: Postfix
) -> None:
    before = len(smtp.messages())
    wrong = mail().replace(b"\r\nSubject", b", inconnu@laposte.example\r\nSubject", 1)
    with watching(place.desktop, *place.answers(CURED)) as watch:
        watch.watches()
        place.client.append(MARKS, wrong)
        (ended,) = watch.ended()
    assert ended["ending"] == "refused"
    assert "inconnu@laposte.example" in ended["sentence"]
    assert [one for one, _ in place.client.messages("Drafts")] == [wrong]
    assert len(smtp.messages()) == before


def test_many_drafts_at_once_leave_one_after_the_other(place: Place, smtp: Postfix) -> None:
    with place.client.connection() as line:
        for number in range(40):
            line.append(f'"{MARKS}"', "(\\Draft)", "", mail(1000 + number))
    with watching(place.desktop, *place.answers(CURED)) as watch:
        ended = watch.ended(40)
    assert {one["ending"] for one in ended} == {"sent"}
    assert len(place.client.messages("Sent")) == 40
    assert place.is_clear()


CLOCKS = {
    "hours ahead, and hours behind": ("+7h", "-9h"),
    "one runs away": ("+0 i300", "+0"),
}


@pytest.mark.parametrize("clocks", CLOCKS.values(), ids=CLOCKS)
def test_two_machines_whose_clocks_are_wrong_send_each_draft_once(
    tmp_path: Path, place: Place, smtp: Postfix, clocks: tuple[str, str]
) -> None:
    """Faked for every program they start, too; ``i300`` moves it five minutes on at each look."""
    before = len(smtp.messages())
    (tmp_path / "other").mkdir()
    other = Desktop(tmp_path / "other")
    added = other.sceau(
        "account", "add", "chv", *place.words, "--password-stdin", typed=f"{PASSWORD}\n"
    )
    assert added.code == 0, added.said
    answers = place.answers(CURED)
    place.answers_for(other)
    one, two = (("faketime", "-m", "-f", clock) for clock in clocks)
    with (
        watching(place.desktop, *answers, within=one, DONT_FAKE_MONOTONIC="1") as first,
        watching(other, *answers, within=two, DONT_FAKE_MONOTONIC="1") as second,
    ):
        first.watches()
        second.watches()
        for number in range(6):
            place.client.append(MARKS, mail(2000 + number))
        until("all have left", lambda: len(smtp.messages()) >= before + 6)
        until("all are filed", lambda: len(place.client.messages("Sent")) >= 6)
        until("the drafts are gone", place.is_clear)
        reports = [one for watch in (first, second) for one in watch.said if "ending" in one]
    assert {one["ending"] for one in reports} <= {"sent"}
    assert len(smtp.messages()) == before + 6
    assert len(place.client.messages("Sent")) == 6


def test_the_account_is_tried_step_by_step(place: Place) -> None:
    ran = place.desktop.sceau("account", "test", "chv")
    assert ran.code == 0, ran.said
    assert len(ran.out.splitlines()) == 5, ran.out


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        (["--imap-port", "1"], "imap-not-there"),
        (["--folder", "Ailleurs"], "imap-no-folder"),
        (["--imap-host", "127.0.0.2"], "imap-not-there"),
    ],
    ids=["nothing there", "no such folder", "another machine"],
)
def test_each_step_that_fails_has_its_sentence(
    place: Place, changed: list[str], reason: str
) -> None:
    assert place.add(*changed).code == 0
    ran = place.desktop.sceau("account", "test", "chv", "--json")
    assert ran.code == 69
    assert ran.json["result"] == reason
    assert ran.json["sentence"]


def test_two_cannot_watch_for_one_user(place: Place) -> None:
    with watching(place.desktop, *place.answers(CURED)) as watch:
        watch.watches()
        second = place.desktop.sceau("watch", "--verdict", "answers.json")
    assert second.code == 75
    assert "déjà" in second.said


CORPUS = Path(__file__).parents[1] / "corpus"
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


@pytest.mark.parametrize(
    "client", ["thunderbird", "outlook-unsent", "apple-mail", "roundcube", "k9"]
)
def test_what_clients_note_in_their_drafts_does_not_leave(
    place: Place, smtp: Postfix, client: str
) -> None:
    """The drafts of each client, by its own conventions."""
    draft = K9 if client == "k9" else (CORPUS / f"draft-{client}.eml").read_bytes()
    before = len(smtp.messages())
    with watching(place.desktop, *place.answers(CURED)) as watch:
        watch.watches()
        place.client.append(MARKS, draft.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
        (ended,) = watch.ended()
    assert ended["ending"] == "sent", ended
    arrived = smtp.messages(wait_for=before + 1)[before:]
    for one in arrived:
        head = one.partition(b"\r\n\r\n")[0].lower()
        lines = head.split(b"\r\n")
        noted = (*OWN, b"x-uniform", b"x-universally", b"x-draft-info", b"x-k9mail")
        assert not [line for line in lines if line.startswith(noted)]
    assert place.is_clear()
    assert len(place.client.messages("Sent")) == 1
