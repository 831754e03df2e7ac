"""What may have left, and what a crash leaves: nothing lost, nothing twice, and a question if need
be."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

import pytest

from sceau.errors import WrongSettings
from sceau.outbox.held import Held
from sceau.outbox.mailbox import Folder
from sceau.outbox.outbox import Outbox
from sceau.outbox.states import State, WrongStep
from sceau.outbox.ways_out.answer import Result
from sceau.outbox.ways_out.way import Evidence, Step
from support.held_mails import DRAFT, Place, Told, dispatch, outgoing, ready, verdict_on


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


# ── what may have left ───────────────────────────────────────────────────────────────────────


def unsure(place: Place, number: int = 1) -> tuple[Held, Told]:
    held = ready(place, number)
    way = Told([Result.UNSURE])
    outcome = dispatch(place, held, way)
    assert outcome.state is State.UNSURE
    assert outcome.standing and outcome.standing.key == "outbox.not-known"
    return held, way


def test_unsure_nothing_is_sent_nor_kept_by_itself(place: Place) -> None:
    held, way = unsure(place)
    with pytest.raises(WrongStep):
        dispatch(place, held, way)
    with pytest.raises(WrongStep):
        place.outbox.keep(held)
    held.release()
    (again,) = place.outbox.unfinished()
    assert asyncio.run(place.outbox.take_up(again, way)).state is State.UNSURE
    assert len(way.submitted) == 1


@pytest.mark.parametrize(
    ("answer", "state", "times", "back"),
    [
        ("it-left", State.REMOVED, 1, []),
        ("send-again", State.REMOVED, 2, []),
        ("keep", State.KEPT, 1, [DRAFT]),
    ],
    ids=["it left", "send again", "keep"],
)
def test_the_persons_answer_is_carried_out(
    place: Place, answer: str, state: State, times: int, back: Sequence[bytes]
) -> None:
    held, way = unsure(place)
    outcome = asyncio.run(place.outbox.resolve(held, answer, way))  # type: ignore[arg-type]
    assert outcome.state is state
    assert len(way.submitted) == times
    assert len({one.message_id for one in way.submitted}) == 1
    assert place.in_drafts == back
    assert place.is_clear
    if state is State.KEPT:
        assert outcome.sentence.key == "outbox.kept-unsure"


def test_after_the_answer_the_other_transmissions_follow(place: Place) -> None:
    held, way = unsure(place, 3)
    assert asyncio.run(place.outbox.resolve(held, "it-left", way)).left
    assert way.submitted == [outgoing(n) for n in range(3)]
    assert len(place.sent) == 3


def test_an_answer_without_a_question_is_refused(place: Place) -> None:
    with pytest.raises(WrongStep):
        asyncio.run(place.outbox.resolve(ready(place), "send-again", Told()))


# ── after a crash ────────────────────────────────────────────────────────────────────────────


class Crash(BaseException):
    """Stands for the end of the process: nothing after it runs."""


def crash_at(tmp_path: Path, step: str, number: int = 1) -> tuple[Place, Told]:
    """Run until ``step`` (``name:moment``) and stop there; give a fresh outbox."""
    way = Told()

    def on_step(told: Step) -> None:
        if f"{told.name}:{told.moment}" == step:
            raise Crash

    place = Place(tmp_path, on_step)
    held: Held | None = None
    with pytest.raises(Crash):
        held = place.outbox.hold(place.draft())
        place.outbox.confirm(held, verdict_on(held.raw))
        place.outbox.ready(held, [outgoing(n) for n in range(number)])
        asyncio.run(place.outbox.dispatch(held, way))
    if held is not None:
        held.release()
    return place.again(), way


@pytest.mark.parametrize(
    "step",
    [
        "claim:before",
        "claim:after",
        "claim:done",
        "confirm:journal",
        "confirm:done",
        "edit:journal",
    ],
)
def test_before_the_final_bytes_a_crash_gives_the_draft_back(tmp_path: Path, step: str) -> None:
    place, way = crash_at(tmp_path, step)
    (held,) = place.outbox.unfinished()
    outcome = asyncio.run(place.outbox.take_up(held, way))
    assert outcome.state is State.KEPT
    assert place.in_drafts == [DRAFT]
    assert way.submitted == []
    assert place.is_clear


@pytest.mark.parametrize("step", ["edit:done", "submit:journal"])
def test_ready_and_not_begun_a_crash_only_delays(tmp_path: Path, step: str) -> None:
    place, way = crash_at(tmp_path, step)
    (held,) = place.outbox.unfinished()
    assert asyncio.run(place.outbox.take_up(held, way)).left
    assert len(way.submitted) == 1


@pytest.mark.parametrize("step", ["submit:before", "submit:after"])
def test_while_submitting_a_crash_leaves_a_question(tmp_path: Path, step: str) -> None:
    place, way = crash_at(tmp_path, step)
    before = len(way.submitted)
    (held,) = place.outbox.unfinished()
    assert asyncio.run(place.outbox.take_up(held, way)).state is State.UNSURE
    assert len(way.submitted) == before


def test_evidence_in_sent_answers_the_question(tmp_path: Path) -> None:
    place, way = crash_at(tmp_path, "submit:after")
    place.mailbox.file_sent(outgoing().content, "by-the-server")
    (held,) = place.outbox.unfinished()
    assert asyncio.run(place.outbox.take_up(held, way)).left
    assert len(way.submitted) == 1


@pytest.mark.parametrize(
    ("known", "state", "times"),
    [
        (Evidence.LEFT, State.REMOVED, 1),
        (Evidence.NOT_LEFT, State.REMOVED, 2),
        (Evidence.UNKNOWN, State.UNSURE, 1),
    ],
    ids=["it left", "it did not", "nobody knows"],
)
def test_what_the_way_out_knows_is_heeded(
    tmp_path: Path, known: Evidence, state: State, times: int
) -> None:
    place, way = crash_at(tmp_path, "submit:after")
    way.known = known
    (held,) = place.outbox.unfinished()
    assert asyncio.run(place.outbox.take_up(held, way)).state is state
    assert len(way.submitted) == times


def test_a_copy_of_an_earlier_mail_with_that_message_id_is_no_evidence(tmp_path: Path) -> None:
    first = Place(tmp_path)
    dispatch(first, ready(first), Told())
    place, way = crash_at(tmp_path, "submit:before")
    (held,) = place.outbox.unfinished()
    assert asyncio.run(place.outbox.take_up(held, way)).state is State.UNSURE


@pytest.mark.parametrize(
    "step",
    [
        "submit:done",
        "file:journal",
        "file:before",
        "file:after",
        "file:done",
        "remove:journal",
        "remove:before",
        "remove:after",
    ],
)
def test_after_it_left_a_crash_only_delays_the_filing(tmp_path: Path, step: str) -> None:
    place, way = crash_at(tmp_path, step, 2)
    (held,) = place.outbox.unfinished()
    outcome = asyncio.run(place.outbox.take_up(held, way))
    assert outcome.left
    assert way.submitted == [outgoing(0), outgoing(1)]
    assert sorted(place.sent) == sorted(outgoing(n).content for n in range(2))
    assert place.in_drafts == []
    assert place.is_clear


def test_taken_up_it_still_knows_the_account_it_is_to_leave_by(place: Place) -> None:
    place.outbox.hold(place.draft(), account="cabinet").release()
    (held,) = place.again().outbox.unfinished()
    assert held.account == "cabinet"


def test_a_mail_that_is_held_cannot_be_taken_up(place: Place) -> None:
    held = ready(place)
    other = place.again()
    assert other.outbox.unfinished() == []
    held.release()
    (taken,) = other.outbox.unfinished()
    assert place.outbox.unfinished() == []
    with pytest.raises(WrongStep):
        dispatch(place, held, Told())
    other.outbox.keep(taken)


def test_a_hook_that_is_not_set_up_is_told(place: Place) -> None:
    ready(place).release()
    bare = Outbox(place.folder, place.store, place.mailbox)
    with pytest.raises(WrongSettings, match="outbox-unknown-source"):
        bare.unfinished()
    assert len(place.outbox.unfinished()) == 1


def test_kept_by_a_crash_midway_it_goes_back_once(tmp_path: Path) -> None:
    def on_step(told: Step) -> None:
        if told == Step("keep", "after"):
            raise Crash

    place = Place(tmp_path, on_step)
    held = place.outbox.hold(place.draft())
    with pytest.raises(Crash):
        place.outbox.keep(held)
    held.release()
    again = place.again()
    key = again.mailbox.keys(Folder.DRAFTS)[0]
    # the person already sent it from another helper, or threw it away
    again.mailbox.claim_draft(key, "another")
    again.mailbox.remove_claimed("another")
    (taken,) = again.outbox.unfinished()
    assert asyncio.run(again.outbox.take_up(taken, Told())).state is State.KEPT
    assert again.in_drafts == []


def test_a_claimed_draft_thrown_away_meanwhile_comes_back(place: Place) -> None:
    held = place.outbox.hold(place.draft())
    next((place.mailbox.root / ".Outbox" / "cur").iterdir()).unlink()
    place.outbox.keep(held)
    assert place.in_drafts == [DRAFT]
