"""The memory as the way of a mail uses it: asked before, told afterwards, and never in the way."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from sceau.errors import SceauError
from sceau.mail.model import Mail
from sceau.memory.learning import learnt
from sceau.memory.store import FILE, MemoryStore, today
from sceau.phrases import Phrase, phrase
from sceau.review.given import record
from sceau.review.memory import Memory
from sceau.review.reading.model import FileReading
from sceau.settings.schema import Settings


class Decided(Protocol):
    """What a person confirmed: a :class:`~sceau.desk.confirmation.Confirmation`."""

    @property
    def learnt(self) -> frozenset[str]:
        """The keys of what is confirmed for good."""

    @property
    def readings(self) -> Mapping[str, FileReading]:
        """What was found in the files."""


class Recall:
    """The memory of this user; without a ``store`` nothing is remembered."""

    def __init__(self, store: MemoryStore | None = None) -> None:
        self.store = store

    @classmethod
    def of(
        cls, settings: Settings, folder: Path, master: Callable[[], bytes], *, make: bool = True
    ) -> Recall:
        """Give the memory kept in ``folder``, where the settings want one; with ``make`` false,
        only one that is there already."""
        wanted = settings.memory.enabled and (make or (folder / FILE).exists())
        return cls(MemoryStore(folder, master, settings.memory.months) if wanted else None)

    def memory(self) -> Memory | None:
        """Give what is known; where it cannot be read, a memory that is lost: the review tells."""
        if self.store is None:
            return None
        try:
            return self.store.memory()
        except SceauError:
            return Memory(lost=True)

    async def make_ready(self) -> None:
        """Read it before it is asked for, without holding anything up."""
        if self.store is not None:
            memory = await asyncio.to_thread(self.memory)
            if memory is not None:
                await asyncio.to_thread(memory.make_ready)

    async def learn(
        self,
        mails: Sequence[Mail],
        decided: Decided,
        messages: Sequence[str],
        password: str = "",
    ) -> tuple[Phrase, ...]:
        """Remember these mails, which left under these Message-IDs, with files sealed with
        ``password`` where there is one; give what the person is to be told: nothing where all is
        well. A mail that left does not come back for its memory."""
        if self.store is None or not mails:
            return ()
        try:
            await asyncio.to_thread(self._learn, self.store, mails, decided, messages, password)
        except SceauError:
            return (phrase("contacts.not-written"),)
        return ()

    def close(self) -> None:
        """Close its file."""
        if self.store is not None:
            self.store.close()

    @staticmethod
    def _learn(
        store: MemoryStore,
        mails: Iterable[Mail],
        decided: Decided,
        messages: Sequence[str],
        password: str,
    ) -> None:
        given = record(password, store.memory().salt) if password else None
        settled, day = decided.learnt, today()
        for mail in mails:
            records = learnt(
                store.memory(),
                mail,
                readings=decided.readings,
                settled=settled,
                messages=messages,
                given=given,
                day=day,
            )
            store.keep(tuple(records))
