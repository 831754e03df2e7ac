"""People and servers of the tests of the way: someone who acts, a way out as strict as a server."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from sceau.desk import view
from sceau.desk.dialogue import Desk
from sceau.errors import SceauError
from sceau.hooks.embedded import EmbeddedDrafts
from sceau.mail.submission import Outgoing
from sceau.outbox.ways_out.answer import Result, Submission
from sceau.outbox.ways_out.way import Evidence, OnStep, Sent
from sceau.phrases import Language
from sceau.way.parts import Parts, open_parts
from sceau.way.report import Report
from sceau.way.send import send


class StrictWayOut:
    """A way out as strict as a server: it takes each mail once, and answers as it was told."""

    goes_out = True
    sent: Sent | None = None

    def __init__(self, *results: Result, wait: asyncio.Event | None = None) -> None:
        self.results = list(results)
        self.taken: list[Outgoing] = []
        self.wait = wait
        self.asked = asyncio.Event()

    async def submit(self, outgoing: Outgoing, on_step: OnStep) -> Submission:
        self.asked.set()
        if self.wait is not None:
            await self.wait.wait()
        result = self.results.pop(0) if self.results else Result.ACCEPTED
        if result in (Result.ACCEPTED, Result.UNSURE):
            self.taken.append(outgoing)
        return Submission(result=result)

    async def evidence(self, outgoing: Outgoing, begun: float) -> Evidence:
        return Evidence.UNKNOWN


class Person:
    """Someone who does ``acts`` one after the other, each on the newest view."""

    def __init__(self, *acts: Callable[[view.ConfirmView], view.Act | None]) -> None:
        self._acts = acts
        self.seen: list[view.ConfirmView] = []
        self.lost: SceauError | None = None
        self._news = asyncio.Event()

    @asynccontextmanager
    async def session(self, first: view.ConfirmView) -> AsyncIterator[Person]:
        self.update(first)
        yield self

    def update(self, newest: view.ConfirmView) -> None:
        self.seen.append(newest)
        self._news.set()

    async def acts(self) -> AsyncIterator[view.Act]:
        for act in self._acts:
            while (done := act(self.seen[-1])) is None:
                self._news.clear()
                await self._news.wait()
            yield done


def parts_with(parts: Parts, way_out: StrictWayOut) -> Parts:
    class With(Parts):
        def way_out(self, account: str = "") -> StrictWayOut:  # type: ignore[override]
            return way_out

    return With(
        parts.settings,
        parts.outbox,
        parts.mailbox,
        parts.workers,
        parts.keys,
        parts.accounts,
        parts.recall,
    )


def sent(
    raw: bytes, desk: Desk, *, language: Language | None = None
) -> tuple[Report, list[Outgoing]]:
    """Send the draft ``raw`` of the embedded mailbox as ``desk`` decides; give how it ended and
    what left. Whoever asks sets ``SCEAU_HOME``."""
    way_out = StrictWayOut()

    async def go() -> Report:
        async with open_parts() as parts:
            parts.mailbox.add_draft(raw)
            (draft,) = EmbeddedDrafts(parts.mailbox).drafts()
            return await send(draft, parts_with(parts, way_out), desk, language=language)

    return asyncio.run(go()), way_out.taken


def closed(shown: view.ConfirmView) -> view.Act | None:
    return view.Close() if shown.phase == "ended" else None
