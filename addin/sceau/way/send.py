"""The way of one mail: read it, review it, show it, cure it, send it exactly once.

:func:`send` reads from top to bottom as the mail goes. Whatever fails before the server has the
mail keeps it, with a sentence; nothing leaves that was not confirmed.
"""

from __future__ import annotations

import asyncio
from contextlib import aclosing, suppress

from msgspec.structs import replace

from sceau.aftercare.journal.noting import Noting
from sceau.desk.confirmation import Confirmation
from sceau.desk.dialogue import Desk, Dialogue
from sceau.desk.unseen import UNSEEN, UnseenDesk
from sceau.desk.view import Close, Keep, Progress
from sceau.errors import SceauError
from sceau.mail.edits import SEALING
from sceau.mail.message import Message
from sceau.mail.preview import preview
from sceau.outbox.held import Held
from sceau.outbox.sources import Source
from sceau.outbox.to_its_end import heed_cancellation, while_it_answers
from sceau.outbox.ways_out.way import WayOut
from sceau.phrases import Language, Phrase, phrase
from sceau.verdict import KEEP, Verdict
from sceau.way.carry_out import carry_out, completed
from sceau.way.confirming import confirmation_of, shown
from sceau.way.examine import examine
from sceau.way.joining import Joining
from sceau.way.parts import Parts
from sceau.way.report import EVENTS, Report, failed, report_of
from sceau.way.searching import Searching


async def send(
    source: Source,
    parts: Parts,
    desk: Desk,
    *,
    account: str = "",
    password: str = "",
    language: Language | None = None,
) -> Report:
    """Take one mail from its ``source`` to the account's way out, by way of the person at ``desk``.

    ``account`` is empty for the default one; ``password`` was typed by the person, or is empty for
    one made here. Gives what became of the mail. Raises :class:`SceauError` only where it could not
    be held or read: then it is where it was. Cancelling keeps it, as long as it has not left.
    """
    way_out = parts.way_out(account)
    named = account or parts.settings.account
    held = await while_it_answers(source, parts.outbox.hold, source, account=named)
    try:
        heed_cancellation()
        message = await asyncio.to_thread(Message.read, held.raw)
        memory = await asyncio.to_thread(parts.recall.memory)
        confirmation = confirmation_of(
            message, parts.settings, password, language, memory=memory, quiet=parts.pause.on
        )
        searching = Searching(confirmation, memory)
        await searching.begin()
        asked_at = await _where_to_ask(message, confirmation, parts, desk)
        async with asked_at.session(confirmation.view()) as dialogue:
            passage = _Passage(held, message, confirmation, parts, way_out, dialogue, searching)
            verdict = await passage.decide()
            if not verdict.sends:
                return await passage.keep()
            return await passage.leave(verdict)
    except SceauError as told:
        await _give_back(held, parts, told.sentence)
        raise
    finally:
        await _give_back(held, parts, _INTERRUPTED)


async def _where_to_ask(
    message: Message, confirmation: Confirmation, parts: Parts, desk: Desk
) -> Desk:
    """Give ``desk``, or the unseen one for a mail with nothing to say about it where the settings
    want no window then. A mail whose files take longer than a moment is shown meanwhile."""
    if confirmation.must_be_seen:
        return desk
    if confirmation.pending:
        with suppress(TimeoutError):
            async with asyncio.timeout(UNSEEN):
                wanted = confirmation.pending
                async with aclosing(examine(message, wanted, parts.workers)) as examined:
                    async for attachment, found in examined:
                        confirmation.read(attachment, found)
                        if not confirmation.pending:  # scanned pages are for the open window
                            break
    return UnseenDesk() if confirmation.may_go_unseen else desk


async def _give_back(held: Held, parts: Parts, note: Phrase) -> bool:
    """Give the mail back to where it came from, where that still can be: not what left, what may
    have left, or what is done with. Whatever hinders it is taken up at the next start. ``note``
    says why."""
    try:
        await while_it_answers(held.source, parts.outbox.keep, held, "", note)
    except SceauError:
        return False
    finally:
        held.release()
    return True


_KEPT = phrase("outbox.note.kept")
_INTERRUPTED = phrase("outbox.note.interrupted")

TOGETHER = 0.015
"""Seconds within which what was found in files is shown at once: less than a person notices."""


class _Passage:
    """One mail on its way between a dialogue and a way out."""

    def __init__(
        self,
        held: Held,
        message: Message,
        confirmation: Confirmation,
        parts: Parts,
        way_out: WayOut,
        dialogue: Dialogue,
        searching: Searching,
    ) -> None:
        self._held = held
        self._message = message
        self._confirmation = confirmation
        self._parts = parts
        self._way_out = way_out
        self._dialogue = dialogue
        self._searching = searching
        self._acts = dialogue.acts()
        self._noting = Noting(parts.journal, "mail", confirmation, about=held.id)
        self._soon: asyncio.TimerHandle | None = None
        self._message_ids: tuple[str, ...] = ()

    # -- deciding --------------------------------------------------------------------------

    async def decide(self) -> Verdict:
        """Hear the person while the files are examined; any end but a Verdict is *keep*."""
        examining = asyncio.create_task(self._examine())
        searching = asyncio.create_task(self._searching.finish(self._show))
        joining = Joining(self._confirmation, self._parts.workers, self._show)
        try:
            async with joining:
                async for act in self._acts:
                    if joining.takes(act):
                        continue
                    verdict = self._confirmation.act(act)
                    if verdict is not None:
                        return verdict
                    self._show()
            return KEEP
        finally:
            for task in (examining, searching):
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task
            if self._soon is not None:
                self._soon.cancel()
                self._soon = None

    async def _examine(self) -> None:
        def begun(attachment: str) -> None:
            self._confirmation.reading(attachment)
            self._show_soon()

        wanted = self._confirmation.pending
        pictured = self._confirmation.pictured
        workers = self._parts.workers
        async for attachment, found in examine(self._message, wanted, workers, begun, pictured):
            self._confirmation.read(attachment, found)
            self._show_soon()

    async def keep(self) -> Report:
        """Keep the mail, as the person said."""
        lost = self._dialogue.lost
        await _give_back(self._held, self._parts, lost.sentence if lost else _KEPT)
        await self._noting.kept()
        if self._dialogue.lost is not None:
            return failed(self._dialogue.lost, self._held.id, kept=True)
        standing = tuple(one.id for one in self._confirmation.situation.open)
        return Report(
            ending="kept",
            sentence=phrase("confirm.ended.kept"),
            held=self._held.id,
            open=standing,
        )

    # -- leaving ---------------------------------------------------------------------------

    async def leave(self, verdict: Verdict) -> Report:
        """Carry the Verdict out and submit, show how it ended, and wait until that was read.

        The person can cancel until the mail's end was transmitted.
        """
        work = asyncio.create_task(self._carry_out_and_submit(verdict))
        listening = asyncio.create_task(self._listen(work))
        try:
            report = await self._noted(await self._outcome(work))
            if report.ending == "sent":
                report = replace(report, details=(*report.details, *await self._learn(verdict)))
            self._confirmation.ended(shown(report), report.password, len(report.sealed))
            self._show()
            await listening
            if report.ending == "refused":
                await _give_back(self._held, self._parts, report.sentence)
            return report
        finally:
            listening.cancel()

    async def _noted(self, report: Report) -> Report:
        await self._noting.ended(
            EVENTS[report.ending],
            mails=report.mails,
            sealed=len(report.sealed),
        )
        return replace(report, details=(*report.details, *self._noting.warning))

    async def _learn(self, verdict: Verdict) -> tuple[Phrase, ...]:
        """Remember whom it went to; give what the person is to be told about that."""
        leaving = preview(self._message.mail, verdict.edits)
        sealed = any(isinstance(edit, SEALING) for edit in verdict.edits)
        password = self._confirmation.password if sealed else ""
        return await self._parts.recall.learn(
            leaving, self._confirmation, self._message_ids, password
        )

    async def _listen(self, work: asyncio.Task[Report]) -> None:
        async for act in self._acts:
            if isinstance(act, Close) or (work.done() and isinstance(act, Keep)):
                return
            self._confirmation.act(act)
            if self._confirmation.cancelled:
                work.cancel()

    async def _outcome(self, work: asyncio.Task[Report]) -> Report:
        try:
            return await work
        except asyncio.CancelledError:
            if not self._confirmation.cancelled:
                raise
            if not await _give_back(self._held, self._parts, _KEPT):
                raise
            return Report(
                ending="kept",
                sentence=phrase("confirm.ended.kept"),
                next=phrase("confirm.ended.next.cancelled"),
                held=self._held.id,
            )
        except SceauError as told:
            kept = await _give_back(self._held, self._parts, told.sentence)
            return failed(told, self._held.id, kept=kept)

    async def _carry_out_and_submit(self, verdict: Verdict) -> Report:
        outbox = self._parts.outbox
        whole = await asyncio.to_thread(completed, self._message, verdict, self._confirmation)
        outbox.confirm(self._held, verdict, whole)
        del whole
        await self._noting.confirmed(verdict.edits)
        carried = await carry_out(
            self._message, verdict, self._confirmation, self._parts.workers, self._working
        )
        password = self._confirmation.password if carried.sealed else ""
        self._message_ids = tuple(one.message_id for one in carried.outgoing)
        outbox.ready(self._held, carried.outgoing, (password,) if password else ())
        sealed = carried.sealed
        del carried  # the mails are on disk from here on, and large
        outcome = await outbox.dispatch(
            self._held,
            self._way_out,
            lambda now: self._working(Progress(now.what, now.done, now.total, now.can_cancel)),
        )
        return report_of(
            outcome,
            held=self._held.id,
            mails=len(self._message_ids),
            edits=verdict.edits,
            sealed=sealed,
            password=password,
        )

    def _working(self, progress: Progress) -> None:
        self._confirmation.working(progress)
        self._show()

    def _show(self) -> None:
        if self._soon is not None:
            self._soon.cancel()
            self._soon = None
        self._dialogue.update(self._confirmation.view())

    def _show_soon(self) -> None:
        """Show what the workers found, several findings at once where they come thick and fast."""
        if self._soon is None:
            self._soon = asyncio.get_running_loop().call_later(TOGETHER, self._show)
