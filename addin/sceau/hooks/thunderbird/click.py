"""One click in Thunderbird, or in Outlook, that opens Sceau's window: what is shown, what the
person decides, and what the client then does. :mod:`.passage` is the click on Send,
:mod:`.seal_click` the one that only seals.

Whatever fails before anything is released keeps the mail, with a sentence. Everything is in memory
only.
"""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator
from typing import Generic, Protocol, TypeVar

from msgspec.structs import replace

from sceau.desk import view
from sceau.desk.looks import Looks
from sceau.desk.view import Act, Close, Outcome, Progress
from sceau.desk.view import Keep as GoBack
from sceau.errors import SceauError, ServiceRefused, TryLater
from sceau.hooks.frames import (
    After,
    Closed,
    FromHelper,
    Got,
    Keep,
    Made,
    Send,
    Shown,
)
from sceau.hooks.thunderbird.click_window import ClickWindow, Desk
from sceau.hooks.thunderbird.client_words import SILENT, ClientHook
from sceau.hooks.thunderbird.conversation import Conversation, State
from sceau.hooks.thunderbird.examining import Examined, Examining
from sceau.hooks.thunderbird.files import Files
from sceau.hooks.thunderbird.giving import Giving, Say
from sceau.hooks.thunderbird.sealed_files import Sealed
from sceau.phrases import Language, say
from sceau.verdict import KEEP, Verdict
from sceau.workers.pool import Workers

EDITS_WITHIN = 60.0
"""Seconds the add-on may take to make the Edits and read the window back; 25 MB take one."""


class Decision(Examined, Protocol):
    """What the window shows and the person decides: a
    :class:`~sceau.desk.confirmation.Confirmation`, or a :class:`~sceau.desk.sealing.Sealing`."""

    looks: Looks

    @property
    def password(self) -> str:
        """The password for what is sealed."""

    @property
    def cancelled(self) -> bool:
        """Whether the person asked, while it was being done, to go back."""

    def use_password(self, accepted: str, *, fixed: bool = False) -> None:
        """Seal with this password, and with no other where it is ``fixed``."""

    def act(self, act: Act) -> Verdict | None:
        """Do what the person did."""

    def view(self) -> view.ConfirmView:
        """Give what is to be shown now."""

    def working(self, progress: Progress) -> None:
        """Show what is being done."""

    def ended(self, outcome: Outcome, password: str = "", opens: int = 0) -> None:
        """Show how it ended."""


D = TypeVar("D", bound=Decision)


class Click(ABC, Generic[D]):
    """One click. ``files`` and ``before`` are those of its compose window, ``decision`` what the
    window shows."""

    def __init__(
        self,
        send: Send,
        files: Files,
        before: Sealed,
        decision: D,
        *,
        workers: Workers,
        desk: Desk,
        say: Say,
        language: Language,
        hook: ClientHook = "thunderbird",
    ) -> None:
        self._hook: ClientHook = hook
        self._send = send
        self._files = files
        self._before = before
        self._decision = decision
        self._workers = workers
        self._say = say
        self._language = language
        self._talk = Conversation(send)
        self._giving = Giving(say, hook)
        self._changed = asyncio.Event()
        self._window_gone = False
        self._window = ClickWindow(desk, decision.view)
        self._examining = Examining(
            send, files, decision, workers=workers, say=say, show=self._window.show
        )
        if before.standing(send.details.files):  # what is shown is what opens them already
            decision.use_password(before.password, fixed=True)

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
                if answer is None and self._talk.state is State.OVER:
                    # a compose window that waits must never wait for ever
                    answer = Keep(compose=frame.compose, request=frame.request)
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
        """Take the click its way; every end but a release is *keep*. Cancelling is one too.

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
                    painting.cancel()  # nobody waits for the window any more
                    await self._kept()
                    return
                await self._do(verdict, acts)
            finally:
                painting.cancel()

    async def _kept(self) -> None:
        """The person went back, or the window did."""

    async def _tell_when_shown(self) -> None:
        if await self._window.painted():
            await self._say(Shown(compose=self._send.compose, request=self._send.request))

    async def _may_go_unseen(self) -> bool:
        """Say whether nobody needs to see a window."""
        return False

    async def _decide(self, acts: AsyncIterator[Act]) -> Verdict:
        """Hear the person while the last files are examined."""
        async with self._examining:
            async for act in acts:
                if self._takes(act):
                    continue
                verdict = self._decision.act(act)
                if verdict is not None:
                    return verdict
                self._window.show()
        return KEEP

    def _takes(self, act: Act) -> bool:
        """Whether ``act`` gives something that is first to be fetched; then that is begun."""
        return False

    async def _do(self, verdict: Verdict, acts: AsyncIterator[Act]) -> None:
        """Carry the Verdict out, and show how it ended until that was read."""
        work = asyncio.create_task(self._carry_out(verdict))
        listening = asyncio.create_task(self._listen(acts, work))
        try:
            try:
                sealed = await work
            except asyncio.CancelledError:
                if not self._decision.cancelled:
                    raise
                await self.keep(self._window.lost)
                await self._kept()
                return
            outcome = self._outcome(sealed)
            if outcome is None:
                return
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)
            await self._tell(outcome, sealed or 0)
        finally:
            for task in (work, listening):
                task.cancel()
            await asyncio.gather(work, listening, return_exceptions=True)

    async def _listen(self, acts: AsyncIterator[Act], work: asyncio.Task[int | None]) -> None:
        async for act in acts:
            self._decision.act(act)
            if self._decision.cancelled and self._talk.can_cancel:
                work.cancel()

    async def _tell(self, outcome: Outcome, sealed: int) -> None:
        opens = sealed if outcome.left else 0
        self._decision.ended(outcome, self._decision.password if opens else "", opens)
        await self._window.come_back()
        self._window.show()
        async for act in self._window.acts():
            if isinstance(act, Close | GoBack):
                return
            self._decision.act(act)

    @abstractmethod
    async def _carry_out(self, verdict: Verdict) -> int | None:
        """Do it; give how many files the password opens in the end, none where nothing was done
        and the compose window tells why."""

    @abstractmethod
    def _outcome(self, sealed: int | None) -> Outcome | None:
        """Give how it ended; none where there is nothing to tell."""

    # -- the Edits -------------------------------------------------------------------------

    async def _edited(self) -> None:
        """Wait until the add-on read back what it made, for all mails of this click.

        Raises :class:`ServiceRefused` of :data:`~.client_words.SILENT` where it does not say so.
        """
        try:
            async with asyncio.timeout(EDITS_WITHIN):
                while self._talk.state is State.EDITING:
                    await self._something()
        except TimeoutError:
            raise ServiceRefused(SILENT[self._hook]) from None

    async def _something(self) -> None:
        self._changed.clear()
        await self._changed.wait()

    def _working(self, progress: Progress) -> None:
        self._decision.working(progress)
        self._window.show()
