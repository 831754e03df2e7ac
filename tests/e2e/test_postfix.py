"""The outbox through a real Postfix: what arrives is what was confirmed, or nothing arrives."""

from __future__ import annotations

import asyncio
import base64
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from sceau.mail.submission import Outgoing
from sceau.outbox.outcome import Outcome
from sceau.outbox.states import State
from sceau.outbox.ways_out.answer import Result
from sceau.outbox.ways_out.smtp import SmtpWayOut
from sceau.settings.schema import AccountSettings
from support.held_mails import DRAFT, PATIENT, SENDER, Place, dispatch, outgoing, verdict_on
from support.postfix import Postfix, postfix, without_trace

pytestmark = pytest.mark.e2e

OTHER = "paul.durand@courriel-exemple.fr"
UNKNOWN = "personne@courriel-exemple.fr"
USER, PASSWORD = "camille", "café à 3 €"
SIZE = 300_000


@pytest.fixture(scope="module")
def server() -> Iterator[Postfix]:
    mailboxes = [PATIENT, OTHER, f"1.{PATIENT}", f"2.{PATIENT}"]
    with postfix(mailboxes, users={USER: PASSWORD}, size=SIZE) as running:
        yield running


def way(server: Postfix, security: str = "starttls", password: str = PASSWORD) -> SmtpWayOut:
    account = AccountSettings(
        kind="smtp",
        host="localhost",
        port=server.tls_port if security == "tls" else server.port,
        security=security,  # type: ignore[arg-type]
        user=USER,
        ca_file=str(server.ca_file),
        timeout=20.0,
    )
    return SmtpWayOut(account, password)


def send(place: Place, out: SmtpWayOut, *mails: Outgoing) -> Outcome:
    held = place.outbox.hold(place.draft())
    place.outbox.confirm(held, verdict_on(DRAFT))
    place.outbox.ready(held, list(mails))
    return dispatch(place, held, out)


def with_body(name: str, body: bytes, **more: object) -> Outgoing:
    """Give a mail with a Message-ID of its own and this body."""
    message_id = f"<{name}.{os.urandom(4).hex()}@cabinet-exemple.fr>"
    head = (
        f"From: {SENDER}\r\nTo: {PATIENT}\r\nSubject: Essai\r\n"
        f"Message-ID: {message_id}\r\nDate: Tue, 24 Nov 2026 09:00:00 +0100\r\n"
        "MIME-Version: 1.0\r\n\r\n"
    ).encode()
    values: dict[str, object] = {"message_id": message_id, "needs_8bitmime": False, **more}
    return outgoing(content=head + body, **values)


def delivered(server: Postfix, mail: Outgoing, to: str = PATIENT) -> bytes:
    """Give the delivered form of a mail, once it is there, without Postfix's own lines."""
    for number in range(1, 100):
        for one in server.messages(to, wait_for=number):
            if mail.message_id.encode() in one:
                return without_trace(one)
    raise AssertionError


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_what_arrives_is_the_edited_mail(server: Postfix, tmp_path: Path, security: str) -> None:
    mail = with_body(
        "edited",
        b".dot\r\n..\r\nfin\r\n" + base64.encodebytes(os.urandom(60_000)).replace(b"\n", b"\r\n"),
    )
    place = Place(tmp_path)
    outcome = send(place, way(server, security), mail)
    assert outcome.left
    assert delivered(server, mail) == mail.content
    assert place.sent == [mail.content]
    assert place.is_clear


def test_letters_with_accents_arrive_as_bytes(server: Postfix, tmp_path: Path) -> None:
    mail = with_body("accents", "Élan vital, œuvre\r\n".encode(), needs_8bitmime=True)
    assert send(Place(tmp_path), way(server), mail).left
    assert delivered(server, mail) == mail.content


def test_one_mail_each_arrives_at_each(server: Postfix, tmp_path: Path) -> None:
    mails = [outgoing(number) for number in range(3)]
    assert send(Place(tmp_path), way(server), *mails).left
    for mail in mails:
        assert delivered(server, mail, mail.recipients[0]) == mail.content


def test_one_unknown_recipient_and_it_arrives_nowhere(server: Postfix, tmp_path: Path) -> None:
    mail = with_body("unknown", b"x\r\n", recipients=(OTHER, UNKNOWN))
    place = Place(tmp_path)
    outcome = send(place, way(server), mail)
    assert outcome.submission is not None
    assert outcome.submission.result is Result.RECIPIENTS_REFUSED
    assert [one.address for one in outcome.submission.refusals] == [UNKNOWN]
    assert outcome.evidence is not None
    # a mail that does arrive, sent after it: had the first been accepted, it would be there too
    after = with_body("after", b"x\r\n", recipients=(OTHER,))
    assert send(place, way(server), after).left
    delivered(server, after, OTHER)
    assert not [one for one in server.messages(OTHER) if mail.message_id.encode() in one]
    assert place.sent == [after.content]


def test_too_large_is_refused_with_the_limit(server: Postfix, tmp_path: Path) -> None:
    mail = with_body("large", b"0123456789\r\n" * (SIZE // 10))
    outcome = send(Place(tmp_path), way(server), mail)
    assert outcome.state is State.REFUSED
    assert outcome.submission is not None
    assert (outcome.submission.result, outcome.submission.limit) == (Result.TOO_LARGE, SIZE)


def test_a_wrong_password_is_told_and_nothing_left(server: Postfix, tmp_path: Path) -> None:
    outcome = send(Place(tmp_path), way(server, password="autre"), with_body("auth", b"x\r\n"))
    assert outcome.submission is not None
    assert outcome.submission.result is Result.AUTH_REFUSED


def test_an_unknown_authority_is_told(server: Postfix, tmp_path: Path) -> None:
    account = AccountSettings(kind="smtp", host="localhost", port=server.port, security="starttls")
    result = asyncio.run(SmtpWayOut(account).submit(outgoing(), lambda _: None))
    assert result.result is Result.CERTIFICATE_UNKNOWN
