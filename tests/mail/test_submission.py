"""What leaves: the envelope, and the message without what only a draft has."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from sceau.errors import UnreadableInput
from sceau.mail.message import Message
from sceau.mail.submission import Outgoing, has_utf8_header, outgoing
from sceau.phrases import say
from support.corpus import CASES, FROM, TO, Case, mail

NOW = datetime(2026, 11, 24, 9, 5, 7, tzinfo=timezone(timedelta(hours=1)))


def ready(raw: bytes) -> Outgoing:
    return outgoing(raw, now=NOW, domain="cabinet-exemple.fr", unique="abc")


def of(*headers: str | bytes, body: str | bytes = "Bonjour") -> Outgoing:
    return ready(mail(headers, body))


ENVELOPES: dict[str, tuple[tuple[str, ...], str, tuple[str, ...]]] = {
    "From, To, Cc and Bcc": (
        ("From: A <a@x.org>", "To: b@x.org", "Cc: C <c@x.org>", "Bcc: d@x.org"),
        "a@x.org",
        ("b@x.org", "c@x.org", "d@x.org"),
    ),
    "each address once": (
        ("From: a@x.org", "To: b@x.org, B@X.org", "Bcc: b@x.org"),
        "a@x.org",
        ("b@x.org",),
    ),
    "Sender before From": (
        ("From: a@x.org, b@x.org", "Sender: s@x.org", "To: c@x.org"),
        "s@x.org",
        ("c@x.org",),
    ),
    "a group": (("From: a@x.org", "To: G: b@x.org, c@x.org;"), "a@x.org", ("b@x.org", "c@x.org")),
    "Bcc alone": (
        ("From: a@x.org", "To: undisclosed-recipients:;", "Bcc: b@x.org"),
        "a@x.org",
        ("b@x.org",),
    ),
    "a resent mail": (
        (
            "Resent-From: r@x.org",
            "Resent-To: s@x.org",
            "Resent-Bcc: t@x.org",
            "From: a@x.org",
            "To: b@x.org",
        ),
        "r@x.org",
        ("s@x.org", "t@x.org"),
    ),
    "redirected by a server, not resent": (
        ("Resent-From: r@x.org", "From: a@x.org", "To: b@x.org"),
        "a@x.org",
        ("b@x.org",),
    ),
}


@pytest.mark.parametrize(("headers", "sender", "recipients"), ENVELOPES.values(), ids=ENVELOPES)
def test_envelope(headers: tuple[str, ...], sender: str, recipients: tuple[str, ...]) -> None:
    found = of(*headers)
    assert (found.sender, found.recipients) == (sender, recipients)
    assert b"bcc:" not in found.content.lower()


REASONS = ("no-sender", "no-recipient", "malformed-recipient", "binary-part")

REFUSED: dict[str, tuple[tuple[str, ...], str]] = {
    "no From": ((TO,), "no-sender"),
    "an empty From": (("From: ", TO), "no-sender"),
    "a malformed From": (("From: secretariat", TO), "malformed-sender"),
    "nobody": ((FROM,), "no-recipient"),
    "only an empty group": ((FROM, "To: undisclosed-recipients:;"), "no-recipient"),
    "one malformed among good ones": ((FROM, "To: a@x.org, jean"), "malformed-recipient"),
}


@pytest.mark.parametrize(("headers", "reason"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_leave(headers: tuple[str, ...], reason: str) -> None:
    with pytest.raises(UnreadableInput) as refusal:
        of(*headers)
    assert refusal.value.reason == reason
    assert say(refusal.value.sentence, "fr") != refusal.value.sentence.key


def test_the_fields_of_drafts_are_taken_out_and_the_others_stay() -> None:
    gone = (
        "Bcc: z@x.org",
        "FCC: imap://x/Sent",
        "X-Mozilla-Status: 0001",
        "X-Mozilla-Status2: 00800000",
        "X-Mozilla-Keys: x",
        "X-Mozilla-Draft-Info: vcard=0",
        "X-Identity-Key: id1",
        "X-Account-Key: account1",
        "X-Unsent: 1",
        "X-Apple-Auto-Saved: 1",
        "X-Uniform-Type-Identifier: com.apple.mail-draft",
        "X-Universally-Unique-Identifier: 0",
        "X-Draft-Info: type=reply",
        "Keywords: Patient",
        "X-Evolution-Identity: 1",
    )
    kept = (
        FROM,
        TO,
        "Subject: x",
        "Message-ID: <1@x.org>",
        "Date: Tue, 24 Nov 2026 09:00:00 +0100",
        "X-Mailer: Exemple",
        "X-Priority: 1",
        "References: <0@x.org>\r\n <9@x.org>",
    )
    mixed_up = [one for pair in zip(gone, (*kept, *[""] * 7), strict=True) for one in pair if one]
    assert of(*mixed_up).content == mail(kept, "Bonjour")


def test_date_and_message_id_are_added_where_they_are_missing() -> None:
    found = of(FROM, TO, "Message-ID: ")
    assert found.message_id == "<20261124080507.abc@cabinet-exemple.fr>"
    assert found.content == mail(
        ("Date: Tue, 24 Nov 2026 09:05:07 +0100", f"Message-ID: {found.message_id}", FROM, TO),
        "Bonjour",
    )
    assert found == of(FROM, TO)


def test_a_new_message_id_has_the_senders_domain_and_never_comes_twice() -> None:
    raw = mail((FROM, TO), "x")
    one, two = (outgoing(raw, now=datetime.now(UTC)) for _ in range(2))
    assert one.message_id != two.message_id
    assert one.message_id.endswith("@cabinet-exemple.fr>")


def test_a_resent_mail_gets_its_own_date_and_identity() -> None:
    found = of("Resent-From: r@x.org", "Resent-To: s@x.org", FROM, TO, "Message-ID: <1@x.org>")
    assert found.content.startswith(
        b"Resent-Date: Tue, 24 Nov 2026 09:05:07 +0100\r\nResent-Message-ID: <2026"
    )
    assert b"\r\nMessage-ID: <1@x.org>\r\n" in found.content


@pytest.mark.parametrize("end", [b"\n", b"\r", b"\r\n"], ids=["LF", "CR", "CRLF"])
def test_lines_end_in_crlf(end: bytes) -> None:
    raw = mail((FROM, TO, "Message-ID: <1@x.org>", "Date: x"), "un", "", "deux")
    assert ready(raw.replace(b"\r\n", end)).content == raw


def test_mixed_line_ends_and_a_missing_last_one() -> None:
    found = of(FROM, TO, body=b"un\rdeux\ntrois\r\n\r\rfin")
    assert found.content.endswith(b"\r\n\r\nun\r\ndeux\r\ntrois\r\n\r\n\r\nfin\r\n")


def test_an_mbox_line_and_a_byte_order_mark_do_not_leave() -> None:
    raw = mail((FROM, TO, "Message-ID: <1@x.org>", "Date: x"), "x")
    assert ready(b"From me Tue Nov 24\r\n" + raw).content == raw
    assert ready(b"\xef\xbb\xbf" + raw).content == raw


@pytest.mark.parametrize(
    ("headers", "body", "flags"),
    [
        ((FROM, TO), "ASCII", (False, False, False)),
        ((FROM, TO), "é", (True, False, False)),
        ((FROM, "To: Zoé <b@x.org>"), "x", (True, False, False)),
        ((FROM, "To: zoé@x.org"), "x", (True, True, False)),
        ((FROM, TO, "Reply-To: zoé@x.org"), "x", (True, True, False)),
        ((FROM, TO, "Reply-To: Zoé <z@x.org>"), "x", (True, False, False)),
        ((FROM, TO), "a" * 998, (False, False, False)),
        ((FROM, TO), "a" * 999, (False, False, True)),
    ],
    ids=[
        *("ASCII", "8-bit body", "8-bit name", "UTF-8 address"),
        *("UTF-8 address for answers", "8-bit name for answers", "998 octets", "999 octets"),
    ],
)
def test_what_the_server_must_know(
    headers: tuple[str, ...], body: str, flags: tuple[bool, bool, bool]
) -> None:
    found = of(*headers, body=body)
    assert (found.needs_8bitmime, found.needs_smtputf8, found.long_lines) == flags


def test_a_new_message_id_is_in_ascii_whatever_the_senders_domain() -> None:
    raw = mail(("From: a@cabinet-exemplé.fr", TO), "x")
    made = outgoing(raw, now=NOW, unique="abc").message_id
    assert made.endswith(".abc@xn--cabinet-exempl-okb.fr>")


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (b"Subject: x\r\n\r\n\xc3\xa9", False),
        (b"Subject: \xc3\xa9\r\n\r\nx", True),
        (b"Subject: \xe9\r\n\r\nx", False),
        (
            b"Content-Type: multipart/mixed; boundary=x\r\n\r\n"
            b"--x\r\nContent-Type: text/plain; name=\xc3\xa9\r\n\r\na\r\n--x--\r\n",
            True,
        ),
    ],
    ids=["in the text", "in a field", "in a field, but not UTF-8", "in a part’s field"],
)
def test_utf8_in_a_header_is_found(raw: bytes, found: bool) -> None:
    assert has_utf8_header(raw) is found


def test_now_knows_its_zone() -> None:
    with pytest.raises(ValueError, match="time zone"):
        outgoing(mail((FROM, TO), "x"), now=NOW.replace(tzinfo=None))


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_every_mail_leaves_as_it_is_or_is_refused_clearly(case: Case) -> None:
    raw = case.raw
    before = Message.read(raw).mail
    try:
        found = ready(raw)
    except UnreadableInput as refusal:
        malformed = any(one.defect for one in before.recipients)
        assert refusal.reason in REASONS
        assert refusal.reason != "malformed-recipient" or malformed
        assert refusal.reason != "no-recipient" or not before.recipients
        assert refusal.reason != "no-sender" or before.sender is None
        assert refusal.reason != "binary-part" or case.name == "binary-part"
        return
    assert set(found.recipients) == {one.address for one in before.recipients}
    after = Message.read(found.content).mail
    assert after.attachments == before.attachments
    assert after.text.rstrip("\n") == before.text.rstrip("\n")
    assert list(after.recipients) == [one for one in before.recipients if one.field != "bcc"]
