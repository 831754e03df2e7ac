"""One sealing window from its opening to its end: reading, sealing, writing, and what is shown."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Sequence
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import unquote

from sceau.batch.plan import plan
from sceau.desk import view as shared
from sceau.desk.sealer import after, view
from sceau.desk.sealer.files import Files, Job
from sceau.desk.sealer.paths import path_of
from sceau.desk.sealer.targets import writable, write_result
from sceau.errors import SceauError
from sceau.phrases import Phrase, phrase
from sceau.seal.files import is_folder, read_source
from sceau.seal.sealed import Format
from sceau.workers.pool import Workers


class Dialogue(Protocol):
    """The window: :class:`sceau.desk.window.PageSession`."""

    @property
    def lost(self) -> SceauError | None:
        """Why it ended, where it did by itself."""

    def update(self, view: view.SealView) -> None:
        """Show this view in the place of the one before."""

    def acts(self) -> AsyncIterator[view.SealAct]:
        """Give what the person does; ends when the window is lost."""


class Desk(Protocol):
    """What opens windows: :class:`sceau.desk.window.SealWindow`."""

    def session(self, view: view.SealView) -> AbstractAsyncContextManager[Dialogue]:
        """Open a dialogue that shows ``view``; leaving the context closes it."""


class Session:
    """Drives ``files`` in one window. ``noted`` is told how many files were sealed, for the
    journal, and says whether the record stands."""

    def __init__(self, files: Files, workers: Workers, noted: Callable[[int], bool]) -> None:
        self._files = files
        self._workers = workers
        self._noted = noted
        self._reading: set[asyncio.Task[None]] = set()
        self._sealing: asyncio.Task[None] | None = None
        self._dialogue: Dialogue | None = None
        self._formats: dict[Path, set[Format]] = {}

    async def run(self, desk: Desk, given: Sequence[str]) -> SceauError | None:
        """Show the window with the files ``given`` (paths or addresses) until it is closed; give
        why it was lost, where it was. What is being sealed then is given up."""
        async with desk.session(self._files.view()) as dialogue:
            self._dialogue = dialogue
            self._take(given)
            try:
                async for act in dialogue.acts():
                    if self._leaves(act):
                        break
                    self._do(act)
                    self._show()
            finally:
                await self._give_up()
                self._dialogue = None
            return dialogue.lost

    def _leaves(self, act: view.SealAct) -> bool:
        if isinstance(act, shared.Close):
            return self._files.phase != "working"
        return isinstance(act, shared.Keep) and self._files.phase == "review"

    def _do(self, act: view.SealAct) -> None:
        match act:
            case view.Given(uris=uris):
                self._take(uris)
            case view.Folder(uri=uri):
                folder = path_of(uri)
                if folder is not None and self._files.phase == "review":
                    self._files.put_in(folder)
            case view.Start(revision=revision):
                jobs = self._files.start(revision)
                if jobs:
                    self._sealing = asyncio.create_task(self._seal_all(jobs))
            case shared.Keep() if self._sealing is not None:
                self._files.cancel()
                self._sealing.cancel()
            case view.OpenFolder():
                self._guarded(after.open_folder)
            case view.NewMail():
                self._guarded(after.new_mail)
            case _:
                self._files.act(act)

    def _guarded(self, do: Callable[[Sequence[Path]], None]) -> None:
        try:
            do(self._files.results)
        except SceauError as told:
            self._files.tell(told.sentence)

    def _show(self) -> None:
        if self._dialogue is not None:
            self._dialogue.update(self._files.view())

    # -- reading -----------------------------------------------------------------------------

    def _take(self, given: Iterable[str]) -> None:
        added: list[tuple[str, Path]] = []
        for one in given:
            path = path_of(one)
            if path is not None and is_folder(path):
                self._begin(self._take_folder(path))
                continue
            id = self._files.add(path or Path(unquote(one.rpartition("/")[2] or one)))
            if id is not None and path is not None:
                added.append((id, path))
            elif id is not None:
                self._files.refused(id, phrase("sealer.unreachable"))
        if added:
            self._begin(self._read_all(added))
        self._show()

    def _begin(self, reading: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(reading)
        self._reading.add(task)
        task.add_done_callback(self._reading.discard)

    async def _take_folder(self, folder: Path) -> None:
        """Take the files in a folder, as ``sceau seal --recursive`` does."""
        tasks = await asyncio.to_thread(plan, [str(folder)], "", recursive=True)
        added: list[tuple[str, Path]] = []
        for task in tasks:
            id = self._files.add(task.source)
            if id is not None and task.refused is not None:
                self._files.refused(id, task.refused.sentence)
            elif id is not None:
                added.append((id, task.source))
        if not tasks and (id := self._files.add(folder)) is not None:
            self._files.refused(id, phrase("sealer.empty-folder"))
        self._show()
        await self._read_all(added)

    async def _read_all(self, added: Sequence[tuple[str, Path]]) -> None:
        """Read one after another: what is held in memory is one file."""
        for id, path in added:
            self._files.reading(id)
            self._show()
            try:
                content = await asyncio.to_thread(read_source, path)
                found = await self._workers.read(content, path.name, "")
            except SceauError as told:
                self._files.refused(id, told.sentence)
            else:
                free = await asyncio.to_thread(writable, path.parent)
                self._files.read(id, len(content), found, writable=free)
            self._show()

    # -- sealing -----------------------------------------------------------------------------

    async def _seal_all(self, jobs: Sequence[Job]) -> None:
        try:
            for job in jobs:
                self._files.sealing(job.id)
                self._show()
                try:
                    await self._seal(job)
                except SceauError as told:
                    self._files.failed(job.id, told.sentence)
        except asyncio.CancelledError:
            self._files.cancel()
        done = len(self._files.results)
        stands = not done or await asyncio.to_thread(self._noted, done)
        hindered = await asyncio.to_thread(self._instructions)
        self._files.ended()
        if not stands:
            hindered = phrase("journal.not-written")
        if hindered is not None:
            self._files.tell(hindered)
        self._sealing = None
        self._show()

    async def _seal(self, job: Job) -> None:
        content = await asyncio.to_thread(read_source, job.path)
        if job.clean:
            content = (await self._workers.clean(content)).content
        made = await self._workers.seal(content, job.path.name, job.password, job.asked)
        writing = asyncio.create_task(
            asyncio.to_thread(
                write_result,
                job.folder,
                job.named,
                made.ending,
                self._files.looks.language,
                made.content,
            )
        )
        try:
            target = await asyncio.shield(writing)
        except asyncio.CancelledError:
            # What is being written is written whole, or not at all; then it is told of.
            with contextlib.suppress(SceauError):
                self._files.sealed(job, await writing, ())
            raise
        # What was foreseen has been read already.
        self._formats.setdefault(job.folder, set()).add(made.format)
        why = made.why if made.format != job.expected else None
        self._files.sealed(job, target, (*((why,) if why else ()), *made.notes))

    def _instructions(self) -> Phrase | None:
        """Put the page for the recipient into each folder with results, where it is wanted; give
        what hindered it."""
        formats, self._formats = self._formats, {}
        if not self._files.instructions:
            return None
        from sceau.seal.instructions import add_instructions

        try:
            for folder, made in formats.items():
                add_instructions(folder, made, self._files.looks.language)
        except SceauError as told:
            return told.sentence
        return None

    async def _give_up(self) -> None:
        tasks = {*self._reading, *((self._sealing,) if self._sealing is not None else ())}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
