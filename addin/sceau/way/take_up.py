"""Going on, at a start, with what an interrupted run left in the outbox."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

import msgspec
from msgspec.structs import replace

from sceau.aftercare.journal.telling import taken_up_entry
from sceau.desk.dialogue import Desk
from sceau.desk.view import Close, Keep
from sceau.errors import SceauError, WrongUse
from sceau.mail.edits import SealAttachment, SealBody
from sceau.mail.message import Message
from sceau.mail.model import Mail
from sceau.mail.preview import preview
from sceau.outbox.held import Held
from sceau.outbox.outbox import Answer
from sceau.outbox.states import State
from sceau.phrases import phrase, say, system_language
from sceau.review.reading.model import FileReading
from sceau.way.confirming import confirmation_of, shown
from sceau.way.parts import Parts
from sceau.way.report import EVENTS, Report, failed, report_of


async def take_up_all(parts: Parts, desk: Desk | None = None) -> list[Report]:
    """Do what is certainly right with each unfinished mail, and report it: what was not confirmed
    goes back, what is ready is sent, what may have left is asked about.

    At ``desk`` each end is shown to the person, who may have seen nothing of it, and the password
    of what was sealed with it. A mail whose way out fails now stays for the next time; the others
    go on.
    """
    reports: list[Report] = []
    for held in parts.outbox.unfinished():
        try:
            leaving = _leaving(parts, held)
            report = await _take_up(parts, held)
            if leaving is not None:  # what was not confirmed is simply back where it was
                report = await _learnt(parts, leaving, await _noted(parts, held, report))
            reports.append(report)
            if desk is not None:
                await _tell(parts, held, report, desk)
        finally:
            held.release()
    return reports


_ONLY_TO_FINISH = frozenset(
    {State.CLAIMED, State.CONFIRMED, State.KEPT, State.SUBMITTED, State.FILED}
)
_LEFT = frozenset({State.SUBMITTED, State.FILED})


class _Leaving(msgspec.Struct, frozen=True):
    """A confirmed mail as it leaves, for the memory. What was found in its files and what was
    confirmed for good was known to the run that ended alone."""

    mails: tuple[Mail, ...]
    messages: tuple[str, ...]
    learnt: frozenset[str] = frozenset()
    readings: Mapping[str, FileReading] = msgspec.field(default_factory=dict)


def _leaving(parts: Parts, held: Held) -> _Leaving | None:
    """Give what leaves; none where it was not confirmed. To be asked while it is still held."""
    verdict = parts.outbox.verdict(held)
    if verdict is None:
        return None
    try:
        mails = preview(Message.read(held.raw).mail, verdict.edits)
    except SceauError:
        mails = ()
    return _Leaving(mails, parts.outbox.message_ids(held))


async def _learnt(parts: Parts, leaving: _Leaving, report: Report) -> Report:
    """Remember whom it went to, and the password it was sealed with."""
    if report.ending != "sent":
        return report
    told = await parts.recall.learn(leaving.mails, leaving, leaving.messages, report.password)
    return replace(report, details=(*report.details, *told))


async def finish(parts: Parts) -> None:
    """Finish, without a word, what needs no person: give back, file, remove. What cannot be done
    now either stays for the next time, as do mails that are still to be sent or asked about."""
    try:
        unfinished = await asyncio.to_thread(parts.outbox.unfinished)
    except SceauError:
        return  # the outbox cannot be read now: every sending will say so, and so does doctor
    for held in unfinished:
        try:
            state = parts.outbox.state(held)
            if state in _ONLY_TO_FINISH:
                leaving = _leaving(parts, held)
                await parts.outbox.take_up(held, parts.way_out(held.account))
                if leaving is not None and state in _LEFT:
                    await parts.recall.learn(leaving.mails, leaving, leaving.messages)
        except SceauError:
            continue
        finally:
            held.release()


async def _take_up(parts: Parts, held: Held) -> Report:
    sealed = _sealed_files(parts, held)
    try:
        outcome = await parts.outbox.take_up(held, parts.way_out(held.account))
    except SceauError as told:
        return failed(told, held.id, kept=not parts.outbox.may_have_left(held))
    password = outcome.passwords[0] if outcome.passwords else ""
    return report_of(outcome, held=held.id, mails=1, sealed=sealed, password=password)


async def _noted(parts: Parts, held: Held, report: Report) -> Report:
    """Note what became of what was confirmed."""
    entry = taken_up_entry(
        EVENTS[report.ending],
        held.id,
        mails=report.mails if report.ending == "sent" else 0,
        sealed=len(report.sealed),
    )
    if await asyncio.to_thread(parts.journal.note, entry):
        return report
    return replace(report, details=(*report.details, phrase("journal.not-written")))


def _sealed_files(parts: Parts, held: Held) -> tuple[str, ...]:
    """Give the names of the files that were to be sealed, as the sender knows them."""
    verdict = parts.outbox.verdict(held)
    edits = verdict.edits if verdict is not None else ()
    wanted = [one.attachment for one in edits if isinstance(one, SealAttachment)]
    letter = any(isinstance(one, SealBody) for one in edits)
    if not wanted and not letter:
        return ()
    mail = Message.read(held.raw).mail
    names = [found.name for id in wanted if (found := mail.attachment(id)) is not None]
    if letter:
        names.append(say(phrase("seal.letter.name"), system_language()))
    return tuple(names)


async def _tell(parts: Parts, held: Held, report: Report, desk: Desk) -> None:
    """Show how it ended, until the person closes it."""
    try:
        message = Message.read(held.raw)
    except SceauError:
        return  # never a mail: it was never confirmed either, and is where it was
    confirmation = confirmation_of(message, parts.settings)
    confirmation.ended(shown(report), report.password, len(report.sealed))
    async with desk.session(confirmation.view()) as dialogue:
        async for act in dialogue.acts():
            if isinstance(act, Close | Keep):
                return


async def answer(parts: Parts, id: str, said: Answer) -> Report:
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
        way_out = parts.way_out(held.account)
        sealed = _sealed_files(parts, held)
        leaving = _leaving(parts, held)
        if parts.outbox.outcome(held).state is State.UNSURE:
            outcome = await parts.outbox.resolve(held, said, way_out)
        elif said == "keep":
            outcome = parts.outbox.keep(held)
        else:
            outcome = await parts.outbox.dispatch(held, way_out)
        password = outcome.passwords[0] if outcome.passwords else ""
        report = report_of(outcome, held=held.id, mails=1, sealed=sealed, password=password)
        report = await _noted(parts, held, report)
        return await _learnt(parts, leaving, report) if leaving is not None else report
    finally:
        for held in waiting:
            held.release()
