"""What the tray knows, asked anew every two seconds of those who know: the helper, the system."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
import time
from pathlib import Path

from sceau import __version__
from sceau.aftercare.journal.chain import entry_of
from sceau.aftercare.journal.entry import Entry
from sceau.aftercare.journal.journal import FILE
from sceau.call import Helper
from sceau.desk.told import told_line
from sceau.desk.tray.notices import lines_of
from sceau.desk.tray.state import Known
from sceau.errors import SceauError
from sceau.helper_words import AskGiven, Given, State, Status
from sceau.hooks.drafts import Watching as Account
from sceau.hooks.thunderbird.checks import installed
from sceau.phrases import Phrase, phrase

EVERY = 2.0
"""Seconds between two looks: the longest the icon says what is no longer so."""

_NOT = frozenset({Account.RETRYING, Account.STOPPED})
_ANSWERS_WITHIN = 5.0
_SETTLED = 8
"""Looks for which a Thunderbird must have been seen before it should have connected."""

_TAIL = 64 * 1024
"""Bytes of the journal's end that are read: some two hundred records."""


class Watching:
    """Looks, and remembers for how long Thunderbird and Outlook have been there apart from us."""

    def __init__(self) -> None:
        self._seen = 0
        self._outlook_seen = 0

    async def look(self) -> Known:
        """Say how things are now."""
        try:
            async with asyncio.timeout(_ANSWERS_WITHIN), Helper(start=False) as helper:
                state: State = await helper.ask(Status(), State)
        except (SceauError, OSError, TimeoutError):
            self._seen = self._outlook_seen = 0
            return Known(helper=False)
        if state.version != __version__:
            return Known(helper=False)
        connected = state.thunderbirds > 0
        there = installed() is not None
        running = there and not connected and thunderbird_runs()
        self._seen = self._seen + 1 if running else 0
        apart = not state.outlooks and await asyncio.to_thread(outlook_runs)
        self._outlook_seen = self._outlook_seen + 1 if apart else 0
        return Known(
            helper=True,
            installed=there,
            running=self._seen > _SETTLED,
            connected=connected,
            outlook_apart=self._outlook_seen > _SETTLED,
            policy_broken=state.policy_broken,
            waiting=state.waiting,
            unwatched=next((one.account for one in state.accounts if one.watching in _NOT), ""),
            watched=tuple(state.accounts),
            accounts=tuple((one.account, lines_of(one)) for one in state.accounts),
            paused_until=(
                time.strftime("%H:%M", time.localtime(state.paused_until))
                if state.paused_until
                else ""
            ),
            may_pause=state.may_pause,
        )


async def passwords_given() -> tuple[Phrase, ...]:
    """Give a line for each of the last passwords that were given, asked of the helper, which has
    the key."""
    try:
        async with asyncio.timeout(_ANSWERS_WITHIN), Helper(start=False) as helper:
            given: Given = await helper.ask(AskGiven(), Given)
    except (SceauError, OSError, TimeoutError):
        return (phrase("passwords.unreadable"),)
    if given.lost:
        return (phrase("passwords.unreadable"),)
    return tuple(map(told_line, given.told))


def thunderbird_runs(processes: Path = Path("/proc")) -> bool:
    """Say whether a Thunderbird of this user runs."""
    if sys.platform == "win32":
        from sceau.windows.processes import runs

        return runs("thunderbird.exe")
    for one in processes.glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if one.stat().st_uid != os.getuid():
                continue
            if (one / "comm").read_text().strip() in ("thunderbird", "thunderbird-bin"):
                return True
    return False


def outlook_runs() -> bool:
    """Say whether a classic Outlook of this person runs that is to come to Sceau."""
    if sys.platform == "win32":
        from sceau.windows import outlook, processes

        return outlook.registered() and processes.runs("OUTLOOK.EXE")
    return False


def last_entries(folder: Path) -> tuple[Entry, ...]:
    """Give the last records of the journal in this state folder, oldest first; those that cannot be
    read are left out, ``sceau doctor`` tells of them."""
    try:
        with (folder / FILE).open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - _TAIL))
            lines = file.read().splitlines(keepends=True)
    except OSError:
        return ()
    found = []
    for raw in lines[1:] if size > _TAIL else lines:
        with contextlib.suppress(ValueError):
            if raw.endswith(b"\n"):
                found.append(entry_of(raw[:-1]))
    return tuple(found)
