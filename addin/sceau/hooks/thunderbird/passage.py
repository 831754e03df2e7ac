"""One mail on its way from the click on Send in Thunderbird to what became of it.

Thunderbird sends; the person decides here. Whatever fails before the mail is released keeps it,
with a sentence. Everything is in memory only.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass

from msgspec.structs import replace

from sceau.desk.confirmation import Confirmation
from sceau.desk.unseen import UNSEEN
from sceau.desk.view import Act, Close, Progress
from sceau.desk.view import Keep as GoBack
from sceau.errors import EditRefused, SceauError, ServiceRefused, TryLater
from sceau.hooks.thunderbird.changes import Confirmed, SealedContent
from sceau.hooks.thunderbird.click_window import ClickWindow, Desk
from sceau.hooks.thunderbird.conversation import Conversation, State
from sceau.hooks.thunderbird.details import digest_of, mail_of
from sceau.hooks.thunderbird.ending import is_told_by_thunderbird, outcome_of
from sceau.hooks.thunderbird.examining import Examining
from sceau.hooks.thunderbird.files import Files
from sceau.hooks.thunderbird.frames import (
    After,
    Closed,
    File,
    FromHelper,
    Got,
    Keep,
    Made,
    SealedFile,
    Send,
    Shown,
)
from sceau.hooks.thunderbird.giving import Giving, Say
from sceau.mail.edits import SealAttachment
from sceau.mail.model import Mail
from sceau.mail.names import safe_file_name
from sceau.phrases import Language, phrase, say
from sceau.seal.files import sealed_name
from sceau.settings.schema import Settings
from sceau.verdict import KEEP, Verdict
from sceau.way.confirming import confirmation_of
from sceau.workers.pool import Workers

EDITS_WITHIN = 60.0
"""Seconds the add-on may take to make the Edits and read the window back; 25 MB take one."""

AFTER_WITHIN = 10.0
"""Seconds after a compose window has gone in which the add-on says what became of its mail."""

ASIDE_AFTER = 1.5
"""Seconds Thunderbird may take to send before the window steps aside: its own message, that the
server refused or asks for a password, must not be covered."""


@dataclass
class Sealed:
    """Files that were sealed in a compose window whose mail did not leave, and their password: it
    is still the one that opens them when Send is clicked again."""

    password: str = ""
    names: frozenset[str] = frozenset()

    def standing(self, files: tuple[File, ...]) -> int:
        """How many of them the compose window still holds."""
        return sum(one.name in self.names for one in files)


@dataclass(frozen=True)
class _Asked:
    """What is to be confirmed, for :func:`sceau.way.confirming.confirmation_of`."""

    mail: Mail
    digest: str


class Passage:
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
        say: Say,
        language: Language,
    ) -> None:
        self._send = send
        self._files = files
        self._before = before
        self._workers = workers
        self._always = settings.window == "always"
        self._say = say
        self._language = language
        self._talk = Conversation(send)
        self._giving = Giving(say)
        self._changed = asyncio.Event()
        self._window_gone = False
        self._confirmation: Confirmation = confirmation_of(
            _Asked(mail_of(send.details), digest_of(send.details)), settings, language=language
        )
        self._window = ClickWindow(desk, self._confirmation.view)
        self._examining = Examining(
            send, files, self._confirmation, workers=workers, say=say, show=self._show
        )

    @property
    def can_cancel(self) -> bool:
        """Whether nothing was released yet."""
        return self._talk.can_cancel

    @property
    def request(self) -> str:
        """The click's own name."""
        return self._send.request

    # -- what the add-on says --------------------------------------------------------------

    async def hear(self, frame: Got | Made | After | Closed) -> None:
        """Take a frame that concerns this click."""
        answer: FromHelper | None = None
        match frame:
            case Got():
                self._giving.got(frame)
            case Made(request=self._send.request):
                answer = self._in_words(self._talk.made(frame))
            case After(request=self._send.request):
                answer = self._in_words(self._talk.after(frame))
            case Closed():
                self._window_gone = True
            case _:
                return
        if answer is not None:
            await self._say(answer)
        self._changed.set()

    def gone(self) -> None:
        """The add-on is gone, or no longer waits: what was not released is kept."""
        self._talk.gone()
        self._changed.set()

    async def keep(self, why: SceauError | None = None) -> None:
        """Answer *keep*, where an answer is still owed."""
        answer = self._in_words(self._talk.keep(why.sentence if why is not None else None))
        if answer is not None:
            await self._say(answer)

    def _in_words(self, answer: FromHelper | None) -> FromHelper | None:
        if isinstance(answer, Keep) and self._talk.kept is not None:
            return replace(answer, sentence=say(self._talk.kept, self._language))
        return answer

    # -- the way ---------------------------------------------------------------------------

    async def run(self) -> None:
        """Take the mail its way; every end but a release is *keep*. Cancelling is one too.

        Raises :class:`TryLater` ``thunderbird-files-differ`` where the click did not name every
        file of the compose window: it would leave unseen.
        """
        if self._files.unlisted(self._send.details.files):
            raise TryLater("thunderbird-files-differ")
        self._examining.take_known()
        self._window.unseen = await self._may_go_unseen()
        async with self._window:
            acts = self._window.acts()
            painting = asyncio.create_task(self._tell_when_shown())
            try:
                verdict = await self._decide(acts)
                if not verdict.sends:
                    await self.keep(self._window.lost)
                    return
                await self._leave(verdict, acts)
            finally:
                painting.cancel()

    async def _tell_when_shown(self) -> None:
        if await self._window.painted():
            await self._say(Shown(compose=self._send.compose, request=self._send.request))

    async def _may_go_unseen(self) -> bool:
        """Say whether the settings want no window here: nothing was found, and every file was
        examined before anybody would wonder."""
        if self._always:
            return False
        if self._confirmation.todo is None or self._confirmation.pending:
            async with self._examining:
                await self._examining.finished(UNSEEN)
        return self._confirmation.may_go_unseen

    async def _decide(self, acts: AsyncIterator[Act]) -> Verdict:
        """Hear the person while the last files are examined."""
        async with self._examining:
            async for act in acts:
                verdict = self._confirmation.act(act)
                if verdict is not None:
                    return verdict
                self._show()
        return KEEP

    async def _leave(self, verdict: Verdict, acts: AsyncIterator[Act]) -> None:
        """Seal, have the Edits made, release, and show how it ended until that was read."""
        work = asyncio.create_task(self._carry_out(verdict))
        listening = asyncio.create_task(self._listen(acts, work))
        try:
            try:
                sealed = await work
            except asyncio.CancelledError:
                if not self._confirmation.cancelled:
                    raise
                await self.keep(self._window.lost)
                return
            if sealed is None or is_told_by_thunderbird(self._talk, sealed=bool(sealed)):
                return
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)
            await self._tell(sealed)
        finally:
            for task in (work, listening):
                task.cancel()
            await asyncio.gather(work, listening, return_exceptions=True)

    async def _tell(self, sealed: int) -> None:
        password = self._confirmation.password if sealed else ""
        outcome = outcome_of(self._talk, sealed=bool(sealed))
        if not outcome.left:
            password, sealed = "", 0
        self._confirmation.ended(outcome, password, sealed)
        await self._window.come_back()
        self._show()
        async for act in self._window.acts():
            if isinstance(act, Close | GoBack):
                return
            self._confirmation.act(act)

    async def _listen(self, acts: AsyncIterator[Act], work: asyncio.Task[int | None]) -> None:
        async for act in acts:
            self._confirmation.act(act)
            if self._confirmation.cancelled and self._talk.can_cancel:
                work.cancel()

    async def _carry_out(self, verdict: Verdict) -> int | None:
        """Give how many sealed files the mail left with; none where it was kept by an error before
        anything was released, which the compose window tells."""
        if self._before.standing(self._send.details.files):
            self._confirmation.use_password(self._before.password)
        try:
            sealed = await self._seal(verdict)
            self._working(Progress(phrase("confirm.working.preparing"), can_cancel=True))
            confirmed = await asyncio.to_thread(Confirmed, self._send, verdict.edits, sealed)
            await self._give(sealed)
            edits = self._talk.edit(confirmed)
            if edits is None:
                return None
            self._remember(sealed)
            await self._say(edits)
            await self._released()
        except SceauError as told:
            await self.keep(told)
            return None
        if self._talk.state is State.OVER and not (self._talk.left or self._talk.unknown):
            return None if self._talk.refused is None else 0
        await self._told_after()
        return len(sealed) + self._before.standing(self._send.details.files)

    async def _seal(self, verdict: Verdict) -> dict[int, SealedContent]:
        wanted = [edit.attachment for edit in verdict.edits if isinstance(edit, SealAttachment)]
        files = {str(one.attachment): one for one in self._send.details.files}
        sealed: dict[int, SealedContent] = {}
        for number, id in enumerate(wanted):
            file = files.get(id)
            content = self._files.content(file) if file is not None else None
            if file is None or content is None:
                raise EditRefused("no-such-attachment")
            what = phrase("confirm.working.sealing", name=file.name)
            self._working(Progress(what, number, len(wanted), can_cancel=True))
            made = await self._workers.seal(content, file.name, self._confirmation.password)
            name = safe_file_name(
                sealed_name(file.name, made.ending, self._confirmation.looks.language)
            )
            sealed[file.attachment] = SealedContent(name, made.media_type, made.content)
        return sealed

    async def _give(self, sealed: dict[int, SealedContent]) -> None:
        for attachment, one in sealed.items():
            announced = SealedFile(
                compose=self._send.compose,
                request=self._send.request,
                attachment=attachment,
                name=one.name,
                media_type=one.media_type,
                size=len(one.content),
            )
            await self._giving.give(announced, one.content)

    def _remember(self, sealed: dict[int, SealedContent]) -> None:
        if sealed:
            self._before.password = self._confirmation.password
            self._before.names |= {one.name for one in sealed.values()}

    async def _released(self) -> None:
        """Wait until every mail of this click was released, or none will be any more.

        Raises :class:`ServiceRefused` ``thunderbird-silent`` where the add-on does not say that
        the Edits are made.
        """
        try:
            async with asyncio.timeout(EDITS_WITHIN):
                while self._talk.state is State.EDITING:
                    await self._something()
        except TimeoutError:
            raise ServiceRefused("thunderbird-silent") from None
        if self._talk.state is State.LEAVING:
            self._working(Progress(phrase("thunderbird.leaving")))

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

    async def _something(self) -> None:
        self._changed.clear()
        await self._changed.wait()

    # -- showing ---------------------------------------------------------------------------

    def _working(self, progress: Progress) -> None:
        self._confirmation.working(progress)
        self._show()

    def _show(self) -> None:
        self._window.show()
