"""``sceau pause``: for a while the window opens only for what needs an act, or not any longer."""

from __future__ import annotations

import argparse
import asyncio
import json

from sceau.call import Helper
from sceau.cli import language_of
from sceau.desk.notifying import notify
from sceau.desk.told import pause_told
from sceau.errors import DONE, NotAllowed, TryLater, WrongUse
from sceau.helper_words import Failed, Pause, State
from sceau.phrases import say
from sceau.settings.load import load
from sceau.way.pause import LONGEST, require_pause

USUAL = 15
"""Minutes, where none are typed."""


def run(args: argparse.Namespace) -> int:
    """Pause for so many minutes, or end the pause; say until when."""
    minutes = _minutes(args.minutes)
    if minutes:
        require_pause(load())
    until = asyncio.run(_ask(minutes))
    told = pause_told(until)
    language = language_of(args)
    if args.json:
        print(json.dumps({"paused": bool(until), "until": int(until)}))
    else:
        print(say(told, language))
    if args.notify:
        notify("Sceau", say(told, language))
    return DONE


def _minutes(typed: str) -> int:
    if typed == "end":
        return 0
    if not (typed.isascii() and typed.isdigit() and 1 <= int(typed) <= LONGEST):
        raise WrongUse("pause-use", most=LONGEST)
    return int(typed)


async def _ask(minutes: int) -> float:
    """Give when the pause ends, as the helper has it; without a helper there is none to end."""
    try:
        async with Helper(start=minutes > 0) as helper:
            answer: State | Failed = await helper.ask(Pause(minutes), State | Failed)
    except TryLater:
        if minutes:
            raise
        return 0.0
    if isinstance(answer, Failed):
        raise NotAllowed(answer.reason)
    return answer.paused_until
