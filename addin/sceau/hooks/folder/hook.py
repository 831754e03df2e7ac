"""The watched folder: looked at every second, which works on network shares too."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Iterator
from pathlib import Path
from typing import NamedTuple

from sceau.errors import CannotWrite, MissingInput, SceauError
from sceau.hooks.drafts import Tell, Watching, WatchState
from sceau.hooks.folder.draft import FolderDraft
from sceau.outbox.sources import Source
from sceau.outbox.ways_out.way import Sent
from sceau.phrases import Phrase, phrase, system_language

EVERY = 1.0
"""Seconds between two looks."""
SETTLED = 1.5
"""Seconds a file must have stayed as it is before it counts as wholly written."""


class _Look(NamedTuple):
    size: int
    changed: int
    since: float


class FolderDrafts:
    """The hook of one watched folder. ``root`` is the folder; ``every`` and ``settled`` are in
    seconds."""

    sent: Sent | None = None

    def __init__(
        self, account: str, root: Path, *, every: float = EVERY, settled: float = SETTLED
    ) -> None:
        self.account = account
        self._root = root
        self._every = every
        self._settled = settled
        self._looks: dict[str, _Look] = {}

    def drafts(self) -> list[Source]:
        """Give the files that have been wholly written, oldest first: those that stayed as they
        are since an earlier look.

        Raises:
            MissingInput: the folder is not there, or may not be read.
        """
        now = time.monotonic()
        seen: dict[str, _Look] = {}
        try:
            for path in self._root.iterdir():
                if path.suffix.lower() == ".eml" and not path.name.startswith("."):
                    found = path.lstat()
                    before = self._looks.get(path.name)
                    same = before and before[:2] == (found.st_size, found.st_mtime_ns)
                    since = before.since if before and same else now
                    if path.is_file() and not path.is_symlink():
                        seen[path.name] = _Look(found.st_size, found.st_mtime_ns, since)
        except FileNotFoundError:
            if not self._root.is_dir():
                raise MissingInput("drafts-folder-missing") from None
        except OSError as refused:
            raise MissingInput("drafts-folder-missing") from refused
        self._looks = seen
        ready = [
            (look.changed, name)
            for name, look in seen.items()
            if look.size and now - look.since >= self._settled
        ]
        return [self.reopen(name) for _, name in sorted(ready)]

    def reopen(self, draft: str, content: bytes = b"") -> Source:
        """Give the file so named."""
        return FolderDraft(self.account, self._root, draft, system_language(), content)

    async def watch(self, tell: Tell) -> AsyncGenerator[Source]:
        """Give each file once it is wholly written."""
        told: Phrase | None = None
        while True:
            found: list[Source] = []
            try:
                found = await asyncio.to_thread(self.drafts)
                state, sentence = Watching.WATCHING, phrase("drafts.watching-folder")
            except SceauError as problem:
                state, sentence = Watching.RETRYING, problem.sentence
            if sentence != told:
                told = sentence
                tell(WatchState(account=self.account, watching=state, sentence=sentence))
            for one in found:
                yield one
            await asyncio.sleep(self._every)

    def try_out(self) -> Iterator[Phrase]:
        """Look whether the folder is there and can be written."""
        if not self._root.is_dir():
            raise MissingInput("drafts-folder-missing")
        yield phrase("drafts.tried.folder")
        probe = self._root / ".sceau-try"
        try:
            probe.touch()
            probe.unlink()
        except OSError as refused:
            raise CannotWrite("drafts-folder-refused") from refused
        yield phrase("drafts.tried.folder-writable")

    def prepare(self) -> None:
        """Make the folder where it is missing."""
        try:
            self._root.mkdir(parents=True, exist_ok=True)
        except OSError as refused:
            raise CannotWrite("drafts-folder-refused") from refused

    def close(self) -> None:
        """There is nothing to let go."""
