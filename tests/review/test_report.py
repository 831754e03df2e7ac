"""A review as ``sceau check`` tells it."""

from __future__ import annotations

import json

import pytest

from sceau.mail.model import Recipient
from sceau.review.context import Context
from sceau.review.engine import Review, begin
from sceau.review.findings import Level
from sceau.review.report import as_json, as_text, exit_code
from sceau.settings.schema import RuleSettings, Settings
from support.reviewed import COLLEAGUE, OPEN, OTHER, PATIENT, REPORT, mail

BROKEN = Recipient(field="to", address="lea.roux@gmailcom", defect="bad-domain")


def review() -> Review:
    written = mail(PATIENT, OTHER, files=(REPORT,), subject="Bilan", text="Secret")
    return begin(written).with_reading("2", OPEN)


def test_the_shape_scripts_lean_on() -> None:
    told = json.loads(json.dumps(as_json(review(), "fr")))
    assert list(told) == ["mail", "findings", "not_examined"]
    assert [list(one) for one in told["findings"]] == [
        ["id", "rule", "level", "about", "evidence", "cures"]
    ] * 2
    seen, unprotected = told["findings"]
    assert seen["rule"] == "visible-recipients"
    assert seen["about"] == [
        {"kind": "recipient", "id": "marie.durand@orange.fr"},
        {"kind": "recipient", "id": "paul.petit@gmail.com"},
    ]
    assert seen["cures"] == [
        {
            "name": "to-bcc",
            "edits": [
                {
                    "edit": "move-to-bcc",
                    "addresses": ["marie.durand@orange.fr", "paul.petit@gmail.com"],
                }
            ],
        },
        {"name": "one-each", "edits": [{"edit": "one-mail-per-recipient"}]},
    ]
    assert unprotected["id"] == "unprotected-attachment:2"
    assert unprotected["level"] == "warn"
    assert unprotected["cures"] == [
        {"name": "seal", "edits": [{"edit": "seal-attachment", "attachment": "2"}]}
    ]


def test_the_mail_is_described_without_its_text() -> None:
    told = as_json(review(), "fr")
    assert told["mail"]["subject"] == "Bilan"
    assert told["mail"]["attachments"][0]["name"] == "bilan.pdf"
    assert told["mail"]["recipients"][1]["field"] == "cc"
    assert "Secret" not in json.dumps(told)


def test_what_was_not_examined_says_which_file_and_why() -> None:
    told = as_json(begin(mail(files=(REPORT,))).skip("2"), "en")
    assert told["not_examined"] == [
        {
            "attachment": "2",
            "name": "bilan.pdf",
            "why": "“bilan.pdf” was not examined: its examination had not finished.",
        }
    ]


def test_evidence_is_in_the_language_asked_for() -> None:
    french, english = (as_json(review(), one)["findings"][0]["evidence"] for one in ("fr", "en"))
    assert french.startswith("2 personnes extérieures")
    assert english.startswith("2 people outside")


@pytest.mark.parametrize(
    ("found", "code"),
    [
        pytest.param(begin(mail(COLLEAGUE)), 0, id="nothing is 0"),
        pytest.param(begin(mail(PATIENT, OTHER)), 1, id="a warning is 1"),
        pytest.param(begin(mail(PATIENT, BROKEN)), 2, id="a block is 2"),
        pytest.param(
            begin(
                mail(PATIENT, OTHER),
                Context(Settings(rules={"visible-recipients": RuleSettings(level=Level.INFO)})),
            ),
            0,
            id="an information is 0",
        ),
    ],
)
def test_exit_code(found: Review, code: int) -> None:
    assert exit_code(found) == code


def test_the_table_says_level_sentence_rule_and_ways_out() -> None:
    text = as_text(review(), "fr")
    lines = text.splitlines()
    assert lines[0].startswith("À vérifier  2 personnes extérieures")
    assert "[visible-recipients]" in text
    assert "Ce que Sceau propose\u00a0: Passer en Cci · Un mail par personne" in text
    assert all(len(line) <= 100 for line in lines)


def test_a_clean_mail_is_one_line() -> None:
    assert as_text(begin(mail(COLLEAGUE)), "fr") == "Rien à signaler."
    assert as_text(begin(mail(COLLEAGUE)), "en") == "Nothing to report."


def test_a_hostile_address_cannot_drive_the_terminal() -> None:
    hostile = Recipient(field="to", address="a\x1b[2J\r\nb", defect="no-at")
    text = as_text(begin(mail(PATIENT, hostile)), "fr")
    assert all(letter.isprintable() or letter in "\n\u00a0" for letter in text)
