"""Many drafts at once, and two machines at once: each leaves once."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.command import Desktop
from support.drafts_contract import mail, until
from support.imap_client import MARKS, PASSWORD
from support.postfix import Postfix
from support.watched_place import CURED, WatchedPlace
from support.watching import watching

pytestmark = pytest.mark.e2e


def test_many_drafts_at_once_leave_one_after_the_other(place: WatchedPlace, smtp: Postfix) -> None:
    with place.client.connection() as line:
        for number in range(40):
            line.append(f'"{MARKS}"', "(\\Draft)", "", mail(1000 + number))
    with watching(place.desktop, *place.answers(CURED)) as watch:
        ended = watch.ended(40)
    assert {one["ending"] for one in ended} == {"sent"}
    assert len(place.client.messages("Sent")) == 40
    assert place.is_clear()


CLOCKS = {
    "hours ahead, and hours behind": ("+7h", "-9h"),
    "one runs away": ("+0 i300", "+0"),
}


@pytest.mark.parametrize("clocks", CLOCKS.values(), ids=CLOCKS)
def test_two_machines_whose_clocks_are_wrong_send_each_draft_once(
    tmp_path: Path, place: WatchedPlace, smtp: Postfix, clocks: tuple[str, str]
) -> None:
    """Faked for every program they start, too; ``i300`` moves it five minutes on at each look."""
    before = len(smtp.messages())
    (tmp_path / "other").mkdir()
    other = Desktop(tmp_path / "other")
    added = other.sceau(
        "account", "add", "chv", *place.words, "--password-stdin", typed=f"{PASSWORD}\n"
    )
    assert added.code == 0, added.said
    answers = place.answers(CURED)
    place.answers_for(other)
    one, two = (("faketime", "-m", "-f", clock) for clock in clocks)
    with (
        watching(place.desktop, *answers, within=one, DONT_FAKE_MONOTONIC="1") as first,
        watching(other, *answers, within=two, DONT_FAKE_MONOTONIC="1") as second,
    ):
        first.watches()
        second.watches()
        for number in range(6):
            place.client.append(MARKS, mail(2000 + number))
        until("all have left", lambda: len(smtp.messages()) >= before + 6)
        until("all are filed", lambda: len(place.client.messages("Sent")) >= 6)
        until("the drafts are gone", place.is_clear)
        reports = [one for watch in (first, second) for one in watch.said if "ending" in one]
    assert {one["ending"] for one in reports} <= {"sent"}
    assert len(smtp.messages()) == before + 6
    assert len(place.client.messages("Sent")) == 6
