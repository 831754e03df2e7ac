"""Recipients added to a message: in their field, and not another byte moves."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sceau.errors import EditRefused
from sceau.mail.edits import (
    AddRecipient,
    Edit,
    MoveToBcc,
    OneMailPerRecipient,
    RemoveRecipient,
    ReplaceRecipient,
)
from sceau.mail.message import Message
from sceau.mail.preview import preview
from support.corpus import CASES
from support.edited import assert_only_these_changed, assert_reads_as
from support.random_mail import mails

MARIE = AddRecipient("marie.durand@orange.example", name="Marie Durand")
TO = "Marie Durand <marie.durand@orange.example>"
BODY = "\r\nBonjour.\r\n"
HEADERS: dict[str, tuple[str, tuple[Edit, ...], str]] = {
    "nobody at all: behind the header": (
        "From: a@b.example\r\nSubject: s\r\n",
        (MARIE,),
        f"From: a@b.example\r\nSubject: s\r\nTo: {TO}\r\n",
    ),
    "an empty To is filled": (
        "From: a@b.example\r\nTo: \r\nSubject: s\r\n",
        (MARIE,),
        f"From: a@b.example\r\nTo: {TO}\r\nSubject: s\r\n",
    ),
    "an empty group gives way": (
        "To: undisclosed-recipients:;\r\nSubject: s\r\n",
        (MARIE,),
        f"To: {TO}\r\nSubject: s\r\n",
    ),
    "behind who is there": (
        "To: x@y.example\r\nCc: z@y.example\r\nSubject: s\r\n",
        (MARIE,),
        f"To: x@y.example,\r\n {TO}\r\nCc: z@y.example\r\nSubject: s\r\n",
    ),
    "in the place of who goes": (
        "To: x@y.example\r\nSubject: s\r\n",
        (MARIE, RemoveRecipient("x@y.example")),
        f"To: {TO}\r\nSubject: s\r\n",
    ),
    "in Cc": (
        "To: x@y.example\r\nSubject: s\r\n",
        (AddRecipient(MARIE.address, "cc", MARIE.name),),
        f"To: x@y.example\r\nCc: {TO}\r\nSubject: s\r\n",
    ),
    "moved to Bcc with the others": (
        "To: x@y.example\r\nSubject: s\r\n",
        (MARIE, MoveToBcc(("x@y.example", MARIE.address))),
        f"To: undisclosed-recipients:;\r\nBcc: x@y.example,\r\n {TO}\r\nSubject: s\r\n",
    ),
    "who is there already is not there twice": (
        "To: MARIE.durand@orange.example\r\nSubject: s\r\n",
        (MARIE,),
        "To: MARIE.durand@orange.example\r\nSubject: s\r\n",
    ),
    "taken out again, and nobody is there": (
        "From: a@b.example\r\nSubject: s\r\n",
        (MARIE, RemoveRecipient(MARIE.address)),
        "From: a@b.example\r\nSubject: s\r\n",
    ),
    "corrected after it was added": (
        "From: a@b.example\r\nSubject: s\r\n",
        (AddRecipient("m@x.example"), ReplaceRecipient("m@x.example", MARIE.address, MARIE.name)),
        f"From: a@b.example\r\nSubject: s\r\nTo: {TO}\r\n",
    ),
    "alone in a mail of its own": (
        "From: a@b.example\r\nSubject: s\r\n",
        (MARIE, OneMailPerRecipient()),
        f"From: a@b.example\r\nSubject: s\r\nTo: {TO}\r\n",
    ),
}


@pytest.mark.parametrize(("before", "edits", "after"), HEADERS.values(), ids=HEADERS)
def test_it_stands_in_its_field(before: str, edits: tuple[Edit, ...], after: str) -> None:
    (made,) = Message.read((before + BODY).encode()).apply(edits)
    assert made.decode() == after + BODY


REFUSALS = {"encrypted-mail", "signed-recipients", "unusual-structure", "unusual-addresses"}


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_every_kind_of_message_takes_it_or_is_refused(case: object) -> None:
    message = Message.read(case.raw)  # type: ignore[attr-defined]
    try:
        (made,) = message.apply((MARIE,))
    except EditRefused as refused:
        assert {refused.reason} <= REFUSALS
        return
    (wanted,) = preview(message.mail, (MARIE,))
    assert Message.read(made).mail.recipients == wanted.recipients
    assert_only_these_changed(message.raw, made, (MARIE,))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_what_is_made_is_what_was_previewed(data: st.DataObject) -> None:
    drawn = data.draw(mails())
    people = st.sampled_from(drawn.addresses)
    new = st.builds(
        AddRecipient, st.sampled_from(("neuf@example.org", "zoé@exemple-é.fr", MARIE.address))
    )
    others = st.one_of(
        st.builds(RemoveRecipient, people),
        st.builds(MoveToBcc, st.lists(people, max_size=3).map(tuple)),
        new,
    )
    edits = [data.draw(new), *data.draw(st.lists(others, max_size=3))]
    message = Message.read(drawn.raw)
    (made,) = message.apply(edits)
    (wanted,) = preview(message.mail, edits)
    assert_reads_as(Message.read(made).mail, wanted)
    assert_only_these_changed(drawn.raw, made, edits)


@pytest.mark.parametrize("address", ["", "marie", "marie@", "marie@orange"])
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(EditRefused):
        Message.read(("Subject: s\r\n" + BODY).encode()).apply((AddRecipient(address),))
