"""The click on Send: one mail on its way from there to what became of it.

Thunderbird, or Outlook, sends; the person decides here.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from typing import get_args

from msgspec.structs import replace

from sceau.aftercare.journal.entry import Event
from sceau.aftercare.journal.journal import Journal
from sceau.aftercare.journal.noting import Noting
from sceau.desk.confirmation import Confirmation
from sceau.desk.unseen import UNSEEN
from sceau.desk.view import Act, Outcome, Progress
from sceau.errors import SceauError
from sceau.hooks.frames import LETTER_NUMBER, Send
from sceau.hooks.thunderbird import sealed_files
from sceau.hooks.thunderbird.changes import Confirmed
from sceau.hooks.thunderbird.click import Click
from sceau.hooks.thunderbird.click_window import Desk
from sceau.hooks.thunderbird.client_words import ClientHook, of_client
from sceau.hooks.thunderbird.conversation import State
from sceau.hooks.thunderbird.cutting import places
from sceau.hooks.thunderbird.details import digest_of, mail_of
from sceau.hooks.thunderbird.ending import is_told_by_client, outcome_of
from sceau.hooks.thunderbird.files import Files
from sceau.hooks.thunderbird.giving import Say
from sceau.hooks.thunderbird.sealed_files import Sealed
from sceau.mail.cuts import cuts_of
from sceau.mail.edits import AddAttachment, Edit, RemoveAttachment, SealBody
from sceau.mail.model import Mail
from sceau.memory.recall import Recall
from sceau.phrases import Language, Phrase, phrase
from sceau.settings.schema import Settings
from sceau.verdict import Verdict
from sceau.way.confirming import confirmation_of
from sceau.way.joining import Joining
from sceau.way.searching import Searching
from sceau.workers.pool import Workers

AFTER_WITHIN = 10.0
"""Seconds after a compose window has gone in which the add-on says what became of its mail."""

ASIDE_AFTER = 1.5
"""Seconds Thunderbird may take to send before the window steps aside: its own message, that the
server refused or asks for a password, must not be covered."""


def _unable(send: Send) -> tuple[type[Edit], ...]:
    return tuple(one for one in get_args(Edit) if one.__struct_config__.tag in send.unable)


@dataclass(frozen=True)
class _Asked:
    """What is to be confirmed, for :func:`sceau.way.confirming.confirmation_of`."""

    mail: Mail
    digest: str


class Passage(Click[Confirmation]):
    """One click on Send. ``files`` and ``before`` are those of its compose window."""

    def __init__(
        self,
        send: Send,
        files: Files,
        before: Sealed,
        *,
        settings: Settings,
        workers: Workers,
        desk: Desk,
        journal: Journal,
        recall: Recall,
        say: Say,
        language: Language,
        hook: ClientHook = "thunderbird",
        quiet: bool = False,
    ) -> None:
        memory = recall.memory()
        asked = _Asked(mail_of(send.details), digest_of(send.details))
        super().__init__(
            send,
            files,
            before,
            confirmation_of(
                asked,
                settings,
                language=language,
                unable=_unable(send),
                memory=memory,
                quiet=quiet,
            ),
            workers=workers,
            desk=desk,
            say=say,
            language=language,
            hook=hook,
        )
        self._noting = Noting(journal, hook, self._decision)
        self._recall = recall
        self._searching = Searching(self._decision, memory)
        self._joining = Joining(self._decision, workers, self._window.show)
        self._learnt: tuple[Phrase, ...] = ()

    async def _may_go_unseen(self) -> bool:
        """Say whether the settings want no window here: nothing was found, and every file was
        examined before anybody would wonder."""
        await self._searching.begin()
        if self._decision.must_be_seen:
            return False
        if self._decision.pending:
            async with self._examining:
                await self._examining.finished(UNSEEN)
        return self._decision.may_go_unseen

    async def _decide(self, acts: AsyncIterator[Act]) -> Verdict:
        searching = asyncio.create_task(self._searching.finish(self._window.show))
        try:
            async with self._joining:
                self._joining.again(self._files.given)
                return await super()._decide(acts)
        finally:
            searching.cancel()
            await asyncio.gather(searching, return_exceptions=True)

    def _takes(self, act: Act) -> bool:
        return self._joining.takes(act)

    async def _kept(self) -> None:
        await self._noting.kept()

    async def _carry_out(self, verdict: Verdict) -> int | None:
        """Seal, have the Edits made, release, and wait for what became of it."""
        self._files.given = self._attached(verdict)
        standing = self._before.standing(self._send.details.files)
        try:
            sealed = await sealed_files.make(
                self._send,
                verdict.edits,
                self._files,
                workers=self._workers,
                password=self._decision.password,
                language=self._decision.looks.language,
                working=self._working,
                added=self._decision.added,
            )
            if any(isinstance(one, SealBody) for one in verdict.edits):
                sealed[LETTER_NUMBER] = await sealed_files.letter(
                    self._send,
                    self._files,
                    self._say,
                    workers=self._workers,
                    password=self._decision.password,
                    language=self._decision.looks.language,
                    working=self._working,
                )
            self._working(Progress(phrase("confirm.working.preparing"), can_cancel=True))
            cuts = cuts_of(mail_of(self._send.details), verdict.edits)
            cut = (
                await places(self._send, self._files, self._say, cuts)
                if cuts is not None and LETTER_NUMBER not in sealed
                else ()
            )
            confirmed = await asyncio.to_thread(Confirmed, self._send, verdict.edits, sealed, cut)
            await sealed_files.give(self._send, sealed, self._giving)
            edits = self._talk.edit(confirmed)
            if edits is None:
                return None
            locked = [one.name for one in sealed.values() if one.locked]
            if locked:
                self._before.add(self._decision.password, locked)
            await self._noting.confirmed(verdict.edits)
            await self._say(edits)
            await self._edited()
        except SceauError as told:
            await self.keep(told)
            await self._noting.ended("kept")
            return None
        if self._talk.state is State.LEAVING:
            self._working(Progress(of_client(self._hook, "leaving")))
            await self._told_after()
        if self._talk.left:
            self._files.given = ()
        await self._note_ended(len(locked) + standing)
        await self._learn(confirmed, sealed=bool(locked or standing))
        if not self._talk.left and not self._talk.unknown and self._talk.refused is None:
            return None
        return len(locked) + standing

    def _attached(self, verdict: Verdict) -> tuple[tuple[str, bytes], ...]:
        """Give what the person attached in the window and left in: should the mail not leave, they
        need not choose it anew."""
        removed = {one.attachment for one in verdict.edits if isinstance(one, RemoveAttachment)}
        return tuple(
            (one.name, content)
            for one in verdict.edits
            if isinstance(one, AddAttachment) and one.attachment not in removed
            if (content := self._decision.added(one.attachment)) is not None
        )

    async def _learn(self, confirmed: Confirmed, *, sealed: bool) -> None:
        """Remember whom the mails that left went to."""
        left = self._talk.left
        mails = [confirmed.mails[one.copy] for one in left]
        self._learnt = await self._recall.learn(
            mails,
            self._decision,
            [one.message_id for one in left],
            self._decision.password if sealed else "",
        )

    async def _note_ended(self, sealed: int) -> None:
        talk = self._talk
        refused: Event = "refused" if talk.refused is not None else "kept"
        await self._noting.ended(
            "unknown" if talk.unknown else "left" if talk.left else refused,
            mails=len(talk.left),
            sealed=sealed if talk.left else 0,
            added=talk.added,
            message_ids=[one.message_id for one in talk.left],
        )

    def _outcome(self, sealed: int | None) -> Outcome | None:
        if sealed is None or is_told_by_client(self._talk, sealed=bool(sealed), hook=self._hook):
            return None
        outcome = outcome_of(self._talk, sealed=bool(sealed), hook=self._hook)
        return replace(outcome, details=(*outcome.details, *self._noting.warning, *self._learnt))

    async def _told_after(self) -> None:
        """Wait until Thunderbird said what became of it, or will not say it any more."""
        with suppress(TimeoutError):
            async with asyncio.timeout(ASIDE_AFTER):
                await self._told_or_gone()
        if self._talk.state is State.LEAVING:
            await self._window.step_aside()
        await self._told_or_gone()
        with suppress(TimeoutError):
            async with asyncio.timeout(AFTER_WITHIN):
                while self._talk.state is State.LEAVING:
                    await self._something()

    async def _told_or_gone(self) -> None:
        while self._talk.state is State.LEAVING and not self._window_gone:
            await self._something()
