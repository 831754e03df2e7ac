"""Changing who a mail goes to, in the bytes of its header."""

from __future__ import annotations

import pytest

from sceau.mail.edits import Edit, MoveToBcc, OneMailPerRecipient, RemoveRecipient, ReplaceRecipient
from sceau.mail.message import Message
from sceau.mail.preview import preview

A, B, C = "a@example.org", "b@example.org", "c@example.org"
ONE = OneMailPerRecipient()
END = b"Subject: x\r\n\r\nBonjour\r\n"


def header(*lines: str) -> bytes:
    return "".join(f"{line}\r\n" for line in lines).encode() + END


RECIPIENTS: dict[str, tuple[bytes, list[Edit], bytes]] = {
    "one of two to Bcc": (
        header(f"To: A <{A}>, B <{B}>"),
        [MoveToBcc((A,))],
        header(f"To: B <{B}>", f"Bcc: A <{A}>"),
    ),
    "the last one, whatever its case": (
        header(f"To: A <{A}>,", f" B <{B}>"),
        [MoveToBcc((B.upper(),))],
        header(f"To: A <{A}>", f"Bcc: B <{B}>"),
    ),
    "all of To": (
        header(f"To: {A}, {B}"),
        [MoveToBcc((A, B))],
        header("To: undisclosed-recipients:;", f"Bcc: {A},", f" {B}"),
    ),
    "all of Cc": (
        header(f"To: {A}", f"cc: {B}"),
        [MoveToBcc((B,))],
        header(f"To: {A}", f"Bcc: {B}"),
    ),
    "Cc without a To": (
        header(f"Cc: {B}"),
        [MoveToBcc((B,))],
        header("To: undisclosed-recipients:;", f"Bcc: {B}"),
    ),
    "into a Bcc that is there": (
        header(f"BCC:\t{C} (moi)", f"To: {A}, {B}"),
        [MoveToBcc((B,))],
        header(f"BCC:\t{C} (moi),", f" {B}", f"To: {A}"),
    ),
    "into a Bcc that is empty": (
        header(f"To: {A}, {B}", "Bcc: "),
        [MoveToBcc((B,))],
        header(f"To: {A}", f"Bcc: {B}"),
    ),
    "twice written, once in Bcc": (
        header(f"To: {A}, {A.upper()}", f"Cc: {A}", f"Bcc: {B}"),
        [MoveToBcc((A,))],
        header("To: undisclosed-recipients:;", f"Bcc: {B},", f" {A}"),
    ),
    "in Bcc already": (
        header(f"To: {A}, {B}", f"Bcc: {A}"),
        [MoveToBcc((A,))],
        header(f"To: {B}", f"Bcc: {A}"),
    ),
    "out of a group": (
        header(f"To: Patients: {A}, {B};, {C}"),
        [MoveToBcc((A,))],
        header(f"To: Patients: {B};, {C}", f"Bcc: {A}"),
    ),
    "a whole group goes with its name": (
        header(f"To: Patients: {A}, {B};, {C}"),
        [MoveToBcc((A, B))],
        header(f"To: {C}", f"Bcc: {A},", f" {B}"),
    ),
    "one taken out": (
        header(f"To: {A} , (le chef) {B} ,{C}"),
        [RemoveRecipient(B)],
        header(f"To: {A} ,{C}"),
    ),
    "one replaced": (
        header(f"To: {A}, Beatrice <{B}>"),
        [ReplaceRecipient(B, C, "Moreau, Zoé")],
        header(f"To: {A}, =?UTF-8?B?TW9yZWF1LCBab8Op?= <{C}>"),
    ),
    "one replaced by one who is there": (
        header(f"To: {A}, {B}"),
        [ReplaceRecipient(A, B)],
        header(f"To: {B}"),
    ),
    "replaced, then hidden": (
        header(f"To: {A}, {B}"),
        [ReplaceRecipient(A, C), MoveToBcc((C,))],
        header(f"To: {B}", f"Bcc: {C}"),
    ),
    "a malformed one mended": (
        header("To: jean dupont@example.org"),
        [ReplaceRecipient("jean dupont@example.org", "jean.dupont@example.org")],
        header("To: jean.dupont@example.org"),
    ),
    "an unclosed quote among them": (
        header(f'To: "A <{A}>, {B}'),
        [RemoveRecipient(A)],
        header(f"To: {B}"),
    ),
    "a resent mail's newest recipients": (
        header(f"Resent-From: {C}", f"Resent-To: {A}, {B}", f"To: {C}"),
        [MoveToBcc((A,))],
        header(f"Resent-From: {C}", f"Resent-To: {B}", f"Resent-Bcc: {A}", f"To: {C}"),
    ),
}


@pytest.mark.parametrize(("before", "edits", "after"), RECIPIENTS.values(), ids=RECIPIENTS)
def test_recipients(before: bytes, edits: list[Edit], after: bytes) -> None:
    message = Message.read(before)
    assert message.apply(edits) == (after,)
    (previewed,) = preview(message.mail, edits)
    assert previewed.recipients == Message.read(after).mail.recipients


@pytest.mark.parametrize("end", ["", "\r\n", "\r\n\r\n"], ids=["no line end", "one", "two"])
def test_a_header_that_ends_the_file(end: str) -> None:
    raw = f"Cc: {C}\r\nTo: {A}, {B}{end}".encode()
    (made,) = Message.read(raw).apply([MoveToBcc((B,))])
    assert [(one.field, one.address) for one in Message.read(made).mail.recipients] == [
        ("to", A),
        ("cc", C),
        ("bcc", B),
    ]


def test_no_address_is_left_when_two_broken_fields_would_read_as_one() -> None:
    """Each field has a quote that nothing closes; put together they would close each other."""
    raw = header(f'To: "A <{A}>, {B}', f'Bcc: "C <{C}>')
    message = Message.read(raw)
    wanted = preview(message.mail, [MoveToBcc((A,))])[0].recipients
    (made,) = message.apply([MoveToBcc((A,))])
    assert [one.address for one in Message.read(made).mail.recipients] == [
        one.address for one in wanted
    ]


def test_one_mail_each_names_nobody_else() -> None:
    raw = header(
        "Message-ID: <un@cabinet-exemple.fr>",
        f"To: A <{A}>",
        f"Cc: {B}, {A}",
        f"Bcc: {C}",
        "References: <zero@example.org>",
    )
    made = Message.read(raw).apply([ONE])
    people = (f"A <{A}>", B, C)
    assert len(made) == len(people)
    for content, person in zip(made, people, strict=True):
        assert f"\r\nTo: {person}\r\n".encode() in content
        assert content.count(b"@example.org") == 2  # theirs, and References
        assert b"References: <zero@example.org>\r\n" in content
    ids = [Message.read(one).mail.message_id for one in made]
    assert ids[0] == "<un@cabinet-exemple.fr>"
    assert len(set(ids)) == 3
    assert all(one.endswith("@cabinet-exemple.fr>") for one in ids)
    assert made == Message.read(raw).apply([ONE])
