"""The tray in Windows' notification area; on Linux :mod:`.bus` does the same.

Nothing here knows what the words mean; :mod:`.process` gives them and is told what was clicked.
"""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import asyncio
import contextlib
from collections.abc import Callable

from pywintypes import com_error

from sceau.desk.tray.layout import Say
from sceau.desk.tray.menu import Item, find
from sceau.desk.tray.picture import picture
from sceau.desk.tray.state import Level
from sceau.phrases import phrase
from sceau.windows.application import Task, offer, program, sign_shortcut
from sceau.windows.notification_area import Line, NotificationIcon, icon_of


class TrayArea:
    """The icon and its menu. ``clicked`` is told the line that was chosen, ``opened`` that the menu
    is about to show, ``activated`` that the icon was clicked twice; all in the loop that
    :meth:`serve` runs in. One click opens the menu, whichever button it is: its first line says how
    things are."""

    def __init__(
        self,
        say: Say,
        *,
        clicked: Callable[[Item], None],
        opened: Callable[[], None],
        activated: Callable[[], None],
    ) -> None:
        self._say = say
        self._clicked = clicked
        self._opened = opened
        self._activated = activated
        self._looks: tuple[Level, str] | None = None
        self._offered: tuple[str, str] | None = None
        self._items: tuple[Item, ...] = ()
        self._icon: NotificationIcon | None = None

    async def serve(self) -> None:
        """Be there until the session ends."""
        loop = asyncio.get_running_loop()
        over = asyncio.Event()

        def soon(what: Callable[[], None]) -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(what)

        self._icon = NotificationIcon(
            self._lines,
            lambda id: soon(lambda: self._chosen(id)),
            lambda: soon(self._opened),
            lambda: soon(over.set),
        )
        try:
            await over.wait()
        finally:
            self._icon.close()

    async def show(self, level: Level, title: str, items: tuple[Item, ...]) -> None:
        """Show this state and this menu from now on."""
        self._items = items
        await self._offer()
        if self._icon is None:
            return
        if (level, title) == self._looks:
            self._icon.make_sure()
            return
        self._looks = level, title
        self._icon.show(lambda size: icon_of(picture(level, size), size), f"Sceau – {title}")

    def tell(self, title: str, text: str, _label: str, opens: Callable[[], None]) -> None:
        """Show a notification; a click on it does ``opens``, which Windows has no name for."""
        if self._icon is not None:
            self._icon.tell(title, text, opens)

    async def _offer(self) -> None:
        """Keep the jump list in the language that is spoken."""
        seal, settings = (self._say(phrase(one)) for one in ("tray.seal", "tray.settings"))
        opens = program()
        if opens is None or (seal, settings) == self._offered:
            return
        if self._offered is None:
            with contextlib.suppress(com_error):  # it is not ours to write
                await asyncio.to_thread(sign_shortcut)
        self._offered = seal, settings
        tasks = (Task(seal, "seal --window"), Task(settings, "settings"))
        with contextlib.suppress(com_error):  # the person wants no jump lists
            await asyncio.to_thread(offer, tasks, opens)

    def _lines(self) -> tuple[Line, ...]:
        return self._of(self._items)

    def _of(self, items: tuple[Item, ...]) -> tuple[Line, ...]:
        return tuple(
            Line(one.id)
            if one.label is None
            else Line(one.id, self._say(one.label), one.action is not None, self._of(one.below))
            for one in items
        )

    def _chosen(self, id: int) -> None:
        item = find(self._items, id)
        if item is not None and item.action is not None:
            self._clicked(item)
