"""Reading the files that a person adds to a mail, and having them examined, while they decide."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterable
from types import TracebackType
from typing import Any
from urllib.parse import unquote

from sceau.desk import view
from sceau.desk.additions import asked_for
from sceau.desk.confirmation import Confirmation
from sceau.desk.sealer.paths import path_of
from sceau.errors import SceauError, UnreadableInput
from sceau.mail.edits import AddAttachment
from sceau.mail.names import safe_file_name
from sceau.review.reading.pictured import is_to_recognise
from sceau.seal.files import read_source
from sceau.way.examine import tried
from sceau.workers.pool import Workers


class Joining:
    """The files that are added to ``confirmation``; ``show`` is called after each change.

    They are read once, into memory: what was examined is what leaves. Leaving ``async with`` stops
    what is still being read.
    """

    def __init__(
        self, confirmation: Confirmation, workers: Workers, show: Callable[[], None]
    ) -> None:
        self._confirmation = confirmation
        self._workers = workers
        self._show = show
        self._tasks: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Joining:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def takes(self, act: view.Act) -> bool:
        """Whether ``act`` gives files; then they are taken."""
        if not isinstance(act, view.AddFiles):
            return False
        self._confirmation.attaching(act.finding)
        for uri in act.uris:
            self._begin(self._add(act.finding, uri))
        return True

    def _begin(self, adding: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(adding)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _add(self, finding: str, uri: str) -> None:
        try:
            name, content = await asyncio.to_thread(_read, uri)
        except SceauError as told:
            self._confirmation.attaching(finding, told.sentence)
            self._show()
            return
        id = self._attach(finding, name, content)
        if id is not None:
            await self._examine(id, content)

    def again(self, files: Iterable[tuple[str, bytes]]) -> None:
        """Attach what was attached before to the same mail, where it still asks for a file."""
        rows = self._confirmation.situation.rows
        asking = next((one.id for one, _ in rows if AddAttachment in asked_for(one)), "")
        for name, content in files:
            id = self._attach(asking, name, content)
            if id is not None:
                self._begin(self._examine(id, content))

    def _attach(self, finding: str, name: str, content: bytes) -> str | None:
        id = self._confirmation.attach(finding, name, content)
        if id is not None:
            self._confirmation.reading(id)
            self._show()
        return id

    async def _examine(self, id: str, content: bytes) -> None:
        attachment = self._confirmation.mail.attachment(id)
        if attachment is None:
            return
        found = await self._workers.read(content, attachment.name, attachment.media_type)
        found = await tried(content, found, self._confirmation.mail, self._workers)
        self._confirmation.read(id, found)
        self._show()
        if is_to_recognise(found):
            self._confirmation.read(id, await self._workers.recognise(content, found))
            self._show()


def _read(uri: str) -> tuple[str, bytes]:
    """Give the name and the content of a file. Raises :class:`SceauError`."""
    path = path_of(uri)
    if path is None:
        raise UnreadableInput("not-a-file", name=unquote(uri.rpartition("/")[2]))
    return safe_file_name(path.name), read_source(path)
