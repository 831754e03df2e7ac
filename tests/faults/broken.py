"""Outboxes that are wrong on purpose, each in one way the harness must count."""

from __future__ import annotations

from sceau.mail.submission import Outgoing
from sceau.outbox.held import Held
from sceau.outbox.outbox import Answer, Outbox
from sceau.outbox.outcome import OnProgress, Outcome
from sceau.outbox.states import State
from sceau.outbox.ways_out.answer import Submission
from sceau.outbox.ways_out.way import Evidence, OnStep, Sent, WayOut


class _AnswersItself(Outbox):
    """Asks nobody."""

    answer: Answer

    async def dispatch(
        self, held: Held, way_out: WayOut, on_progress: OnProgress | None = None
    ) -> Outcome:
        outcome = await super().dispatch(held, way_out, on_progress)
        return await self._unasked(held, outcome, way_out)

    async def take_up(
        self, held: Held, way_out: WayOut, on_progress: OnProgress | None = None
    ) -> Outcome:
        outcome = await super().take_up(held, way_out, on_progress)
        return await self._unasked(held, outcome, way_out)

    async def _unasked(self, held: Held, outcome: Outcome, way_out: WayOut) -> Outcome:
        if outcome.state is State.UNSURE:
            return await self.resolve(held, self.answer, way_out)
        return outcome


class Resends(_AnswersItself):
    """Sends again whatever may have left: some arrive twice."""

    answer = "send-again"


class Supposes(_AnswersItself):
    """Takes whatever may have left for sent: some are lost."""

    answer = "it-left"


class _Changing:
    """A way out that adds a line on the way."""

    goes_out = True
    sent: Sent | None = None

    def __init__(self, way_out: WayOut) -> None:
        self._way_out = way_out

    async def submit(self, outgoing: Outgoing, on_step: OnStep) -> Submission:
        changed = Outgoing(
            sender=outgoing.sender,
            recipients=outgoing.recipients,
            content=b"X-Added: 1\r\n" + outgoing.content,
            message_id=outgoing.message_id,
            needs_8bitmime=outgoing.needs_8bitmime,
            needs_smtputf8=outgoing.needs_smtputf8,
            long_lines=outgoing.long_lines,
        )
        return await self._way_out.submit(changed, on_step)

    async def evidence(self, outgoing: Outgoing, begun: float) -> Evidence:
        return await self._way_out.evidence(outgoing, begun)


class Changes(Outbox):
    """Sends other bytes than those confirmed."""

    async def dispatch(
        self, held: Held, way_out: WayOut, on_progress: OnProgress | None = None
    ) -> Outcome:
        return await super().dispatch(held, _Changing(way_out), on_progress)


OUTBOXES: dict[str, type[Outbox]] = {
    "real": Outbox,
    "resends": Resends,
    "supposes": Supposes,
    "changes": Changes,
}
