"""The tray's own process (``python -m sceau.desk.tray.process``), one per user.

Apart from the helper, so that it outlives it: it must be able to say that protection has stopped.
Without a panel that shows icons it waits for one, and does nothing else.
"""

from __future__ import annotations

import asyncio
import contextlib
import signal
import subprocess
import sys
from collections.abc import Coroutine
from functools import partial

from sceau.call import Helper
from sceau.desk.tray.menu import Action, Item, menu_of
from sceau.desk.tray.notices import Opens, notices
from sceau.desk.tray.state import Known, last_sends, state_of
from sceau.desk.tray.watching import EVERY, Watching, last_entries, passwords_given
from sceau.errors import DONE, SceauError, ServiceRefused
from sceau.filelock import FileLock
from sceau.helper_words import Failed, Pause, State, Stop
from sceau.hooks.drafts import WatchState
from sceau.launch import launch
from sceau.phrases import Language, Phrase, phrase, say, system_language
from sceau.settings.load import load
from sceau.settings.places import state_folder

if sys.platform == "win32":
    from sceau.desk.tray.area import TrayArea as Panel
    from sceau.windows.application import be_known
    from sceau.windows.mail_program import open_mail_program
else:
    from sceau.desk.tray.bus import TrayBus as Panel

LOCK = "tray.lock"

_NAMES_FOR = 30.0
"""Seconds for which names stay in the menu after it was opened."""

_MINUTES: dict[Action, int] = {"pause": 15, "pause-long": 60, "resume": 0}


class Tray:
    """Shows what :class:`Watching` sees, and does what is clicked."""

    def __init__(self) -> None:
        self._watching = Watching()
        self._known = Known(helper=False)
        self._accounts: dict[str, WatchState] = {}
        self._look_now = asyncio.Event()
        self._leave = asyncio.Event()
        self._doing: set[asyncio.Task[None]] = set()
        self._opened_at = -_NAMES_FOR
        self._language = _language()
        self._panel = Panel(
            self._say, clicked=self._clicked, opened=self._opened, activated=_open_window
        )

    async def run(self) -> None:
        """Run until the session, or its bus, goes, or the person quits."""
        loop = asyncio.get_running_loop()
        if sys.platform != "win32":  # there the end of the session is a message to the icon
            for one in (signal.SIGTERM, signal.SIGINT):
                loop.add_signal_handler(one, self._leave.set)
        parts = [
            asyncio.create_task(one) for one in (self._panel.serve(), self._look(), self._left())
        ]
        done, others = await asyncio.wait(parts, return_when=asyncio.FIRST_COMPLETED)
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        for task in done:
            task.result()

    async def _left(self) -> None:
        await self._leave.wait()

    async def _look(self) -> None:
        while True:
            self._known = await self._watching.look()
            self._language = _language()
            self._tell_of_accounts()
            await self._show()
            self._look_now.clear()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._look_now.wait(), EVERY)

    async def _show(self) -> None:
        state = state_of(self._known)
        sends = last_sends(await asyncio.to_thread(last_entries, state_folder()))
        given = await passwords_given() if self._names_wanted and self._known.helper else None
        items = menu_of(state, sends, given)
        await self._panel.show(state.level, self._say(state.sentence), items)

    @property
    def _names_wanted(self) -> bool:
        return asyncio.get_running_loop().time() - self._opened_at < _NAMES_FOR

    def _opened(self) -> None:
        """The menu opens: who passwords were given to is asked now, and not kept for long."""
        self._opened_at = asyncio.get_running_loop().time()
        self._look_now.set()

    def _say(self, sentence: Phrase) -> str:
        return say(sentence, self._language)

    def _clicked(self, item: Item) -> None:
        match item.action:
            case "seal":
                _open_window()
            case "settings":
                launch("sceau.cli", "settings")
            case "start":
                launch()
                self._look_now.set()
            case "pause" | "pause-long" | "resume":
                self._do(self._pause(_MINUTES[item.action]))
            case "quit":
                self._do(self._quit())
            case None:
                return

    def _tell_of_accounts(self) -> None:
        """Tell by notifications what is new; nothing while no helper answers."""
        if not self._known.helper:
            return
        for one in notices(self._accounts, self._known.watched):
            self._panel.tell(
                self._say(one.title),
                self._say(one.text),
                self._say(phrase(_OPENS[one.opens])),
                partial(open_, one.opens),
            )
        self._accounts = {one.account: one for one in self._known.watched}

    def _do(self, what: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(what)
        self._doing.add(task)
        task.add_done_callback(self._doing.discard)

    async def _pause(self, minutes: int) -> None:
        """Pause, or end the pause; what is shown then is what the helper says."""
        with contextlib.suppress(SceauError, OSError):
            async with Helper(start=False) as helper:
                await helper.ask(Pause(minutes), State | Failed)
        self._look_now.set()

    async def _quit(self) -> None:
        """Ask the helper to stop, then go: with the icon goes what it stands for."""
        with contextlib.suppress(SceauError, OSError):
            async with Helper(start=False) as helper:
                await helper.ask(Stop(), State)
        self._leave.set()


_OPENS: dict[Opens, str] = {"settings": "notice.open.settings", "mail": "notice.open.mail"}


def open_(what: Opens) -> None:
    """Open what a notification is about: the accounts in the settings window, or the person's
    mail program, where the draft is."""
    if what == "settings":
        launch("sceau.cli", "settings")
        return
    if sys.platform == "win32":
        open_mail_program()
        return
    with contextlib.suppress(OSError, subprocess.SubprocessError):
        asked = ["xdg-mime", "query", "default", "x-scheme-handler/mailto"]
        found = subprocess.run(asked, capture_output=True, text=True, timeout=10, check=True)
        program = found.stdout.strip().removesuffix(".desktop")
        if program:
            subprocess.Popen(["gtk-launch", program], start_new_session=True)


def _open_window() -> None:
    launch("sceau.cli", "seal", "--window")


def _language() -> Language:
    """The one of the settings, else the session's; settings that cannot be read hide no shield."""
    try:
        chosen = load().settings.language
    except SceauError:
        return system_language()
    return system_language() if chosen == "auto" else chosen


async def _run() -> int:
    lock = FileLock(state_folder() / LOCK)
    if not lock.take():
        return DONE
    if sys.platform == "win32":
        be_known()
    try:
        await Tray().run()
    except (OSError, KeyError):
        return ServiceRefused.exit_code  # no session bus: every way but the icon is there
    finally:
        lock.release()
    return DONE


def main() -> int:
    """Run the tray; at once done where there is one already."""
    return asyncio.run(_run())


if __name__ == "__main__":
    sys.exit(main())
