"""``sceau`` without a command: start the helper and the tray, or find them running."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys

from sceau.call import Helper
from sceau.cli import language_of
from sceau.commands.helper import tell_state
from sceau.desk.screen import screen_available
from sceau.helper_words import State, Status
from sceau.launch import launch


def run(args: argparse.Namespace) -> int:
    """Start the helper where it is not running, and the tray where there may be one; say how it
    is."""
    return asyncio.run(_start(args))


async def _start(args: argparse.Namespace) -> int:
    async with Helper() as helper:
        state: State = await helper.ask(Status(), State)
    if tray_possible():
        launch("sceau.desk.tray.process")  # it leaves at once where there is one already
    tell_state(state, language_of(args), as_json=False)
    return 0


def tray_possible() -> bool:
    """Say whether this session may have a tray: Windows, or a Linux desktop with a session bus."""
    return sys.platform == "win32" or (
        sys.platform == "linux"
        and screen_available()
        and os.environ.get("DBUS_SESSION_BUS_ADDRESS", "disabled:") != "disabled:"
    )
