"""Ordinary mails, about which nothing is said: who is warned of everything heeds nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from sceau.demo.sample import clean_mail, patient_mail
from sceau.mail.message import Message
from sceau.review.engine import begin
from sceau.review.reading.readers import read_file
from support.case_tables import Case, cases, told

ORDINARY = cases(Path(__file__).parent / "ordinary-mails.toml")


def test_there_are_enough_of_them() -> None:
    assert len(ORDINARY) >= 30


@pytest.mark.parametrize("case", ORDINARY, ids=lambda case: case.sentence)
def test_no_rule_says_anything(case: Case) -> None:
    review = case.review
    assert list(map(told, review.findings)) == []
    assert review.finished


def test_the_sample_mail_has_the_two_findings_it_shows() -> None:
    message = Message.read(patient_mail())
    review = begin(message.mail)
    for one in message.mail.attachments:
        found = read_file(message.content(one.id), one.name, one.media_type)
        review = review.with_reading(one.id, found)
    assert [one.rule for one in review.findings] == [
        "visible-recipients",
        "health-data",
    ]


def test_the_clean_sample_mail_has_none() -> None:
    assert begin(Message.read(clean_mail()).mail).findings == ()
