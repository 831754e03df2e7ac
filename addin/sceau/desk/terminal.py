"""The confirmation in a terminal, where there is no screen.

The same views and acts as the window, in words and numbered choices. An empty answer, Ctrl+C or the
end of input keeps the mail.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

from sceau.desk import view
from sceau.errors import SceauError
from sceau.mail.names import shown
from sceau.phrases import Phrase, phrase, say

Ask = Callable[[str], str]
Print = Callable[[str], None]

_MARKS = {"neutral": "·", "good": "✓", "warn": "!", "block": "✗"}


class TerminalDesk:
    """A desk made of lines: ``ask`` shows a question and gives the line typed, ``tell`` prints."""

    def __init__(self, *, ask: Ask = input, tell: Print = print) -> None:
        self._ask = ask
        self._tell = tell

    @asynccontextmanager
    async def session(self, first: view.ConfirmView) -> AsyncIterator[TerminalDialogue]:
        """Open a dialogue in the terminal."""
        yield TerminalDialogue(first, self._ask, self._tell)


class TerminalDialogue:
    """One mail confirmed in the terminal. ``lost`` is always none: no line is an answer too."""

    def __init__(self, first: view.ConfirmView, ask: Ask, tell: Print) -> None:
        self._view = first
        self._ask_line = ask
        self._tell = tell
        self._news = asyncio.Event()
        self.lost: SceauError | None = None
        self._progress = ""

    def update(self, newest: view.ConfirmView) -> None:
        """Take note of the newest view; say what is being done as it changes."""
        self._view = newest
        self._news.set()
        if newest.progress is not None and self._line(newest.progress.what) != self._progress:
            self._progress = self._line(newest.progress.what)
            self._tell(f"  … {self._progress}")

    async def acts(self) -> AsyncIterator[view.Act]:
        """Ask about each thing left open, then whether to send."""
        await self._until(lambda: self._view.reading is None)
        self._show()
        asked: set[str] = set()
        while (row := self._next_open(asked)) is not None:
            asked.add(row.id)
            act = await self._about(row)
            if act is None:
                break
            yield act
            if isinstance(act, view.AddFiles | view.AddAddress):
                await self._taken(act.finding)
        if self._view.todo is not None:
            self._tell(self._line(self._view.todo))
            yield view.Keep()
            return
        self._show_password()
        revision = self._view.revision
        yes = await self._ask(
            self._line(phrase("terminal.send", what=self._line(self._view.primary)))
        )
        if yes.strip().lower() not in ("o", "oui", "y", "yes"):
            yield view.Keep()
            return
        yield view.Send(revision)
        await self._until(lambda: self._view.phase == "ended")
        self._show_outcome()
        yield view.Close()

    async def _until(self, condition: Callable[[], bool]) -> None:
        while not condition():
            self._news.clear()
            await self._news.wait()

    async def _ask(self, question: str) -> str:
        """Read a line in a thread that never holds the program back: Ctrl+C ends it at once."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[str] = loop.create_future()

        def give(line: str) -> None:
            if not answer.done():
                answer.set_result(line)

        def read() -> None:
            try:
                line = self._ask_line(f"{question} ")
            except (EOFError, OSError):
                line = ""
            with suppress(RuntimeError):  # the loop is closed: nobody waits for the line
                loop.call_soon_threadsafe(give, line)

        threading.Thread(target=read, daemon=True).start()
        return await answer

    def _line(self, sentence: Phrase) -> str:
        return shown(say(sentence, self._view.language))

    def _next_open(self, asked: set[str]) -> view.FindingRow | None:
        standing = [
            one for one in self._view.findings if one.state == "open" and one.id not in asked
        ]
        # a cure may settle what else there is to ask: those that have one come first
        return next((one for one in standing if one.cures), next(iter(standing), None))

    async def _taken(self, finding: str) -> None:
        """Wait until what was given for this Finding was examined; say why, where it cannot be."""

        def row() -> view.FindingRow | None:
            return next((one for one in self._view.findings if one.id == finding), None)

        await self._until(
            lambda: (now := row()) is None or now.state != "open" or now.problem is not None
        )
        await self._until(lambda: self._view.reading is None)
        if (now := row()) is not None and now.problem is not None:
            self._tell(self._line(now.problem))

    async def _about(self, row: view.FindingRow) -> view.Act | None:
        """Ask about one Finding; an empty or unknown answer goes back to the message."""
        choices: list[tuple[str, view.Act]] = [
            (self._line(cure.label), _act(row, cure)) for cure in row.cures
        ]
        if row.can_acknowledge and row.acknowledge is not None:
            choices.append((self._line(row.acknowledge), view.Acknowledge(row.id, True)))
        self._tell("")
        self._tell(f"{_MARKS[row.tone]} {self._line(row.evidence)}")
        if row.way_on is not None:
            self._tell(f"  {self._line(row.way_on)}")
        for number, (label, _) in enumerate(choices, start=1):
            self._tell(f"    {number}. {label}")
        if not choices:
            return None
        answer = (await self._ask(self._line(phrase("terminal.choose")))).strip()
        if answer.isascii() and answer.isdigit() and 1 <= int(answer) <= len(choices):
            return await self._completed(choices[int(answer) - 1][1])
        return None

    async def _completed(self, act: view.Act) -> view.Act | None:
        """Ask for what a cure asks for; an empty answer goes back to the message."""
        if isinstance(act, view.AddFiles):
            path = (await self._ask(self._line(phrase("terminal.attach")))).strip()
            return view.AddFiles(act.finding, (path,)) if path else None
        if isinstance(act, view.AddAddress):
            typed = (await self._ask(self._line(phrase("terminal.address")))).strip()
            return view.AddAddress(act.finding, typed) if typed else None
        return act

    def _show(self) -> None:
        now = self._view
        self._tell("")
        self._tell(f"{_MARKS[now.tone]} {self._line(now.headline)}")
        counts = ", ".join(self._line(one) for one in now.counts)
        self._tell(f"  {shown(now.subject)} — {counts}")
        for one in now.recipients:
            chips = "".join(f"  [{self._line(chip.text)}]" for chip in one.chips)
            field = self._line(phrase(f"terminal.{one.field}"))
            name = f"{shown(one.name)} " if one.name else ""
            self._tell(f"    {field:<4} {name}<{shown(one.address)}>{chips}")
        for file in now.attachments:
            chips = "".join(f"  [{self._line(chip.text)}]" for chip in file.chips)
            self._tell(f"    {file.badge:<4} {shown(file.name)}{chips}")

    def _show_password(self) -> None:
        pane = self._view.password
        if pane is not None:
            self._tell("")
            self._tell(self._line(phrase("terminal.password", count=pane.opens)))
            self._tell(f"    {pane.password}")

    def _show_outcome(self) -> None:
        outcome = self._view.outcome
        if outcome is not None:
            self._tell("")
            self._tell(f"{_MARKS[outcome.tone]} {self._line(outcome.sentence)}")
            if outcome.next is not None:
                self._tell(f"  {self._line(outcome.next)}")


def _act(row: view.FindingRow, cure: view.CureButton) -> view.Act:
    if cure.asks == "file":
        return view.AddFiles(row.id, ())
    if cure.asks == "address":
        return view.AddAddress(row.id, "")
    return view.TakeCure(row.id, cure.index)
