"""The click that seals attachments and sends nothing: in a compose window, or of a received message
on their way to the disk."""

from __future__ import annotations

import asyncio
from typing import Literal

from sceau.aftercare.journal.journal import Journal
from sceau.aftercare.journal.noting import note_sealed
from sceau.desk.looks import Looks
from sceau.desk.pane import password_pane
from sceau.desk.sealing import Sealing
from sceau.desk.view import Outcome, PasswordPane, Progress
from sceau.errors import SceauError
from sceau.hooks.frames import Send
from sceau.hooks.thunderbird import sealed_files
from sceau.hooks.thunderbird.changes import Confirmed
from sceau.hooks.thunderbird.click import Click
from sceau.hooks.thunderbird.click_window import Desk
from sceau.hooks.thunderbird.details import mail_of
from sceau.hooks.thunderbird.files import Files
from sceau.hooks.thunderbird.giving import Say
from sceau.hooks.thunderbird.sealed_files import Sealed
from sceau.phrases import Language, phrase
from sceau.seal import passwords
from sceau.settings.schema import Settings
from sceau.verdict import Verdict
from sceau.workers.pool import Workers


class SealClick(Click[Sealing]):
    """One click of the purpose *seal*. ``files`` and ``before`` are those of its compose window.

    Where files of it were sealed before, the same password seals these, so that the recipient
    needs one only.
    """

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
        say: Say,
        language: Language,
    ) -> None:
        mail = mail_of(send.details)
        people = [part for one in mail.recipients for part in (one.name, one.address)]

        def make_password(kind: Literal["characters", "words"]) -> str:
            return passwords.generate(kind, settings.password.bits, people)

        def make_pane(made: str, kind: Literal["characters", "words"], opens: int) -> PasswordPane:
            return password_pane(made, kind, opens, language)

        sealing = Sealing(
            mail.attachments,
            subject=mail.subject,
            chosen={str(one) for one in send.chosen},
            make_password=make_password,
            make_pane=make_pane,
            password_kind=settings.password.kind,
            looks=Looks(language, settings.theme),
        )
        super().__init__(
            send,
            files,
            before,
            sealing,
            workers=workers,
            desk=desk,
            say=say,
            language=language,
        )
        self._journal = journal
        self._noted = True

    async def _carry_out(self, verdict: Verdict) -> int | None:
        try:
            sealed = await sealed_files.make(
                self._send,
                verdict.edits,
                self._files,
                workers=self._workers,
                password=self._decision.password,
                language=self._decision.looks.language,
                working=self._working,
            )
            self._working(Progress(phrase("sealing.working"), can_cancel=True))
            confirmed = await asyncio.to_thread(Confirmed, self._send, verdict.edits, sealed)
            await sealed_files.give(self._send, sealed, self._giving)
            edits = self._talk.edit(confirmed)
            if edits is None:
                return None
            self._before.add(self._decision.password, (one.name for one in sealed.values()))
            await self._say(edits)
            await self._edited()
        except SceauError as told:
            await self.keep(told)
            return None
        if not self._talk.made_only:
            return None
        self._noted = await note_sealed(self._journal, "thunderbird", len(sealed))
        return len(sealed)

    def _outcome(self, sealed: int | None) -> Outcome | None:
        if not sealed:
            return None
        return Outcome(
            tone="good",
            sentence=phrase("sealing.ended", count=sealed),
            details=() if self._noted else (phrase("journal.not-written"),),
            next=phrase("sealing.ended.next"),
            left=True,
        )
