"""What stands between Outlook and the helper: one per user session, for every Outlook in it.

Outlook's clicks on Send arrive in Outlook's thread; each is a :class:`.click.Click` from there on.
"""

from __future__ import annotations

import asyncio
import hashlib
import secrets
from collections.abc import Callable
from typing import Any

from sceau.hooks.frames import Closed, FromHelper, Opened, Removed, Withdraw
from sceau.hooks.outlook.apartment import Apartment
from sceau.hooks.outlook.click import Around, Click
from sceau.hooks.outlook.folder import PrivateFolder
from sceau.hooks.outlook.gate import Gate
from sceau.hooks.outlook.line import Line, NoLine, Reach
from sceau.hooks.outlook.objects import Busy, OutlookError, Thing, maybe, text
from sceau.phrases import Language, phrase, say

CLIENT = "Outlook/classic"

Tell = Callable[[str, int], None]
"""Tell the person a sentence, over the window of this number; returns at once."""


class Host:
    """Takes the clicks that its :attr:`gate` refused. ``reach`` finds the helper, ``tell`` is how
    a person is told what its window cannot say."""

    def __init__(
        self,
        apartment: Apartment,
        folder: PrivateFolder,
        *,
        reach: Reach,
        tell: Tell,
        language: Language,
        **line: Any,
    ) -> None:
        self._loop = asyncio.get_running_loop()
        self._tell = tell
        self._language: Language = language
        self._apartment = apartment
        self._line = Line(reach, self._heard, client=CLIENT, language=language, **line)
        self.gate = Gate(self._take, self._failed)
        self._around = Around(apartment, self.gate, folder, self._line.say)
        self._clicks: dict[str, Click] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._items: dict[str, Thing] = {}  # of Outlook's thread alone

    @property
    def busy(self) -> int:
        """How many clicks are under way."""
        return len(self._clicks)

    async def warm(self) -> None:
        """Have the helper and its window ready, as Outlook starts; a click tries again."""
        try:
            await self._line.open()
            await self._line.say(Opened(compose="outlook"))
        except NoLine:
            return

    async def close(self) -> None:
        """We end: nothing is sent any more."""
        await self.drop()
        await self._line.close()

    async def drop(self) -> None:
        """Outlook is gone: so are its clicks."""
        for compose in tuple(self._clicks):
            await self._line.say(Closed(compose=compose))
        for task in tuple(self._tasks.values()):
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)

    async def drop_dead(self) -> None:
        """One Outlook is gone: so are its clicks, and not those of another."""
        for compose, click in tuple(self._clicks.items()):
            if await self._apartment.do(lambda: _is_there(click.item)):  # noqa: B023 - done at once
                continue
            await self._line.say(Closed(compose=compose))
            if (task := self._tasks.get(compose)) is not None:
                task.cancel()

    # -- in Outlook's thread ---------------------------------------------------------------

    def _take(self, item: Thing, window: int) -> None:
        compose = self._compose_of(item)
        self._items[compose] = item
        self._loop.call_soon_threadsafe(self._clicked, item, compose, window)

    def _failed(self, why: Exception, window: int) -> None:
        told = "outlook.busy" if isinstance(why, Busy) else "outlook.went-wrong"
        self._loop.call_soon_threadsafe(self._tell, self._in_words(told), window)

    def _compose_of(self, item: Thing) -> str:
        """Name the compose window: the same name as long as it is the same mail, so that a second
        click on Send takes the place of the first."""
        for compose, other in self._items.items():
            if item.same(other):
                return compose
        entry = text(maybe(item, "EntryID"))
        return hashlib.sha256(entry.encode()).hexdigest() if entry else secrets.token_hex(16)

    # -- in the loop -----------------------------------------------------------------------

    def _clicked(self, item: Thing, compose: str, window: int) -> None:
        before = self._tasks.pop(compose, None)
        if before is not None:
            before.cancel()
        click = Click(self._around, item, compose, secrets.token_hex(16), window)
        self._clicks[compose] = click
        task = self._tasks[compose] = asyncio.create_task(self._run(click, window, before))
        task.add_done_callback(lambda done: self._ended(compose, done))

    async def _run(self, click: Click, window: int, before: asyncio.Task[None] | None) -> None:
        if before is not None:
            await asyncio.gather(before, return_exceptions=True)
        told = ""
        try:
            await self._line.open()
            told = self._in_words(await click.run())
        except NoLine as none:
            told = none.sentence or self._in_words(none.key)
        except Busy:
            told = self._in_words("outlook.busy")
            await self._line.say(Withdraw(compose=click.compose, request=click.request))
        except OutlookError:
            told = self._in_words("outlook.not-readable")
            await self._line.say(Withdraw(compose=click.compose, request=click.request))
        except asyncio.CancelledError:
            await self._line.say(Withdraw(compose=click.compose, request=click.request))
            raise
        except Exception:  # noqa: BLE001 - the item is kept already; the person must know
            told = self._in_words("outlook.went-wrong")
            await self._line.say(Withdraw(compose=click.compose, request=click.request))
        await self._forget_files(click)
        if told:
            self._tell(told, window)

    async def _forget_files(self, click: Click) -> None:
        """The helper need not hold what it may be asked about never again."""
        if click.left:
            await self._line.say(Closed(compose=click.compose))
            return
        for number in click.given:
            await self._line.say(Removed(compose=click.compose, attachment=number))

    def _ended(self, compose: str, done: asyncio.Task[None]) -> None:
        if self._tasks.get(compose) is done:
            del self._tasks[compose]
            self._clicks.pop(compose, None)
            self._items.pop(compose, None)

    def _heard(self, frame: FromHelper | None) -> None:
        if frame is None:
            for click in self._clicks.values():
                click.hear(None)
            return
        named = self._clicks.get(getattr(frame, "compose", ""))
        if named is not None and getattr(frame, "request", named.request) == named.request:
            named.hear(frame)

    def _in_words(self, told: str) -> str:
        return say(phrase(told), self._language) if told.startswith("outlook.") else told


def _is_there(item: Thing) -> bool:
    """Whether Outlook still has this item; one that is too busy to say has."""
    try:
        item.get("Class")
    except Busy:
        return True
    except OutlookError:
        return False
    return True
