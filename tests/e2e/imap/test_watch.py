"""A draft marked with any client, on a real IMAP server: shown, cured, sent through a real SMTP
server, filed in Sent and gone from the drafts."""

from __future__ import annotations

from pathlib import Path

import pytest

from sceau.demo import sample
from sceau.demo.report import report
from support.drafts_contract import mail
from support.imap_client import MARKS, PASSWORD
from support.postfix import Postfix
from support.watched_place import CURED, WatchedPlace
from support.watching import watching

pytestmark = pytest.mark.e2e


def test_moved_to_the_folder_it_is_sealed_sent_filed_and_removed(
    place: WatchedPlace, smtp: Postfix
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


def test_kept_it_is_back_in_drafts_with_a_note(place: WatchedPlace, smtp: Postfix) -> None:
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


def test_what_cannot_be_sent_goes_back_and_is_told(place: WatchedPlace, smtp: Postfix) -> None:
    """No recipient, broken MIME, signed, no mail at all: each has its answer, and the next draft
    follows."""
    signed = (Path(__file__).parents[2] / "corpus" / "smime-signed.eml").read_bytes()
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
    place: WatchedPlace, smtp: Postfix
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


def test_the_account_is_tried_step_by_step(place: WatchedPlace) -> None:
    ran = place.desktop.sceau("account", "test", "chv")
    assert ran.code == 0, ran.said
    assert len(ran.out.splitlines()) == 5, ran.out


def test_each_step_that_fails_has_its_sentence(place: WatchedPlace) -> None:
    """Nothing there, no such folder, another machine."""
    for changed, reason in (
        (("--imap-port", "1"), "imap-not-there"),
        (("--folder", "Ailleurs"), "imap-no-folder"),
        (("--imap-host", "127.0.0.2"), "imap-not-there"),
    ):
        assert place.add(*changed).code == 0
        ran = place.desktop.sceau("account", "test", "chv", "--json")
        assert ran.code == 69
        assert ran.json["result"] == reason
        assert ran.json["sentence"]


def test_two_cannot_watch_for_one_user(place: WatchedPlace) -> None:
    with watching(place.desktop, *place.answers(CURED)) as watch:
        watch.watches()
        second = place.desktop.sceau("watch", "--verdict", "answers.json")
    assert second.code == 75
    assert "déjà" in second.said
