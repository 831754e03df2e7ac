"""The way out of the demo and of people without an account: no further than the Sent folder."""

from __future__ import annotations

from sceau.mail.submission import Outgoing
from sceau.outbox.ways_out.answer import Result, Submission
from sceau.outbox.ways_out.way import Evidence, OnStep, Sent, Step


class LocalWayOut:
    """Takes every mail and sends it nowhere: the outbox's own copy in Sent is where it ends."""

    goes_out = False
    sent: Sent | None = None

    async def submit(self, outgoing: Outgoing, on_step: OnStep) -> Submission:
        """Accept the mail."""
        on_step(Step("local", "before"))
        return Submission(result=Result.ACCEPTED)

    async def evidence(self, outgoing: Outgoing, begun: float) -> Evidence:
        """Nothing leaves here, so nothing has left."""
        return Evidence.NOT_LEFT
