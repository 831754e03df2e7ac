"""What is told by a notification, and what is not."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from sceau.desk.tray.notices import Notice, lines_of, notices
from sceau.hooks.drafts import Watching, WatchState
from sceau.phrases import Phrase, phrase, say

WATCHED = phrase("drafts.watching-imap")
EXPIRED = phrase("error.sign-in-expired", host="connexion.example")
REFUSED = phrase("outbox.recipients-refused", count=1, addresses="marie.durand@orange.example")
INTERRUPTED = phrase("outbox.note.interrupted")
OWN = phrase("confirm.ended.kept")


def state(
    watching: Watching = Watching.WATCHING,
    sentence: Phrase = WATCHED,
    told: Phrase | None = None,
    at: float = 1.0,
) -> WatchState:
    return WatchState(account="chv", watching=watching, sentence=sentence, told=told, at=at)


def new(before: WatchState | None, now: WatchState) -> list[Notice]:
    known: Mapping[str, WatchState] = {} if before is None else {before.account: before}
    return list(notices(known, [now]))


STOPPED = state(Watching.STOPPED, EXPIRED, at=2)
CASES: dict[str, tuple[WatchState | None, WatchState, list[str]]] = {
    "an account begins to need its person": (state(), STOPPED, ["settings"]),
    "one that needs them already is told once": (STOPPED, STOPPED, []),
    "at the first look it is told": (None, STOPPED, ["settings"]),
    "one that tries by itself is not": (state(), state(Watching.RETRYING, at=2), []),
    "a draft came back": (state(), state(told=INTERRUPTED, at=2), ["mail"]),
    "another came back, for the same reason": (
        state(told=INTERRUPTED, at=2),
        state(told=INTERRUPTED, at=3),
        ["mail"],
    ),
    "what came back before the first look is not told": (None, state(told=INTERRUPTED), []),
    "a draft its person kept is not told": (state(), state(told=OWN, at=2), []),
    "a change of the account does not tell of the draft again": (
        state(told=INTERRUPTED, at=2),
        state(Watching.RETRYING, phrase("drafts.starting"), told=INTERRUPTED, at=3),
        [],
    ),
    "one that left says nothing": (state(told=INTERRUPTED, at=2), state(at=3), []),
}


@pytest.mark.parametrize(("before", "now", "expected"), CASES.values(), ids=CASES)
def test_what_is_new_is_told_once(
    before: WatchState | None, now: WatchState, expected: list[str]
) -> None:
    assert [one.opens for one in new(before, now)] == expected


def test_nobody_is_named() -> None:
    (notice,) = new(state(), state(told=REFUSED, at=2))
    for language in ("fr", "en"):
        assert "durand" not in say(notice.title, language) + say(notice.text, language)


def test_why_an_account_stopped_is_said_with_the_way_out() -> None:
    (notice,) = new(state(), STOPPED)
    assert "chv" in say(notice.title, "fr")
    assert "Connectez-vous à nouveau" in say(notice.text, "fr")


def test_the_menu_says_why_the_last_draft_came_back_and_names_nobody() -> None:
    assert lines_of(state()) == lines_of(state(told=OWN)) == (WATCHED,)
    assert lines_of(state(told=INTERRUPTED)) == (WATCHED, phrase("notice.draft"), INTERRUPTED)
    said = " ".join(say(one, "fr") for one in lines_of(state(told=REFUSED)))
    assert "marie" not in said
    assert say(phrase("notice.draft.why-in-sceau"), "fr") in said
