"""Going on, at a start, with what an interrupted run left in the outbox."""

from __future__ import annotations

from sceau.errors import SceauError, WrongUse
from sceau.outbox.outbox import Answer
from sceau.outbox.states import State
from sceau.way.parts import Parts
from sceau.way.report import Report, failed, report_of


async def take_up_all(parts: Parts, *, account: str = "") -> list[Report]:
    """Do what is certainly right with each unfinished mail, and report it: what was not confirmed
    goes back, what is ready is sent, what may have left is asked about.

    A mail whose way out fails now stays for the next time; the others go on.
    """
    reports: list[Report] = []
    for held in parts.outbox.unfinished():
        try:
            outcome = await parts.outbox.take_up(held, parts.way_out(held.account or account))
            reports.append(report_of(outcome, held=held.id, mails=1))
        except SceauError as told:
            reports.append(failed(told, held.id, kept=False))
        finally:
            held.release()
    return reports


async def answer(parts: Parts, id: str, said: Answer, *, account: str = "") -> Report:
    """Go on with the mail whose id begins with ``id`` as the person said: one that may have left
    (any answer), or one that was refused (``send-again`` or ``keep``).

    Raises :class:`WrongUse` ``no-such-held`` where there is none, or more than one.
    """
    waiting = parts.outbox.unfinished()
    try:
        named = [held for held in waiting if held.id.startswith(id)]
        if len(named) != 1:
            raise WrongUse("no-such-held")
        (held,) = named
        way_out = parts.way_out(held.account or account)
        if parts.outbox.outcome(held).state is State.UNSURE:
            outcome = await parts.outbox.resolve(held, said, way_out)
        elif said == "keep":
            outcome = parts.outbox.keep(held)
        else:
            outcome = await parts.outbox.dispatch(held, way_out)
        return report_of(outcome, held=held.id, mails=1)
    finally:
        for held in waiting:
            held.release()
