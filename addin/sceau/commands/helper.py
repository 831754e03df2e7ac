"""``sceau helper``: run the resident program, stop it, or see how it is."""

from __future__ import annotations

import argparse
import asyncio
import json

from sceau.call import Helper
from sceau.cli import language_of
from sceau.helper_words import State, Status, Stop
from sceau.phrases import phrase, say


def run(args: argparse.Namespace) -> int:
    """Run, stop or describe the helper."""
    if args.do == "run":
        from sceau.helper import main

        return main()
    return asyncio.run(_ask(args))


async def _ask(args: argparse.Namespace) -> int:
    async with Helper(start=False) as helper:
        state: State = await helper.ask(Stop() if args.do == "stop" else Status(), State)
    if args.do == "status":
        tell_state(state, language_of(args), as_json=args.json)
    return 0


def tell_state(state: State, language: str, *, as_json: bool) -> None:
    """Print how the helper is."""
    if as_json:
        shown = {
            "running": True,
            "version": state.version,
            "pid": state.pid,
            "busy": state.busy,
            "waiting": state.waiting,
        }
        print(json.dumps(shown))
        return
    print(say(phrase("cli.helper-running", version=state.version), language))
    if state.waiting:
        print(say(phrase("cli.helper-waiting", count=state.waiting), language))
