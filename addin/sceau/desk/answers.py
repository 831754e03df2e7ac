"""Answers given beforehand, in the place of a person: for scripts and tests.

They drive the same :class:`~sceau.desk.confirmation.Confirmation` as the window. They can only do
what a person could: a risk they neither cure nor acknowledge keeps the mail.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Literal

import msgspec

from sceau.desk import view
from sceau.errors import SceauError, WrongUse
from sceau.review.findings import Asks
from sceau.review.rules import first_time_recipient, not_examined, reply_all


class Answers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What to answer.

    ``cures`` and ``acknowledge`` name Findings by rule (``visible-recipients``) or by id; ``cures``
    may give the cure's name (``{"visible-recipients": "one-each"}``), else its first cure is taken;
    ``"all"`` means every one but those of :data:`NAMED_ONLY`. ``seal`` names attachments by section
    number or file name; ``letter`` puts the text into a sealed letter; ``remove`` names recipients'
    addresses. ``to`` gives addresses for a mail that has none, ``attach`` the paths of files for
    what announces one; seals and cures are chosen once these were examined.
    """

    verdict: Literal["send", "keep"]
    cures: Literal["all"] | list[str] | dict[str, str] = []
    acknowledge: Literal["all"] | list[str] = []
    seal: Literal["all"] | list[str] = []
    letter: bool = False
    remove: list[str] = []
    to: list[str] = []
    attach: list[str] = []


CURE_AND_SEND = Answers(verdict="send", cures="all")
"""Take the first cure of every Finding, then send."""


def read_answers(text: bytes) -> Answers:
    """Read answers from JSON; raises :class:`WrongUse` where they are not."""
    try:
        return msgspec.json.decode(text, type=Answers)
    except msgspec.DecodeError as broken:
        raise WrongUse("verdict-file") from broken


NAMED_ONLY = frozenset({first_time_recipient.ID, not_examined.ID, reply_all.ID})
"""Rules whose cure is taken only where it is named: what they tell may be as it should be, and
*all* cures must not take a person or a file out of a mail for it."""


class AnswersDesk:
    """A desk at which the answers are already on the table."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers

    @asynccontextmanager
    async def session(self, first: view.ConfirmView) -> AsyncIterator[AnswersDialogue]:
        """Open a dialogue that gives the answers."""
        yield AnswersDialogue(self._answers, first)


class AnswersDialogue:
    """One mail answered. ``lost`` is always none: answers on the table do not go away."""

    def __init__(self, answers: Answers, first: view.ConfirmView) -> None:
        self._answers = answers
        self._view = first
        self._news = asyncio.Event()
        self._attached = False
        self.lost: SceauError | None = None

    def update(self, newest: view.ConfirmView) -> None:
        """Take note of the newest view."""
        self._view = newest
        self._news.set()

    async def acts(self) -> AsyncIterator[view.Act]:
        """Wait until everything is examined, give the answers one by one, then close."""
        await self._until(lambda: self._view.reading is None)
        if self._answers.verdict == "send":
            for address in self._answers.remove:
                yield view.Remove(address)
            if self._answers.to:
                asking = self._asking("address")
                if asking:
                    yield view.AddAddress(asking, ", ".join(self._answers.to))
                if not asking or self._failed(asking):
                    yield view.Keep()
                    return
            if self._answers.attach:
                async for act in self._attach():
                    yield act
                if not self._attached:
                    yield view.Keep()
                    return
            if self._answers.seal == "all":
                yield view.SealAll()
            else:
                for row in self._view.attachments:
                    if row.id in self._answers.seal or row.name in self._answers.seal:
                        yield view.Seal(row.id, True)
            if self._answers.letter:
                yield view.SealText(True)
            for act in self._about_findings():
                yield act
            if _searches(self._view):
                await self._until(lambda: not _searches(self._view))
                for act in self._about_findings():
                    yield act
            if self._view.todo is None:
                yield view.Send(self._view.revision)
                await self._until(lambda: self._view.phase == "ended")
                yield view.Close()
                return
        yield view.Keep()

    async def _attach(self) -> AsyncIterator[view.Act]:
        """Give the files to whatever asks for one, and wait until all were examined. A mail that
        lacks one of them is not the one that was meant."""
        asking = self._asking("file")
        if not asking:
            return
        wanted = len(self._view.attachments) + len(self._answers.attach)
        yield view.AddFiles(asking, tuple(self._answers.attach))
        await self._until(lambda: len(self._view.attachments) >= wanted or self._failed(asking))
        await self._until(lambda: self._view.reading is None)
        self._attached = not self._failed(asking)

    def _asking(self, what: Asks) -> str:
        """Name the Finding that asks for this; empty where none does."""
        for row in self._view.findings:
            if row.state == "open" and any(one.asks == what for one in row.cures):
                return row.id
        return ""

    def _failed(self, finding: str) -> bool:
        return any(row.id == finding and row.problem is not None for row in self._view.findings)

    async def _until(self, condition: Callable[[], bool]) -> None:
        while not condition():
            self._news.clear()
            await self._news.wait()

    def _about_findings(self) -> list[view.Act]:
        return [
            act for row in self._view.findings if row.state == "open" and (act := self._about(row))
        ]

    def _about(self, row: view.FindingRow) -> view.Act | None:
        rule = row.id.partition(":")[0]
        cures = self._answers.cures
        by_name = cures != "all" and (rule in cures or row.id in cures)
        cures_at_once = [one for one in row.cures if not one.asks]
        if cures_at_once and (by_name or (cures == "all" and rule not in NAMED_ONLY)):
            named = (cures.get(row.id) or cures.get(rule)) if isinstance(cures, dict) else None
            for button in cures_at_once:
                if named is None or button.label.key == f"cure.{named}":
                    return view.TakeCure(row.id, button.index)
        let = self._answers.acknowledge
        if row.can_acknowledge and (let == "all" or rule in let or row.id in let):
            return view.Acknowledge(row.id, True)
        return None


def _searches(now: view.ConfirmView) -> bool:
    """Whether all that holds *send* back is the search for passwords given before."""
    return now.todo is not None and now.todo.key == "confirm.todo.searching"
