"""``sceau journal``: what was decided and what left, as the one who looks it up reads it."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sceau.demo import sample
from support.command import Desktop

MARIE = "marie.durand@orange.example"


@pytest.fixture
def desktop(tmp_path: Path) -> Desktop:
    return Desktop(tmp_path)


def send(desktop: Desktop, verdict: str) -> None:
    mail, answers = desktop.root / "mail.eml", desktop.root / "answers.json"
    mail.write_bytes(sample.patient_mail())
    answers.write_text(verdict)
    desktop.sceau("send", str(mail), "--verdict", str(answers))


SEND = '{"verdict": "send", "cures": "all"}'
KEEP = '{"verdict": "keep"}'


def events(desktop: Desktop, *words: str) -> list[str]:
    return [one["event"] for one in desktop.sceau("journal", "--json", *words).json]


def test_a_mail_that_left_is_confirmed_and_left_apart(desktop: Desktop) -> None:
    send(desktop, SEND)
    confirmed, left = desktop.sceau("journal", "--json").json
    assert (confirmed["event"], left["event"]) == ("confirmed", "left")
    assert confirmed["about"] == left["about"]
    assert confirmed["recipients"] == 2
    assert confirmed["edits"] == {"move-to-bcc": 1, "seal-attachment": 1}
    assert confirmed["rules"] == {
        "visible-recipients": "cured",
        "health-data": "cured",
        "first-time-recipient": "cured",
    }
    assert (left["mails"], left["sealed"]) == (1, 1)


def test_a_mail_that_was_kept_says_what_stood(desktop: Desktop) -> None:
    send(desktop, KEEP)
    (kept,) = desktop.sceau("journal", "--json").json
    assert kept["event"] == "kept"
    assert "open" in kept["rules"].values()


def test_files_sealed_by_the_command_are_noted(desktop: Desktop) -> None:
    for name in ("avis.txt", "bilan.txt"):
        (desktop.root / name).write_text("Avis")
    assert desktop.sceau("seal", "avis.txt", "bilan.txt").code == 0
    (sealed,) = desktop.sceau("journal", "--json").json
    assert (sealed["event"], sealed["hook"], sealed["sealed"]) == ("sealed", "command", 2)


def test_no_name_no_subject_and_no_file_name_is_in_it(desktop: Desktop) -> None:
    send(desktop, SEND)
    kept = (desktop.home / "state" / "journal.jsonl").read_text()
    for clear in ("marie", "orange", "Bilan", "bilan", "diététique", "valmont"):
        assert clear not in kept


RECIPIENTS = {
    "somebody of the mail, both records": (MARIE, ["confirmed", "left"]),
    "the same, written otherwise": (MARIE.upper(), ["confirmed", "left"]),
    "somebody else, none": ("personne@orange.example", []),
}


@pytest.mark.parametrize(("address", "found"), RECIPIENTS.values(), ids=RECIPIENTS)
def test_it_is_asked_about(desktop: Desktop, address: str, found: list[str]) -> None:
    send(desktop, SEND)
    assert events(desktop, "--recipient", address) == found


def test_it_is_asked_from_a_day_on(desktop: Desktop) -> None:
    send(desktop, KEEP)
    today = datetime.now(UTC).astimezone().date()
    assert events(desktop, "--since", today.isoformat()) == ["kept"]
    assert events(desktop, "--since", (today + timedelta(days=2)).isoformat()) == []


@pytest.mark.parametrize("given", ["hier", "24/11/2026", "2026-13-01"])
def test_a_date_that_is_none_is_said_and_not_taken_for_nothing_found(
    desktop: Desktop, given: str
) -> None:
    ran = desktop.sceau("journal", "--since", given)
    assert ran.code == 64
    assert "2026-11-24" in ran.err


def test_it_reads_as_sentences_and_as_a_table(desktop: Desktop) -> None:
    send(desktop, SEND)
    told = desktop.sceau("journal").out
    assert "2 destinataires" in told
    assert "1 fichier chiffré" in told
    assert "0 " not in [line[-2:] for line in told.splitlines()]
    rows = list(csv.DictReader(io.StringIO(desktop.sceau("journal", "--csv").out)))
    assert [one["event"] for one in rows] == ["confirmed", "left"]
    assert "move-to-bcc=1" in rows[0]["edits"]


def test_nothing_yet_is_said(desktop: Desktop) -> None:
    assert "ne contient rien" in desktop.sceau("journal").out


def test_what_was_changed_is_found_and_doctor_says_so(desktop: Desktop) -> None:
    send(desktop, SEND)
    assert desktop.sceau("journal", "verify").code == 0
    file = desktop.home / "state" / "journal.jsonl"
    file.write_bytes(file.read_bytes().replace(b'"left"', b'"kept"'))
    ran = desktop.sceau("journal", "verify")
    assert ran.code == 65
    assert "l’enregistrement 2" in ran.err
    assert desktop.sceau("journal", "verify", "--json").json == {"records": 1, "fault": "changed"}
    states = {one["check"]: one["state"] for one in desktop.sceau("doctor", "--json").json}
    assert states["journal"] == "bad"


def test_a_key_that_is_gone_is_not_taken_for_a_change(desktop: Desktop) -> None:
    send(desktop, KEEP)
    for name in ("key", "key.mark", "outbox.sqlite"):
        (desktop.home / "state" / name).unlink()
    ran = desktop.sceau("journal", "verify")
    assert ran.code == 78, ran.said


def test_a_mail_leaves_where_the_journal_cannot_be_written_and_it_is_said(desktop: Desktop) -> None:
    send(desktop, KEEP)
    (desktop.home / "state" / "journal.jsonl").unlink()
    (desktop.home / "state" / "journal.jsonl").mkdir()
    mail, answers = desktop.root / "mail.eml", desktop.root / "answers.json"
    mail.write_bytes(sample.clean_mail())
    answers.write_text('{"verdict": "send"}')
    ran = desktop.sceau("send", str(mail), "--verdict", str(answers))
    assert ran.code == 0
    assert "journal" in ran.said
