"""``sceau watch``: watch the drafts of every account, in the foreground."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from contextlib import AsyncExitStack

from sceau.cli import language_of
from sceau.commands.helper import account_shown, tell_account
from sceau.commands.report import as_row, tell
from sceau.commands.send import desk_of
from sceau.desk.window import ConfirmWindow
from sceau.errors import DONE, SceauError, WrongSettings
from sceau.hooks.drafts import WatchState
from sceau.phrases import say
from sceau.way.parts import open_parts
from sceau.way.report import Report
from sceau.way.watchers import Watchers, watch_alone


def run(args: argparse.Namespace) -> int:
    """Watch until interrupted, telling each change and what became of each draft.

    The helper does the same by itself: while this runs, it waits.
    """
    asyncio.run(_watch(args))
    return DONE


async def _watch(args: argparse.Namespace) -> None:
    language = language_of(args)

    def changed(state: WatchState) -> None:
        if args.json:
            print(json.dumps(account_shown(state, language), ensure_ascii=False), flush=True)
        else:
            tell_account(state, language)

    def heard(account: str, what: Report | SceauError) -> None:
        if args.json:
            print(json.dumps({"account": account, **_row(what, language)}, ensure_ascii=False))
        elif isinstance(what, Report):
            tell([what], language, as_json=False)
        sys.stdout.flush()

    async with AsyncExitStack() as stack:
        desk = desk_of(args)
        if desk is None:
            desk = window = ConfirmWindow()
            stack.push_async_callback(window.close)
        parts = await stack.enter_async_context(open_parts())
        if not parts.accounts.all():
            raise WrongSettings("nothing-to-watch")
        await watch_alone(Watchers(parts, desk, changed=changed, heard=heard), wait=False)


def _row(what: Report | SceauError, language: str) -> dict[str, object]:
    if isinstance(what, Report):
        return as_row(what, language)
    return {"error": what.reason, "sentence": say(what.sentence, language)}
