"""What a compose window holds, read as a Mail."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sceau.hooks.frames import Details, File, Written
from sceau.hooks.thunderbird.changes import written
from sceau.hooks.thunderbird.details import addresses_of, digest_of, mail_of
from sceau.mail.model import Recipient

ME = "Camille Rousseau <camille.rousseau@ghe-valmont.example>"


def one(text: str, **more: Any) -> Written:
    return Written(text=text, **more)


PEOPLE = {
    "a bare address": (one("marie@x.example"), [("", "marie@x.example", "", "person")]),
    "a name in accents": (
        one("Éloïse Brûlé <e@x.example>"),
        [("Éloïse Brûlé", "e@x.example", "", "person")],
    ),
    "a name with a comma in quotes": (
        one('"Durand, Marie" <m@x.example>'),
        [("Durand, Marie", "m@x.example", "", "person")],
    ),
    "no address at all": (one("marie"), [("", "marie", "no-at", "person")]),
    "a list that was expanded": (
        one("Équipe <Équipe>", is_list=True, members=("A <a@x.example>", "b@x.example")),
        [("A", "a@x.example", "", "person"), ("", "b@x.example", "", "person")],
    ),
    "a list that could not be": (
        one("Équipe <Équipe>", is_list=True),
        [("", "Équipe <Équipe>", "", "list")],
    ),
    "two in one entry": (
        one("a@x.example, b@x.example"),
        [("", "a@x.example", "", "person"), ("", "b@x.example", "", "person")],
    ),
}


@pytest.mark.parametrize(("entry", "expected"), PEOPLE.values(), ids=PEOPLE)
def test_an_entry_of_to_is_read(entry: Written, expected: list[tuple[str, ...]]) -> None:
    found = mail_of(Details(sender=ME, to=(entry,))).recipients
    assert [(one.name, one.address, one.defect, one.kind) for one in found] == expected
    assert {one.field for one in found} == {"to"}


def test_someone_named_twice_in_a_field_is_one_recipient_there() -> None:
    details = Details(
        sender=ME,
        to=(one("A@x.example"), one("Team <Team>", is_list=True, members=("a@X.example",))),
        cc=(one("a@x.example"),),
    )
    found = mail_of(details).recipients
    assert [(one.field, one.address) for one in found] == [
        ("to", "A@x.example"),
        ("cc", "a@x.example"),
    ]


def test_a_newsgroup_is_shown_as_a_list() -> None:
    (found,) = mail_of(Details(sender=ME, newsgroups=("fr.test",))).recipients
    assert (found.address, found.kind) == ("fr.test", "list")


FILES = {
    "a PDF": (File(attachment=3, name="a.pdf", size=1, stamp="s"), "file"),
    "a mail": (
        File(attachment=3, name="a.eml", media_type="message/rfc822", size=1, stamp="s"),
        "message",
    ),
    "a link in its place": (
        File(attachment=3, name="a.pdf", size=1, stamp="s", cloud=True),
        "external",
    ),
}


@pytest.mark.parametrize(("file", "kind"), FILES.values(), ids=FILES)
def test_a_file_is_read(file: File, kind: str) -> None:
    (found,) = mail_of(Details(sender=ME, files=(file,))).attachments
    assert (found.id, found.name, found.kind) == ("3", file.name, kind)


@given(st.text(max_size=60), st.text(max_size=60))
def test_nothing_that_is_written_breaks_the_reading(sender: str, to: str) -> None:
    mail = mail_of(Details(sender=sender, to=(one(to),)))
    assert bool(to.strip()) <= bool(mail.recipients) or not to.strip(' \t\r\n,;:<>()"')


@given(st.text(st.characters(codec="utf-8"), max_size=40))
def test_a_recipient_that_is_written_is_read_back_the_same(name: str) -> None:
    recipient = Recipient(field="to", address="marie@x.example", name=name)
    assert addresses_of(written(recipient)) == ("marie@x.example",)


CHANGES: dict[str, dict[str, Any]] = {
    "a recipient": {"to": (one("b@x.example"),)},
    "the subject": {"subject": "b"},
    "the text": {"text": "b"},
    "the body behind the text": {"body": "b"},
    "a file": {"files": (File(attachment=1, name="a.pdf", size=1, stamp="b"),)},
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_the_digest_is_another_when_it_changes(change: dict[str, Any]) -> None:
    same = {"sender": ME, "to": (one("a@x.example"),), "subject": "a", "text": "a"}
    assert digest_of(Details(**same)) == digest_of(Details(**same))
    assert digest_of(Details(**{**same, **change})) != digest_of(Details(**same))


def test_the_people_of_the_mail_that_is_answered_are_known() -> None:
    details = Details(
        sender=ME,
        to=(one("marie@x.example"),),
        relation="reply",
        related="question@x.example",
        original=("Marie <MARIE@x.example>", "c@ghe-valmont.example"),
    )
    found = mail_of(details)
    assert found.original == ("marie@x.example", "c@ghe-valmont.example")
    assert found.in_reply_to == "<question@x.example>"
