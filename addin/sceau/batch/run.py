"""Sealing many files: as many at once as there are processors, each proven before it is written.

ZIP and 7z are written straight from disk to disk, piece by piece, in a thread: they take a file's
bytes as they are, so that nothing hostile is read, and a file larger than memory can be sealed.
Everything else goes through the workers.
"""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec.structs import replace

from sceau.batch.plan import Task
from sceau.batch.request import Done, Failed, Outcome, Request
from sceau.errors import CannotWrite, PasswordRefused, SceauError, SealRefused, UnreadableInput
from sceau.phrases import Phrase, phrase
from sceau.seal.entries import Entry
from sceau.seal.files import entry_of, is_folder, new_file, read_source, sealed_name, write_new
from sceau.seal.sealed import Format, Sealed
from sceau.seal.seven_zip import sealed_7z, write_7z
from sceau.seal.zip import Told, sealed_zip, write_zip
from sceau.workers.libreoffice import needs_converting, to_pdf
from sceau.workers.limits import Limits
from sceau.workers.pool import Workers

MOST_AT_ONCE = 4
"""Files at once: each may hold 28 times its size for a moment."""

_ARCHIVES = {"zip": (write_zip, sealed_zip), "7z": (write_7z, sealed_7z)}

Progress = Callable[[int], None]
"""Is told of so many bytes of sources that are dealt with."""


def at_once() -> int:
    """Give how many files are sealed at once on this machine."""
    return max(1, min(MOST_AT_ONCE, os.cpu_count() or 1))


async def seal_each(
    tasks: Sequence[Task], request: Request, progress: Progress = lambda _: None
) -> list[Outcome]:
    """Seal each file by itself; give what became of them, in their order.

    One that cannot be sealed does not hold back the others. Cancelled, it leaves whole copies of
    what was done and nothing of the rest.
    """
    places = asyncio.Semaphore(at_once())
    async with Workers(Limits(sealers=at_once())) as workers:
        run = _Run(request, workers, progress)

        async def one(task: Task) -> Outcome:
            async with places:
                try:
                    return await run.seal(task)
                except SceauError as told:
                    return Failed(sources=(task.source,), why=told)
                finally:
                    run.dealt_with(task)

        try:
            async with asyncio.TaskGroup() as group:  # cancelled, each still ends what it began
                sealing = [group.create_task(one(task)) for task in tasks]
            return [each.result() for each in sealing]
        finally:
            run.stop.set()


async def seal_as_one(
    tasks: Sequence[Task], name: str, request: Request, progress: Progress = lambda _: None
) -> Outcome:
    """Seal several files as one, called after ``name``, into the first one's folder."""
    sources = tuple(one.source for one in tasks)
    async with Workers() as workers:
        run = _Run(request, workers, progress)
        try:
            return await run.together(tasks, name)
        except SceauError as told:
            return Failed(sources=sources, why=told)
        finally:
            run.stop.set()


class _Run:
    def __init__(self, request: Request, workers: Workers, progress: Progress) -> None:
        self._request = request
        self._workers = workers
        self._progress = progress
        self._loop = asyncio.get_running_loop()
        self._told: dict[Path, int] = {}
        self.stop = threading.Event()

    # -- one by one ------------------------------------------------------------------------

    async def seal(self, task: Task) -> Outcome:
        if task.refused is not None:
            raise task.refused
        _make_folder(task)
        if self._request.resumes and (done := await self._made_before(task)) is not None:
            return done
        if self._request.asked in _ARCHIVES and not self._request.clean:
            return await self._streamed([task], task.source.name)
        content = await asyncio.to_thread(read_source, task.source)
        if self._request.clean:
            content = (await self._workers.clean(content)).content
        made = await self._sealed(content, task.source.name)
        return await self._written([task], task.source.name, made)

    async def _sealed(self, content: bytes, name: str) -> Sealed:
        request = self._request
        if request.asked != "pdf" or not needs_converting(content):
            return await self._workers.seal(content, name, request.password, request.asked)
        pdf = await to_pdf(content, name)
        made = await self._workers.seal(pdf, name, request.password, "pdf")
        return replace(made, notes=(phrase("seal.note.converted"), *made.notes))

    async def _made_before(self, task: Task) -> Done | None:
        """Give the copy an earlier run made, where the password opens it; none where there is
        none. Raises :class:`CannotWrite` ``already-there`` for one that it does not open."""
        for ending in dict.fromkeys((".pdf", ".zip", ".7z", task.source.suffix.lower())):
            there = task.folder / sealed_name(task.source.name, ending, self._request.language)
            if ending and there.is_file():
                try:
                    content = await asyncio.to_thread(read_source, there)
                    await self._workers.unseal(content, self._request.password)
                except (PasswordRefused, SealRefused, UnreadableInput):
                    raise CannotWrite("already-there") from None
                return Done(
                    sources=(task.source,),
                    sealed=there,
                    format=_format_of(ending),
                    algorithm="",
                    already=True,
                    notes=(phrase("batch.already"),),
                )
        return None

    # -- together --------------------------------------------------------------------------

    async def together(self, tasks: Sequence[Task], name: str) -> Outcome:
        for task in tasks:
            if task.refused is not None:
                raise task.refused
        _make_folder(tasks[0])
        request = self._request
        if request.asked in _ARCHIVES and not request.clean:
            return await self._streamed(tasks, name)
        files = [
            (task.source.name, await asyncio.to_thread(read_source, task.source)) for task in tasks
        ]
        if request.clean:
            files = [(name, (await self._workers.clean(one)).content) for name, one in files]
        made = await self._workers.seal_together(files, request.password, request.asked)
        for task in tasks:
            self.dealt_with(task)
        return await self._written(tasks, name, made)

    # -- writing ---------------------------------------------------------------------------

    async def _written(self, tasks: Sequence[Task], name: str, made: Sealed) -> Done:
        target = tasks[0].folder / sealed_name(name, made.ending, self._request.language)
        await asyncio.to_thread(write_new, target, made.content)
        return _done(tasks, target, made)

    async def _streamed(self, tasks: Sequence[Task], name: str) -> Done:
        write, says = _ARCHIVES[self._request.asked]
        made = says(b"")
        target = tasks[0].folder / sealed_name(name, made.ending, self._request.language)

        def work() -> None:
            entries = [entry_of(task.source) for task in tasks]
            with new_file(target) as file:
                write(entries, file, self._request.password, self._watched(entries, tasks))

        working = asyncio.create_task(asyncio.to_thread(work))
        try:
            await asyncio.shield(working)
        except asyncio.CancelledError:
            # the thread stops at its next piece, and takes away what it wrote
            self.stop.set()
            await asyncio.gather(working, return_exceptions=True)
            raise
        return _done(tasks, target, made)

    def _watched(self, entries: Sequence[Entry], tasks: Sequence[Task]) -> Told:
        """Tell the progress (each byte is written and read again), and stop where it is wished."""
        first = tasks[0].source
        whole = sum(one.size for one in entries)

        def told(size: int) -> None:
            if self.stop.is_set():
                raise _Stopped
            self._loop.call_soon_threadsafe(self._more, first, size // 2, whole)

        return told

    def _more(self, path: Path, size: int, most: int) -> None:
        size = min(size, most - self._told.get(path, 0))
        if size > 0:
            self._told[path] = self._told.get(path, 0) + size
            self._progress(size)

    def dealt_with(self, task: Task) -> None:
        """Count what of a file's size was not counted yet."""
        try:
            size = task.source.stat().st_size
        except (OSError, ValueError):
            return
        self._more(task.source, size, size)


class _Stopped(Exception):
    """The person went back."""


def _make_folder(task: Task) -> None:
    if not is_folder(task.root):
        if task.root == task.source.parent:
            # gone with its files: what is said is that they cannot be read
            entry_of(task.source)
        raise CannotWrite("no-folder")
    try:
        task.folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise CannotWrite("no-folder") from None


def _done(tasks: Sequence[Task], target: Path, made: Sealed) -> Done:
    said: list[Phrase] = [*((made.why,) if made.why else ()), *made.notes]
    return Done(
        sources=tuple(one.source for one in tasks),
        sealed=target,
        format=made.format,
        algorithm=made.algorithm,
        notes=tuple(said),
    )


def _format_of(ending: str) -> Format:
    formats: dict[str, Format] = {".pdf": "pdf", ".zip": "zip", ".7z": "7z"}
    return formats.get(ending, "office")
