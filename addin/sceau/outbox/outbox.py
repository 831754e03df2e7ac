"""A held mail leaves exactly once: every step is written down before it is taken and after.

At most once by writing down *submitting* before, at least once by never letting go of what was not
certainly sent, and where neither evidence nor record can tell, a question for the person. The
argument, crash by crash, is in ``docs/exactly-once.md``.
"""

from __future__ import annotations

import hmac
import uuid
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal

from sceau.errors import NotAllowed, SceauError, TryLater, WrongUse
from sceau.filelock import FileLock
from sceau.mail.submission import Outgoing
from sceau.outbox.held import Held, Leases
from sceau.outbox.leaving import Leaving
from sceau.outbox.mailbox import Mailbox
from sceau.outbox.outcome import OnProgress, Outcome
from sceau.outbox.records import Row
from sceau.outbox.sources import Hook, Hooks, Source, Standing
from sceau.outbox.states import Leg, State, WrongStep
from sceau.outbox.store import Store
from sceau.outbox.telling import Telling
from sceau.outbox.to_its_end import while_it_answers
from sceau.outbox.ways_out.answer import Result, Submission
from sceau.outbox.ways_out.way import OnStep, WayOut
from sceau.phrases import Phrase, phrase
from sceau.verdict import Verdict

Answer = Literal["it-left", "send-again", "keep"]

_INTERRUPTED = phrase("outbox.note.interrupted")
_KEEPABLE = frozenset({State.CLAIMED, State.CONFIRMED, State.EDITED, State.REFUSED, State.KEPT})


class Outbox:
    """Takes held mails out, exactly once.

    ``folder`` is where the leases are; ``hooks`` are those whose drafts may have been claimed
    before a crash. ``on_step`` is told every :class:`~.ways_out.way.Step` while it is passed.
    ``without`` gives a draft's bytes without the recipients who already got the mail.

    Raises (every method): what :class:`~.store.Store` and :class:`~.mailbox.Mailbox` raise.
    Nothing is submitted unless the step could be written down before.
    """

    def __init__(
        self,
        folder: Path,
        store: Store,
        mailbox: Mailbox,
        hooks: Sequence[Hook] = (),
        *,
        on_step: OnStep | None = None,
        without: Callable[[bytes, tuple[str, ...]], bytes] | None = None,
    ) -> None:
        self._store = store
        self._hooks = Hooks(*hooks)
        self._without = without
        self._leases = Leases(folder / "leases")
        telling = Telling(on_step)
        self._tell = telling.tell
        self._leaving = Leaving(store, mailbox, telling)

    # ── before anything is sent ──────────────────────────────────────────────────────────────

    def hold(self, source: Source, raw: bytes | None = None, *, account: str = "") -> Held:
        """Claim a mail. ``raw`` is what was read of it before, if anything was; ``account`` is
        the one it is to leave by, found again in :attr:`Held.account` after a crash.

        Raises:
            MissingInput: it is gone, or another claimed it first.
            NotAllowed: its bytes are no longer ``raw``; it stays with its sender.
        """
        id = uuid.uuid4().hex
        lease = self._leases.new(id)
        try:
            self._tell("claim", "journal")
            self._store.open_claim(id, source.origin, account)
            self._tell("claim", "before")
            content = self._claim(id, source, raw)
            self._tell("claim", "done")
        except SceauError:
            lease.discard()
            raise
        except BaseException:
            lease.release()
            raise
        return Held(id, source, account, content, lease)

    def confirm(self, held: Held, verdict: Verdict, completed: bytes | None = None) -> None:
        """Write down the sender's verdict. ``completed`` is the mail with what they added to it in
        the window: what goes back to them, should it not leave.

        Raises:
            NotAllowed: the verdict is to keep, or was given on another mail than this one.
        """
        held.require()
        if not verdict.sends:
            raise NotAllowed("verdict-keeps")
        if not hmac.compare_digest(verdict.digest.lower().encode(), held.digest.encode()):
            raise NotAllowed("verdict-other-mail")
        self._tell("confirm", "journal")
        self._store.confirm(held.id, verdict, completed)
        self._tell("confirm", "done")

    def ready(
        self, held: Held, outgoing: Sequence[Outgoing], passwords: tuple[str, ...] = ()
    ) -> None:
        """Write down the final bytes of every transmission, and the passwords that open the
        sealed files. From here on only these bytes are sent.

        Raises:
            WrongUse: there is nobody to send to.
        """
        held.require()
        if not outgoing or not all(one.recipients for one in outgoing):
            raise WrongUse("outbox-nobody")
        self._tell("edit", "journal")
        self._store.edit(held.id, outgoing, passwords)
        self._tell("edit", "done")

    def keep(self, held: Held, why: str = "", note: Phrase | None = None) -> Outcome:
        """Do not send: give the mail back to its sender, erase what was written down of it.

        What was confirmed goes back as they completed it, unless they went on with it meanwhile.
        Where it left for some already, it no longer names them (if ``without`` can take them out).
        ``why`` is a word for the journal of steps, never shown; ``note`` is for the sender. Where
        the mail cannot be given back now it is kept all the same, and given back when it is taken
        up. May wait for a server.

        Raises:
            WrongStep: it left, or may have left (then :meth:`resolve` decides).
        """
        held.require()
        row = self._store.row(held.id)
        if row.state not in _KEEPABLE:
            raise WrongStep
        return self._keep(held, row, why, note)

    # ── the way out ──────────────────────────────────────────────────────────────────────────

    async def dispatch(
        self, held: Held, way_out: WayOut, on_progress: OnProgress | None = None
    ) -> Outcome:
        """Submit what is ready and not yet sent, file it in Sent, remove the draft.

        A draft that no longer is what was shown is not sent. Stops at the first transmission that
        did not leave. Cancelling the task before a mail's
        end was transmitted raises CancelledError, and the mail is ``refused`` (nothing of that
        transmission left): keep it, or dispatch it again. A later cancellation is not heeded.

        Raises:
            WrongStep: it is not edited, or a person must answer first.
            NotAllowed: the draft was edited, moved or removed meanwhile: :meth:`keep` it.
        """
        held.require()
        row = self._store.row(held.id)
        if row.state in (State.EDITED, State.REFUSED, State.SUBMITTING):
            if any(one.leg in (Leg.SUBMITTING, Leg.UNSURE) for one in row.legs):
                raise WrongStep
            await self._leaving.require_as_shown(held)
            for leg in row.legs:
                if leg.leg is Leg.READY:
                    stopped = await self._leaving.submit(held, leg.number, way_out, on_progress)
                    if stopped is not None:
                        return stopped
        elif row.state not in (State.SUBMITTED, State.FILED):
            raise WrongStep
        return await self._leaving.finish(held, way_out, on_progress)

    def verdict(self, held: Held) -> Verdict | None:
        """Give what the sender decided on this mail; none where they had not yet."""
        held.require()
        return self._store.details(held.id).verdict

    def message_ids(self, held: Held) -> tuple[str, ...]:
        """Give the Message-IDs it leaves under; none where its final bytes are not there yet."""
        held.require()
        legs = self._store.row(held.id).legs
        return tuple(self._store.envelope(held.id, one.number).message_id for one in legs)

    def state(self, held: Held) -> State:
        """Give where a mail is."""
        return self._store.row(held.id).state

    def may_have_left(self, held: Held) -> bool:
        """Whether any of it left, or may have."""
        legs = self._store.row(held.id).legs
        return any(one.leg is not Leg.READY for one in legs)

    def waiting(self) -> list[Row]:
        """Give the records of the mails for which something remains to be done, oldest first, and
        hold none of them: for showing."""
        return self._store.unended()

    def places(self, kind: str) -> set[str]:
        """Give the places of the sources of ``kind`` of which a mail is held."""
        origins = [self._store.details(row.id).origin for row in self._store.unended()]
        return {one.place for one in origins if one.kind == kind}

    def unfinished(self) -> list[Held]:
        """Give the mails for which something remains to be done and which no live process holds;
        from here on this one holds them. Release those that are not taken up.

        A record that cannot be read (damaged, or of a hook not set up here) raises, and none is
        held.
        """
        found: list[Held] = []
        try:
            rows = self._store.unended()
            self._leases.sweep({row.id for row in rows})
            for row in rows:
                lease = self._leases.take(row.id)
                if lease is None:
                    continue
                try:
                    held = self._reopen(row.id, lease)
                except BaseException:
                    lease.release()
                    raise
                if held is not None:
                    found.append(held)
        except BaseException:
            for held in found:
                held.release()
            raise
        return found

    async def take_up(
        self, held: Held, way_out: WayOut, on_progress: OnProgress | None = None
    ) -> Outcome:
        """Go on with a mail of :meth:`unfinished`, doing only what is certainly right; ``way_out``
        must be that of its :attr:`Held.account`.

        Not confirmed, or confirmed without final bytes, or changed by its sender meanwhile: it
        goes back to them. Ready: it is submitted. Interrupted while submitting: evidence is looked
        for, and without any the mail is ``unsure``. Sent: what comes after is done. ``refused``
        and ``unsure`` mails stay so, for a person to choose: :meth:`dispatch` or :meth:`keep`;
        :meth:`resolve`.
        """
        held.require()
        row = self._store.row(held.id)
        if row.state in (State.CLAIMED, State.CONFIRMED, State.KEPT):
            return await while_it_answers(held.source, self.keep, held, "interrupted", _INTERRUPTED)
        if row.state is State.SUBMITTING:
            for leg in row.legs:
                if leg.leg is Leg.SUBMITTING:
                    await self._leaving.look(held, leg, way_out)
            row = self._store.row(held.id)
        if row.state in (State.REFUSED, State.UNSURE):
            return self._leaving.stopped(held, row)
        try:
            return await self.dispatch(held, way_out, on_progress)
        except NotAllowed as told:
            return await while_it_answers(held.source, self.keep, held, told.reason, told.sentence)

    async def resolve(
        self,
        held: Held,
        answer: Answer,
        way_out: WayOut,
        on_progress: OnProgress | None = None,
    ) -> Outcome:
        """Go on with an ``unsure`` mail as the person said: ``it-left`` (they know it arrived, or
        do not want to risk a second), ``send-again`` (with the same Message-ID), or ``keep``.

        Raises:
            WrongStep: there was no question.
        """
        held.require()
        row = self._store.row(held.id)
        if row.state is not State.UNSURE:
            raise WrongStep
        if answer == "keep":
            return await while_it_answers(
                held.source, self._keep, held, row, "unsure", phrase("outbox.kept-unsure")
            )
        leg = next(one for one in row.legs if one.leg is Leg.UNSURE)
        if answer == "it-left":
            self._leaving.left(held.id, leg.number, Submission(result=Result.ACCEPTED))
        else:
            self._store.settle(held.id, leg.number, Leg.READY, State.EDITED)
        return await self.dispatch(held, way_out, on_progress)

    def outcome(self, held: Held) -> Outcome:
        """Say again how a ``refused`` or ``unsure`` mail stands.

        Raises:
            WrongStep: it is neither.
        """
        row = self._store.row(held.id)
        if row.state not in (State.REFUSED, State.UNSURE):
            raise WrongStep
        return self._leaving.stopped(held, row)

    # ── inside ───────────────────────────────────────────────────────────────────────────────

    def _claim(self, id: str, source: Source, raw: bytes | None) -> bytes:
        try:
            content = source.claim(id)
            self._tell("claim", "after")
            if raw is not None and raw != content:
                raise NotAllowed("mail-changed")
            self._store.close_claim(id, content)
        except SceauError:
            source.put_back(id)
            self._store.end(id, State.KEPT, "claim")
            raise
        return content

    def _keep(self, held: Held, row: Row, why: str, note: Phrase | None = None) -> Outcome:
        left_to, not_left_to = self._leaving.people(row)
        if row.state is not State.KEPT:
            self._tell("keep", "journal")
            if self._store.has_content(held.id):
                whole = (self._store.completed(held.id) if left_to else None) or held.raw
                content = self._for_return(whole, left_to)
                held.source.restore(held.id, content, changed=content != held.raw)
            self._store.move(held.id, State.KEPT, f"keep-{why}" if why else "keep", "begin")
            self._tell("keep", "before")
        said = "kept-unsure" if row.state is State.UNSURE else "kept"
        try:
            if not left_to:
                self._complete(held)
            held.source.put_back(held.id, note)
        except SceauError:
            said = "kept-later"
        else:
            self._tell("keep", "after")
            self._store.end(held.id, State.KEPT, "keep")
            self._tell("keep", "done")
            held.release(ended=True)
        return Outcome(
            state=State.KEPT,
            sentence=phrase("outbox.kept-partly" if left_to else f"outbox.{said}"),
            left_to=left_to,
            not_left_to=not_left_to,
        )

    def _complete(self, held: Held) -> None:
        """Add to the draft what its sender added in the window. What they made of it elsewhere
        meanwhile counts more, and where it cannot be added the draft goes back as it was."""
        completed = self._store.completed(held.id)
        if completed is None or held.source.standing(held.id) is not Standing.AS_SHOWN:
            return
        try:
            held.source.restore(held.id, completed, changed=True)
        except TryLater:
            raise
        except SceauError:
            return

    def _for_return(self, raw: bytes, left_to: tuple[str, ...]) -> bytes:
        if not left_to or self._without is None:
            return raw
        try:
            return self._without(raw, left_to)
        except SceauError:
            # signed, or of an unusual structure: the outcome says who has it already
            return raw

    def _reopen(self, id: str, lease: FileLock) -> Held | None:
        """Give a mail whose lease was just taken, unless its owner ended it meanwhile."""
        if self._store.row(id).ended:
            lease.discard()
            return None
        details = self._store.details(id)
        raw = self._store.content(id) if self._store.has_content(id) else b""
        source = self._hooks.reopen(details.origin, raw)
        return Held(id, source, details.account, raw, lease)
