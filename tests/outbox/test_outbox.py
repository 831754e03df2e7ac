"""A held mail leaves exactly once, or goes back to its sender."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from sceau.errors import CannotWrite, MissingInput, NotAllowed, SceauError, WrongUse
from sceau.outbox.mailbox import Folder
from sceau.outbox.outcome import Progress
from sceau.outbox.sources import SourceFile
from sceau.outbox.states import State, WrongStep
from sceau.outbox.ways_out.answer import Result
from sceau.outbox.ways_out.local import LocalWayOut
from sceau.outbox.ways_out.way import Step
from sceau.verdict import KEEP, Verdict
from support.held_mails import (
    DRAFT,
    PATIENT,
    SENDER,
    Place,
    Told,
    dispatch,
    outgoing,
    ready,
    verdict_on,
)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


# ── the straight way ─────────────────────────────────────────────────────────────────────────


def test_a_confirmed_draft_leaves_is_filed_and_gone(place: Place) -> None:
    held = ready(place, passwords=("Xk7m-Qw2p",))
    assert place.in_drafts == []
    way = Told()
    outcome = dispatch(place, held, way)
    assert way.submitted == [outgoing()]
    assert (outcome.state, outcome.left, outcome.left_to) == (State.REMOVED, True, (PATIENT,))
    assert outcome.passwords == ("Xk7m-Qw2p",)
    assert outcome.sentence.key == "outbox.sent"
    assert place.sent == [outgoing().content]
    assert place.is_clear


def test_the_demo_files_in_sent_and_says_it_went_no_further(place: Place) -> None:
    outcome = dispatch(place, ready(place), LocalWayOut())
    assert outcome.sentence.key == "outbox.sent-local"
    assert place.sent == [outgoing().content]


def test_a_users_file_is_never_touched(place: Place, tmp_path: Path) -> None:
    file = tmp_path / "bilan.eml"
    file.write_bytes(DRAFT)
    before = file.stat()
    held = place.outbox.hold(SourceFile(file))
    place.outbox.confirm(held, verdict_on(DRAFT))
    place.outbox.ready(held, [outgoing()])
    assert dispatch(place, held, Told()).left
    assert file.read_bytes() == DRAFT
    assert file.stat().st_mtime_ns == before.st_mtime_ns
    kept = place.outbox.hold(SourceFile(file))
    place.outbox.keep(kept)
    assert file.read_bytes() == DRAFT


def test_one_mail_each_leaves_once_each(place: Place) -> None:
    way = Told()
    outcome = dispatch(place, ready(place, 3), way)
    assert way.submitted == [outgoing(n) for n in range(3)]
    assert sorted(place.sent) == sorted(outgoing(n).content for n in range(3))
    assert outcome.sentence.values["count"] == 3


def test_every_step_is_told_before_and_after_it_is_taken(tmp_path: Path) -> None:
    told: list[Step] = []
    place = Place(tmp_path, told.append)
    dispatch(place, ready(place), Told())
    assert [f"{one.name}:{one.moment}" for one in told] == [
        "claim:journal",
        "claim:before",
        "claim:after",
        "claim:done",
        "confirm:journal",
        "confirm:done",
        "edit:journal",
        "edit:done",
        "submit:journal",
        "submit:before",
        "smtp-connect:before",
        "submit:after",
        "submit:done",
        "file:journal",
        "file:before",
        "file:after",
        "file:done",
        "remove:journal",
        "remove:before",
        "remove:after",
        "remove:done",
    ]


def test_progress_says_what_is_waited_for(place: Place) -> None:
    shown: list[Progress] = []
    held = ready(place)

    async def go() -> None:
        await place.outbox.dispatch(held, Told(), shown.append)
        await asyncio.sleep(0)

    asyncio.run(go())
    assert [one.what.key for one in shown] == [
        "outbox.progress.connecting",
        "outbox.progress.filing",
    ]
    assert [one.can_cancel for one in shown] == [True, False]


# ── not without a verdict on these very bytes ────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("verdict", "reason"),
    [
        (KEEP, "verdict-keeps"),
        (Verdict(decision="send"), "verdict-other-mail"),
        (verdict_on(DRAFT + b" "), "verdict-other-mail"),
    ],
    ids=["to keep", "on no mail", "on another mail"],
)
def test_a_verdict_that_does_not_hold(place: Place, verdict: Verdict, reason: str) -> None:
    held = place.outbox.hold(place.draft())
    with pytest.raises(NotAllowed, match=reason):
        place.outbox.confirm(held, verdict)
    with pytest.raises(WrongStep):
        place.outbox.ready(held, [outgoing()])
    with pytest.raises(WrongStep):
        dispatch(place, held, Told())
    place.outbox.keep(held)
    assert place.in_drafts == [DRAFT]


def test_a_mail_that_changed_since_it_was_read_stays(place: Place) -> None:
    draft = place.draft()
    with pytest.raises(NotAllowed, match="mail-changed"):
        place.outbox.hold(draft, DRAFT + b" ")
    assert place.in_drafts == [DRAFT]
    assert place.is_clear


def test_a_draft_that_is_gone_is_told(place: Place) -> None:
    draft = place.draft()
    first = place.outbox.hold(draft)
    with pytest.raises(MissingInput, match="draft-not-there"):
        place.outbox.hold(draft)
    place.outbox.keep(first)
    assert place.is_clear


def test_there_must_be_somebody_to_send_to(place: Place) -> None:
    held = place.outbox.hold(place.draft())
    place.outbox.confirm(held, verdict_on(DRAFT))
    with pytest.raises(WrongUse, match="outbox-nobody"):
        place.outbox.ready(held, [])
    with pytest.raises(WrongUse, match="outbox-nobody"):
        place.outbox.ready(held, [outgoing(recipients=())])


# ── what does not leave ──────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("until", ["hold", "confirm", "ready", "refused"])
def test_kept_it_goes_back_untouched_and_nothing_left(place: Place, until: str) -> None:
    draft = place.draft()
    held = place.outbox.hold(draft)
    if until != "hold":
        place.outbox.confirm(held, verdict_on(DRAFT))
    if until in ("ready", "refused"):
        place.outbox.ready(held, [outgoing()])
    if until == "refused":
        assert dispatch(place, held, Told([Result.PERMANENT])).state is State.REFUSED
    outcome = place.outbox.keep(held)
    assert (outcome.state, outcome.left) == (State.KEPT, False)
    assert place.mailbox.keys(Folder.DRAFTS) == [draft.key]
    assert place.in_drafts == [DRAFT]
    assert place.sent == []
    assert place.is_clear


def test_refused_it_may_be_sent_again(place: Place) -> None:
    held = ready(place)
    way = Told([Result.TEMPORARY, Result.DROPPED])
    first = dispatch(place, held, way)
    assert first.sentence.key == "outbox.temporary"
    assert first.standing and first.standing.key == "outbox.not-left"
    assert first.next and first.next.key == "outbox.temporary.next"
    assert dispatch(place, held, way).state is State.REFUSED
    assert dispatch(place, held, way).left
    assert len(way.submitted) == 1


def test_kept_after_some_left_it_goes_back_without_them(place: Place) -> None:
    held = ready(place, 3)
    way = Told([Result.ACCEPTED, Result.RECIPIENTS_REFUSED])
    outcome = dispatch(place, held, way)
    assert outcome.standing and outcome.standing.key == "outbox.partly"
    assert outcome.standing.values == {"left": 1, "count": 3}
    assert outcome.left_to == (PATIENT,)
    assert not outcome.left
    kept = place.outbox.keep(held)
    assert kept.sentence.key == "outbox.kept-partly"
    assert place.in_drafts == [b"X-Without: " + PATIENT.encode() + b"\r\n" + DRAFT]
    assert place.is_clear


def test_what_already_left_is_not_sent_again_after_a_refusal(place: Place) -> None:
    held = ready(place, 3)
    way = Told([Result.ACCEPTED, Result.TEMPORARY])
    dispatch(place, held, way)
    assert dispatch(place, held, way).left
    assert way.submitted == [outgoing(n) for n in range(3)]


def test_what_left_cannot_be_kept(place: Place) -> None:
    held = ready(place)
    next((place.mailbox.root / ".Sent").glob("cur")).rmdir()
    outcome = dispatch(place, held, Told())
    assert (outcome.state, outcome.left) == (State.SUBMITTED, True)
    with pytest.raises(WrongStep):
        place.outbox.keep(held)


def test_a_copy_that_cannot_be_filed_does_not_undo_that_it_left(place: Place) -> None:
    held = ready(place)
    folder = place.mailbox.root / ".Sent" / "cur"
    folder.rmdir()
    way = Told()
    outcome = dispatch(place, held, way)
    assert outcome.sentence.key == "outbox.not-filed"
    assert outcome.next and outcome.next.key == "outbox.not-filed.next"
    folder.mkdir()
    held.release()
    (again,) = place.again().outbox.unfinished()
    assert asyncio.run(place.outbox.take_up(again, way)).state is State.REMOVED
    assert len(way.submitted) == len(place.sent) == 1


def test_what_cannot_be_written_down_before_is_not_sent(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = ready(place)

    def full(*_: object) -> None:
        raise CannotWrite("outbox-disk")

    monkeypatch.setattr(place.store, "begin_submit", full)
    way = Told()
    with pytest.raises(CannotWrite, match="outbox-disk"):
        dispatch(place, held, way)
    assert way.submitted == []


def test_what_left_and_cannot_be_written_down_is_said_and_asked_later(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = ready(place)

    def full(*_: object) -> None:
        raise CannotWrite("outbox-disk")

    way = Told()
    with monkeypatch.context() as patch:
        patch.setattr(place.store, "settle", full)
        with pytest.raises(CannotWrite, match="outbox-left-not-recorded"):
            dispatch(place, held, way)
    held.release()
    (again,) = place.outbox.unfinished()
    assert asyncio.run(place.outbox.take_up(again, way)).state is State.UNSURE
    assert len(way.submitted) == 1


def test_a_way_out_that_fails_unforeseen_leaves_a_question(place: Place) -> None:
    held = ready(place)

    def fail() -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        dispatch(place, held, Told(before=fail))
    assert place.outbox.outcome(held).state is State.UNSURE


def test_cancelled_before_the_end_nothing_left(place: Place) -> None:
    held = ready(place)

    class Slow(Told):
        async def submit(self, *_: object) -> object:  # type: ignore[override]
            await asyncio.sleep(60)
            raise AssertionError

    async def go() -> None:
        task = asyncio.create_task(place.outbox.dispatch(held, Slow()))
        await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(go())
    outcome = place.outbox.outcome(held)
    assert (outcome.state, outcome.sentence.key) == (State.REFUSED, "outbox.cancelled")
    place.outbox.keep(held)
    assert place.in_drafts == [DRAFT]


def test_nothing_shown_of_an_object_names_anybody(place: Place) -> None:
    held = ready(place, passwords=("Xk7m-Qw2p",))
    outcome = dispatch(place, held, Told([Result.RECIPIENTS_REFUSED]))
    shown = repr((held, outcome, place.outbox)) + str(outcome.submission)
    for word in (PATIENT, SENDER, "Xk7m"):
        assert word not in shown


def test_errors_are_sentences(place: Place) -> None:
    with pytest.raises(SceauError) as told:
        place.outbox.hold(SourceFile(Path("/nowhere/bilan-moreau.eml")))
    assert told.value.sentence.key == "error.mail-not-there"
    assert "moreau" not in str(told.value)
    assert place.is_clear
