"""What became of a mail, as the window says it."""

from __future__ import annotations

from typing import Literal

import pytest

from sceau.hooks.frames import After, Details, Made, Send, Written
from sceau.hooks.thunderbird.changes import Confirmed
from sceau.hooks.thunderbird.conversation import Conversation
from sceau.hooks.thunderbird.ending import is_told_by_client, outcome_of
from sceau.mail.edits import OneMailPerRecipient

PEOPLE = ("marie@orange.example", "paul@free.example")


def details(*people: str) -> Details:
    return Details(sender="c@x.example", to=tuple(Written(text=one) for one in people))


SEND = Send(compose="1", request="1.1", details=details(*PEOPLE))


def after(
    copy: int = 0,
    *,
    left: bool = True,
    mode: Literal["now", "later"] = "now",
    to: tuple[str, ...] = (),
    error: str = "",
) -> After:
    return After(
        compose="1",
        request="1.1",
        copy=copy,
        left=left,
        mode=mode,
        recipients=to,
        error=error,
    )


def talked(*said: After | None, each: bool = False) -> Conversation:
    """A conversation in which every mail was released, and this was said of them in turn."""
    talk = Conversation(SEND)
    talk.edit(Confirmed(SEND, (OneMailPerRecipient(),) if each else (), {}))
    copies = (1, 0) if each else (0,)
    for copy, told in zip(copies, said, strict=False):
        found = details(PEOPLE[copy]) if each else SEND.details
        talk.made(Made(compose="1", request="1.1", copy=copy, details=found))
        if told is not None:
            talk.after(told)
    return talk


ENDINGS = {
    "it left": (talked(after()), ("good", "outbox.sent", True)),
    "it was queued": (talked(after(mode="later")), ("good", "thunderbird.later", True)),
    "it was refused": (
        talked(after(left=False, error="550")),
        ("block", "confirm.ended.kept", False),
    ),
    "nothing was said": (talked(None), ("warn", "thunderbird.not-known", True)),
    "somebody was added": (
        talked(after(to=(*PEOPLE, "e@mal.example"))),
        ("warn", "outbox.sent", True),
    ),
    "both separate mails left": (
        talked(after(1), after(), each=True),
        ("good", "outbox.sent", True),
    ),
    "one of two left": (
        talked(after(1), after(left=False), each=True),
        ("block", "outbox.partly", True),
    ),
    "the first of two was refused": (
        talked(after(1, left=False), each=True),
        ("block", "confirm.ended.kept", False),
    ),
}


@pytest.mark.parametrize(("talk", "expected"), ENDINGS.values(), ids=ENDINGS)
def test_the_window_says(talk: Conversation, expected: tuple[str, str, bool]) -> None:
    shown = outcome_of(talk, sealed=False)
    assert (shown.tone, shown.sentence.key, shown.left) == expected


def test_a_password_is_to_be_passed_on_where_something_is_sealed() -> None:
    assert outcome_of(talked(after()), sealed=False).next is None
    told = outcome_of(talked(after()), sealed=True).next
    assert told is not None
    assert told.key == "confirm.ended.next.password"


def test_what_thunderbird_said_is_told() -> None:
    (told,) = outcome_of(talked(after(left=False, error="550 no")), sealed=False).details
    assert told.values["text"] == "550 no"


TOLD = {
    "it left": (talked(after()), True),
    "it was refused": (talked(after(left=False, error="550")), True),
    "nothing was said": (talked(None), False),
    "somebody was added": (talked(after(to=(*PEOPLE, "e@mal.example"))), False),
    "both separate mails left": (talked(after(1), after(), each=True), True),
    "one of two left": (talked(after(1), after(left=False), each=True), False),
    "the first of two was refused": (talked(after(1, left=False), each=True), False),
}


@pytest.mark.parametrize(("talk", "told"), TOLD.values(), ids=TOLD)
def test_thunderbird_has_told_it_all(talk: Conversation, told: bool) -> None:
    assert is_told_by_client(talk, sealed=False) is told
    # Outlook says nothing where a program had it send
    quiet = talk.refused is None
    assert is_told_by_client(talk, sealed=False, hook="outlook") is (told and quiet)
    assert not is_told_by_client(talk, sealed=True)
