"""Watching the drafts of every account at once, and taking each one marked on its way.

One draft at a time is put before the person, whatever the number of those that wait: a draft is
claimed when its turn comes, not before.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable
from contextlib import aclosing

from msgspec.structs import replace

from sceau.desk.dialogue import Desk
from sceau.errors import MissingInput, SceauError, TryLater
from sceau.filelock import FileLock
from sceau.hooks.drafts import KIND, DraftsHook, Sweeps, Watching, WatchState
from sceau.outbox.sources import Source
from sceau.outbox.to_its_end import Interruptible, heed_cancellation, while_it_answers
from sceau.phrases import Phrase, phrase
from sceau.settings.places import state_folder
from sceau.way.parts import Parts
from sceau.way.report import Report
from sceau.way.send import send
from sceau.way.take_up import finish

AGAIN = 300.0
"""Seconds after which what could not be finished (a draft not given back, a copy not filed) is
tried again."""

_IN_LINE = 2.0  # seconds between two tries to be the one that watches

_AFTER_A_FAULT = 60.0  # seconds

Hear = Callable[[str, Report | SceauError], None]


class Watchers:
    """The watchers of one user's accounts.

    ``changed`` is told each new state; ``heard`` what became of each draft, by its account's name.
    """

    def __init__(
        self,
        parts: Parts,
        desk: Desk,
        *,
        changed: Callable[[WatchState], None] = lambda _: None,
        heard: Hear = lambda _account, _what: None,
    ) -> None:
        self._parts = parts
        self._desk = desk
        self._changed = changed
        self._heard = heard
        self._waiting: asyncio.Queue[tuple[DraftsHook, Source]] = asyncio.Queue()
        self._known: set[str] = set()
        self._wake = asyncio.Event()
        self.states: dict[str, WatchState] = {}
        self.busy = 0

    async def run(self) -> None:
        """Watch until cancelled. Ends at once where no account has drafts to be watched."""
        hooks = self._parts.accounts.all()
        if not hooks:
            return
        for hook in hooks:
            starting = phrase("drafts.starting")
            self._tell(
                WatchState(account=hook.account, watching=Watching.STARTING, sentence=starting)
            )
        async with asyncio.TaskGroup() as group:
            for hook in hooks:
                group.create_task(self._watch(hook))
            group.create_task(self._take_on())
            group.create_task(self._finish())

    async def _watch(self, hook: DraftsHook) -> None:
        """Watch one account; a fault of ours in it is told, stops no other, and is got over."""
        while True:
            try:
                await self._notice(hook)
            except Exception as fault:  # noqa: BLE001 - else drafts would go unseen without a word
                sentence = SceauError("own-fault", kind=type(fault).__name__).sentence
                self._tell(
                    WatchState(account=hook.account, watching=Watching.RETRYING, sentence=sentence)
                )
            await asyncio.sleep(_AFTER_A_FAULT)

    async def _notice(self, hook: DraftsHook) -> None:
        async with aclosing(hook.watch(self._tell)) as noticed:
            async for source in noticed:
                if source.origin.place not in self._known:
                    self._known.add(source.origin.place)
                    self._waiting.put_nowait((hook, source))

    async def _take_on(self) -> None:
        while True:
            hook, source = await self._waiting.get()
            self.busy += 1
            try:
                await self._see_to(hook, source)
            finally:
                self.busy -= 1
                self._known.discard(source.origin.place)
            heed_cancellation()

    async def _see_to(self, hook: DraftsHook, source: Source) -> None:
        try:
            report = await send(source, self._parts, self._desk, account=hook.account)
        except MissingInput:
            return  # withdrawn, or another helper was first
        except Exception as problem:  # noqa: BLE001 - the other drafts must go on
            fault = SceauError("own-fault", kind=type(problem).__name__)
            told = problem if isinstance(problem, SceauError) else fault
            self._say(hook.account, told.sentence)
            self._heard(hook.account, told)
            return
        self._say(hook.account, None if report.ending == "sent" else report.sentence)
        self._heard(hook.account, report)

    async def _finish(self) -> None:
        """Do again what was left to be done, each time an account is reached anew."""
        while True:
            await finish(self._parts)
            await while_it_answers(self, self._sweep)
            heed_cancellation()
            try:
                async with asyncio.timeout(AGAIN):
                    await self._wake.wait()
            except TimeoutError:
                pass
            self._wake.clear()

    def _sweep(self) -> None:
        for hook in self._parts.accounts.all():
            if isinstance(hook, Sweeps):
                with contextlib.suppress(SceauError):  # out of reach: swept when it is there again
                    hook.sweep(lambda: self._parts.outbox.places(KIND))

    def interrupt(self) -> None:
        """Wait for no server any longer."""
        for hook in self._parts.accounts.all():
            if isinstance(hook, Interruptible):
                hook.interrupt()

    def _tell(self, state: WatchState) -> None:
        before = self.states.get(state.account)
        told = before.told if before is not None else None
        self.states[state.account] = replace(state, told=told, at=time.time())
        if state.watching is Watching.WATCHING:
            self._wake.set()
        self._changed(self.states[state.account])

    def _say(self, account: str, told: Phrase | None) -> None:
        self.states[account] = replace(self.states[account], told=told, at=time.time())
        self._changed(self.states[account])


async def watch_alone(watchers: Watchers, *, wait: bool) -> None:
    """Watch, as the only process of this user that does, until cancelled.

    With ``wait``, stand in line where another does; else raises TryLater ``watching-already``.
    """
    lock = FileLock(state_folder() / "watch.lock")
    while not lock.take():
        if not wait:
            raise TryLater("watching-already")
        await asyncio.sleep(_IN_LINE)
    try:
        await watchers.run()
    finally:
        lock.release()
