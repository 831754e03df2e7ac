"""How the transmissions of one held mail leave, and what is done when they have left."""

from __future__ import annotations

import asyncio

import msgspec

from sceau.errors import CannotWrite, NotAllowed, SceauError
from sceau.outbox.held import Held
from sceau.outbox.mailbox import Mailbox
from sceau.outbox.outcome import OnProgress, Outcome
from sceau.outbox.records import LegRow, Row
from sceau.outbox.sources import Standing
from sceau.outbox.states import Leg, State
from sceau.outbox.store import Store
from sceau.outbox.telling import Telling
from sceau.outbox.to_its_end import heed_cancellation, while_it_answers
from sceau.outbox.ways_out.answer import Result, Submission
from sceau.outbox.ways_out.way import Evidence, Sent, Step, WayOut
from sceau.phrases import Phrase, phrase

_LEFT = (Leg.SUBMITTED, Leg.FILED)


class Leaving:
    """The steps from *submitting* to *removed*, each written down before and after.

    Raises (every method): what :class:`~.store.Store` raises.
    """

    def __init__(self, store: Store, mailbox: Mailbox, telling: Telling) -> None:
        self._store = store
        self._mailbox = mailbox
        self._telling = telling
        self._tell = telling.tell

    async def submit(
        self, held: Held, number: int, way_out: WayOut, on_progress: OnProgress | None
    ) -> Outcome | None:
        """Submit one transmission; give how it stands where the mail must not go on."""
        outgoing = self._store.outgoing(held.id, number)
        self._tell("submit", "journal", number)
        self._store.begin_submit(held.id, number)
        self._tell("submit", "before", number)
        try:
            submission = await way_out.submit(outgoing, self._telling.on_step(number, on_progress))
        except asyncio.CancelledError:
            submission = Submission(result=Result.CANCELLED)
            self._settle(held.id, number, Leg.READY, State.REFUSED, submission)
            raise
        except Exception:
            # a fault of the way out: whatever it did, nobody may say that nothing left
            submission = Submission(result=Result.UNSURE)
            self._settle(held.id, number, Leg.UNSURE, State.UNSURE, submission)
            raise
        self._tell("submit", "after", number)
        if submission.result is Result.ACCEPTED:
            try:
                self.left(held.id, number, submission)
            except SceauError as problem:
                # it left, and that cannot be written down: it is said at least
                raise CannotWrite("outbox-left-not-recorded") from problem
        elif submission.result is Result.UNSURE:
            self._settle(held.id, number, Leg.UNSURE, State.UNSURE, submission)
        else:
            self._settle(held.id, number, Leg.READY, State.REFUSED, submission)
        self._tell("submit", "done", number)
        if submission.left:
            return None
        return self.stopped(held, self._store.row(held.id))

    def left(self, id: str, number: int, submission: Submission) -> None:
        """Write down that a transmission left, and the whole mail with it if it was the last."""
        row = self._store.row(id)
        others = [one for one in row.legs if one.number != number and one.leg not in _LEFT]
        if not others:
            state: State | None = State.SUBMITTED
        else:
            state = State.EDITED if row.state is State.UNSURE else None
        self._settle(id, number, Leg.SUBMITTED, state, submission)

    def _settle(
        self, id: str, number: int, leg: Leg, state: State | None, submission: Submission
    ) -> None:
        self._store.settle(id, number, leg, state, msgspec.json.encode(submission))

    async def look(self, held: Held, leg: LegRow, way_out: WayOut) -> None:
        """Look for evidence of a transmission whose end was not written down."""
        outgoing = self._store.outgoing(held.id, leg.number)
        evidence = await way_out.evidence(outgoing, leg.begun)
        if evidence is Evidence.UNKNOWN and not self._store.left_before(held.id, leg.number):
            # whole seconds: some file systems keep no finer times
            begun = int(leg.begun)
            sent: Sent = way_out.sent or self._mailbox
            if await while_it_answers(sent, sent.sent_since, outgoing.message_id, begun):
                evidence = Evidence.LEFT
        if evidence is Evidence.LEFT:
            self.left(held.id, leg.number, Submission(result=Result.ACCEPTED))
        elif evidence is Evidence.NOT_LEFT:
            self._store.settle(held.id, leg.number, Leg.READY, State.EDITED)
        else:
            unsure = Submission(result=Result.UNSURE)
            self._settle(held.id, leg.number, Leg.UNSURE, State.UNSURE, unsure)

    async def require_as_shown(self, held: Held) -> None:
        """Raise NotAllowed where the draft is no longer what was shown. One that left for some
        already goes on: it was decided for all."""
        if any(one.leg in _LEFT for one in self._store.row(held.id).legs):
            return
        try:
            standing = await while_it_answers(held.source, held.source.standing, held.id)
        finally:
            heed_cancellation()
        if standing is not Standing.AS_SHOWN:
            raise NotAllowed("draft-not-as-shown")

    async def finish(self, held: Held, way_out: WayOut, on_progress: OnProgress | None) -> Outcome:
        """File and remove. What fails here does not undo that the mail left."""
        row = self._store.row(held.id)
        left_to, _ = self.people(row)
        passwords = self._store.details(held.id).passwords
        sentence = phrase("outbox.sent" if way_out.goes_out else "outbox.sent-local")
        next_: str | None = None
        try:
            if row.state is State.SUBMITTED:
                next_ = "outbox.not-filed.next"
                await self._file(held, row, way_out, on_progress)
            next_ = "outbox.not-removed.next"
            self._tell("remove", "journal")
            self._store.note(held.id, "remove", "begin")
            self._tell("remove", "before")
            await while_it_answers(held.source, held.source.remove, held.id)
            self._tell("remove", "after")
            self._store.end(held.id, State.REMOVED, "remove")
            self._tell("remove", "done")
            next_ = None
        except SceauError:
            filed = self._state_or(held.id, row.state)
            what = "not-filed" if filed is State.SUBMITTED else "not-removed"
            if not way_out.goes_out and filed is State.SUBMITTED:
                what = "not-filed-local"
            sentence = phrase(f"outbox.{what}")
            state = filed
        else:
            state = State.REMOVED
            held.release(ended=True)
        return Outcome(
            state=state,
            sentence=phrase(sentence.key, count=len(left_to)),
            next=phrase(next_) if next_ else None,
            left=True,
            left_to=left_to,
            passwords=passwords,
        )

    async def _file(
        self, held: Held, row: Row, way_out: WayOut, on_progress: OnProgress | None
    ) -> None:
        sent: Sent = way_out.sent or self._mailbox
        for leg in row.legs:
            if leg.leg is Leg.FILED:
                continue
            self._tell("file", "journal", leg.number)
            again = self._store.begun(held.id, "file", leg.number)
            self._store.note(held.id, "file", "begin", leg.number)
            tell = self._telling.on_step(leg.number, on_progress)
            tell(Step("file", "before"))
            outgoing = self._store.outgoing(held.id, leg.number)
            await while_it_answers(
                sent,
                sent.file_sent,
                outgoing.sender_copy,
                f"{held.id}.{leg.number}",
                outgoing.message_id,
                again=again,
            )
            self._tell("file", "after", leg.number)
            self._store.filed(held.id, leg.number)
            self._tell("file", "done", leg.number)
        self._store.move(held.id, State.FILED, "file", "done")

    def stopped(self, held: Held, row: Row) -> Outcome:
        """Say how a refused or unsure mail stands."""
        left_to, not_left_to = self.people(row)
        submission = Submission(result=Result.UNSURE)
        wanted = Leg.UNSURE if row.state is State.UNSURE else Leg.READY
        for leg in row.legs:
            told = self._store.answer(held.id, leg.number) if leg.leg is wanted else None
            if told is not None:
                submission = msgspec.json.decode(told, type=Submission)
                break
        return Outcome(
            state=row.state,
            sentence=submission.sentence,
            standing=_standing(row.state, len(left_to), len(not_left_to)),
            next=submission.next,
            evidence=submission.evidence,
            left_to=left_to,
            not_left_to=not_left_to,
            submission=submission,
        )

    def people(self, row: Row) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The addresses it certainly left to, and the others."""
        left: list[str] = []
        others: list[str] = []
        for leg in row.legs:
            addresses = self._store.envelope(row.id, leg.number).recipients
            (left if leg.leg in _LEFT else others).extend(addresses)
        return tuple(left), tuple(others)

    def _state_or(self, id: str, otherwise: State) -> State:
        try:
            return self._store.row(id).state
        except SceauError:
            return otherwise


def _standing(state: State, left: int, not_left: int) -> Phrase:
    if state is State.UNSURE:
        return phrase("outbox.not-known")
    if left:
        return phrase("outbox.partly", left=left, count=left + not_left)
    return phrase("outbox.not-left")
