"""``sceau review stats``: what the journal says of each rule."""

from __future__ import annotations

from pathlib import Path

import pytest

from sceau.aftercare.journal.entry import Entry, Event, Fate
from sceau.commands.review import counts
from sceau.demo.sample import patient_mail
from support.command import Desktop


def entry(event: Event, **rules: Fate) -> Entry:
    named = {rule.replace("_", "-"): fate for rule, fate in rules.items()}
    return Entry(at="2026-11-25T10:00:00+01:00", event=event, hook="mail", about="a", rules=named)


def test_each_rule_is_counted_by_what_became_of_it() -> None:
    mails, rows = counts(
        [
            entry("confirmed", visible_recipients="cured", homonym="acknowledged"),
            entry("left"),
            entry("kept", visible_recipients="open", wrong_person="cured"),
            entry("confirmed", visible_recipients="cured", first_time_recipient="said"),
            entry("confirmed"),
        ]
    )
    assert mails == 4
    assert list(rows) == [
        "homonym",
        "visible-recipients",
        "wrong-person",
        "first-time-recipient",
    ]
    empty = dict.fromkeys(("fired", "cured", "overridden", "said", "kept"), 0)
    assert rows["visible-recipients"] == {**empty, "fired": 3, "cured": 2, "kept": 1}
    assert rows["homonym"] == {**empty, "fired": 1, "overridden": 1}
    assert rows["wrong-person"] == {**empty, "fired": 1, "kept": 1}
    assert rows["first-time-recipient"] == {**empty, "fired": 1, "said": 1}


def test_a_rule_of_an_older_version_is_still_counted() -> None:
    assert counts([entry("confirmed", gone="cured")])[1]["gone"]["cured"] == 1


@pytest.fixture
def desktop(tmp_path: Path) -> Desktop:
    return Desktop(tmp_path)


def test_what_was_sent_is_counted(desktop: Desktop) -> None:
    (desktop.root / "m.eml").write_bytes(patient_mail())
    (desktop.root / "v.json").write_text('{"verdict": "send", "cures": ["visible-recipients"]}')
    desktop.sceau("send", "m.eml", "--verdict", "v.json")
    ran = desktop.sceau("review", "stats", "--json")
    assert ran.code == 0
    assert ran.json["mails"] == 1
    assert ran.json["rules"]["health-data"]["cured"] == 1
    told = desktop.sceau("review", "stats").out
    assert "visible-recipients" in told


def test_an_empty_journal_has_nothing_to_tell(desktop: Desktop) -> None:
    assert desktop.sceau("review", "stats", "--json").json == {"mails": 0, "rules": {}}


def test_a_wrong_day_is_told(desktop: Desktop) -> None:
    assert desktop.sceau("review", "stats", "--since", "hier").code == 64
