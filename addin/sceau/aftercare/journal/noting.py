"""Writing the records of one mail while it is on its way."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence

from sceau.aftercare.journal.entry import Entry, Event, Hook
from sceau.aftercare.journal.journal import Journal
from sceau.aftercare.journal.telling import Telling, sealed_entry, unchecked_entry
from sceau.desk.confirmation import Confirmation
from sceau.errors import SceauError
from sceau.mail.edits import Edit
from sceau.phrases import Phrase, phrase


class Noting:
    """Notes what becomes of the mail of ``confirmation`` in ``journal``; its records share
    ``about``, where the mail has a number already.

    A mail does not wait for its journal: what could not be written is in :attr:`warning`, for the
    window to say.
    """

    def __init__(
        self, journal: Journal, hook: Hook, confirmation: Confirmation, about: str = ""
    ) -> None:
        self._journal = journal
        self._hook: Hook = hook
        self._confirmation = confirmation
        self._about = about
        self._telling: Telling | None = None
        self._failed = False

    @property
    def warning(self) -> tuple[Phrase, ...]:
        """What the person is to be told: nothing, where all was written."""
        return (phrase("journal.not-written"),) if self._failed else ()

    async def confirmed(self, edits: Iterable[Edit]) -> None:
        """The person let it go with these Edits; nothing was sent yet."""
        await self._write(lambda telling: telling.confirmed(tuple(edits)))

    async def kept(self) -> None:
        """The person went back."""
        await self._write(lambda telling: telling.kept())

    async def ended(
        self,
        event: Event,
        *,
        mails: int = 0,
        sealed: int = 0,
        added: Sequence[str] = (),
        message_ids: Iterable[str] = (),
    ) -> None:
        """Tell what became of what was confirmed; as :meth:`Telling.ended`."""
        await self._write(
            lambda telling: telling.ended(
                event, mails=mails, sealed=sealed, added=added, message_ids=message_ids
            )
        )

    async def _write(self, make: Callable[[Telling], Entry]) -> None:
        def write() -> bool:
            try:
                if self._telling is None:
                    keys = self._journal.keys
                    self._telling = Telling(self._hook, self._confirmation, keys, self._about)
            except SceauError:  # without the key there is no journal
                return False
            return self._journal.note(make(self._telling))

        stands = await asyncio.to_thread(write)
        self._failed = self._failed or not stands


async def note_sealed(journal: Journal, hook: Hook, files: int) -> bool:
    """Note that files were sealed without a mail; give whether the record stands."""
    return await asyncio.to_thread(journal.note, sealed_entry(hook, files))


async def note_unchecked(
    journal: Journal, hook: Hook, mails: Iterable[tuple[str, int, int]]
) -> int:
    """Note mails that left without the check: when, to how many people, with how many files. Give
    how many of them stand in the journal, in their order."""
    count = 0
    for at, recipients, files in mails:
        entry = unchecked_entry(hook, at, recipients=recipients, files=files)
        if not await asyncio.to_thread(journal.note, entry):
            break
        count += 1
    return count
