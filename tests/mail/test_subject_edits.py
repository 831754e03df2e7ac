"""Another subject: only its field changes, whatever was there, and what signs it is left alone."""

from __future__ import annotations

import email
from email import policy

import pytest

from sceau.errors import EditRefused
from sceau.mail.edits import MoveToBcc, OneMailPerRecipient, ReplaceSubject
from sceau.mail.message import Message
from sceau.mail.preview import preview
from support.corpus import CASES
from support.edited import assert_only_these_changed

TO = b"To: marie@orange.example, paul@free.example\r\n"
REST = b"From: c@ghe-valmont.example\r\n" + TO
BODY = b"\r\nBonjour\r\n"

SUBJECTS = {
    "a short one": b"Subject: Bilan\r\n",
    "one in encoded words over two lines": (
        b"Subject: =?UTF-8?Q?Bilan_de_Mme_Lef=C3=A8vre?=\r\n =?UTF-8?Q?_diab=C3=A8te?=\r\n"
    ),
    "one in bytes nobody declared": b"Subject: Bilan diab\xe8te\r\n",
    "an empty one": b"Subject:\r\n",
    "none": b"",
    "its name spelt otherwise": b"SUBJECT: Bilan\r\n",
    "two of them": b"Subject: Bilan\r\nX-Other: a\r\nSubject: Diabete\r\n",
}
WANTED = ("Message de la clinique", "Votre rendez-vous à l’hôpital", "Très long " * 40)


@pytest.mark.parametrize("subject", WANTED, ids=["plain", "accents", "long"])
@pytest.mark.parametrize("field", SUBJECTS.values(), ids=SUBJECTS)
def test_the_subject_is_the_new_one_and_nothing_else_changed(field: bytes, subject: str) -> None:
    raw = field + REST + BODY
    edits = [ReplaceSubject(subject)]
    message = Message.read(raw)
    (made,) = message.apply(edits)
    assert Message.read(made).mail.subject == subject.strip()
    assert preview(message.mail, edits)[0].subject == subject.strip()
    assert_only_these_changed(raw, made, edits)
    theirs = email.message_from_bytes(made, policy=policy.default)
    assert theirs.get_all("subject") == [subject.strip()]
    assert max(map(len, made.split(b"\r\n"))) <= 78


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_mail_of_the_corpus_takes_another_subject_or_says_why_not(case: object) -> None:
    raw: bytes = case.raw  # type: ignore[attr-defined]
    message = Message.read(raw)
    edits = [ReplaceSubject("Message de la clinique")]
    try:
        (made,) = message.apply(edits)
    except EditRefused as refused:
        assert refused.reason in {"encrypted-mail", "signed-subject", "unusual-structure"}
        return
    assert Message.read(made).mail.subject == "Message de la clinique"
    assert_only_these_changed(raw, made, edits)


def test_line_ends_and_controls_cannot_start_another_field() -> None:
    hostile = ReplaceSubject("Bilan\r\nBcc: x@mal.example\x00\u2028fin")
    (made,) = Message.read(b"Subject: a\r\n" + REST + BODY).apply([hostile])
    mail = Message.read(made).mail
    assert mail.subject == "Bilan Bcc: x@mal.example fin"
    assert {one.address for one in mail.recipients} == {"marie@orange.example", "paul@free.example"}


def test_it_goes_with_other_edits_into_every_mail() -> None:
    raw = b"Subject: a\r\n" + REST + BODY
    made = Message.read(raw).apply([ReplaceSubject("b"), OneMailPerRecipient()])
    assert [Message.read(one).mail.subject for one in made] == ["b", "b"]
    (hidden,) = Message.read(raw).apply([MoveToBcc(("paul@free.example",)), ReplaceSubject("b")])
    assert Message.read(hidden).mail.subject == "b"


@pytest.mark.parametrize("subject", ["", "   ", "\r\n", "\x00"])
def test_an_empty_one_is_refused(subject: str) -> None:
    with pytest.raises(EditRefused) as refused:
        Message.read(b"Subject: a\r\n" + REST + BODY).apply([ReplaceSubject(subject)])
    assert refused.value.reason == "empty-subject"


def test_one_that_the_signature_covers_is_left() -> None:
    signed = (
        b"Subject: a\r\n" + REST + b"MIME-Version: 1.0\r\n"
        b'Content-Type: multipart/signed; boundary=b; protocol="application/pgp-signature"\r\n\r\n'
        b"--b\r\nContent-Type: text/plain; hp=clear\r\nSubject: a\r\n\r\nBonjour\r\n"
        b"--b\r\nContent-Type: application/pgp-signature\r\n\r\nx\r\n--b--\r\n"
    )
    with pytest.raises(EditRefused) as refused:
        Message.read(signed).apply([ReplaceSubject("b")])
    assert refused.value.reason == "signed-subject"
