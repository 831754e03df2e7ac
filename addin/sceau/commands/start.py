"""``sceau`` without a command: start the helper, or find it running."""

from __future__ import annotations

import argparse
import asyncio

from sceau.call import Helper
from sceau.cli import language_of
from sceau.commands.helper import tell_state
from sceau.helper_words import State, Status


def run(args: argparse.Namespace) -> int:
    """Start the helper where it is not running, and say how it is."""
    return asyncio.run(_start(args))


async def _start(args: argparse.Namespace) -> int:
    async with Helper() as helper:
        state: State = await helper.ask(Status(), State)
    tell_state(state, language_of(args), as_json=False)
    return 0
