"""``sceau helper``: run the resident program, stop it, or see how it is."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import sys
import time

from sceau.call import START_WITHIN, Helper
from sceau.cli import language_of
from sceau.desk.told import pause_told
from sceau.errors import SceauError, TryLater
from sceau.filelock import FileLock
from sceau.helper_words import State, Status, Stop
from sceau.hooks.drafts import WatchState
from sceau.phrases import phrase, say
from sceau.settings.places import state_file
from sceau.socket_place import LOCK

_ICON_LEAVES_WITHIN = 10.0
"""Seconds the icon is waited for."""
_ENDS_WITHIN = 10.0
"""Seconds a helper that was asked to stop is waited for."""
_AGAIN = 0.03
"""Seconds between two looks."""


def run(args: argparse.Namespace) -> int:
    """Run, stop or describe the helper."""
    if args.do == "run":
        from sceau.helper import main

        return main()
    if sys.platform == "win32" and args.icon and args.do == "stop":
        from sceau.windows.notification_area import close_others

        close_others(_ICON_LEAVES_WITHIN)
    return asyncio.run(_ask(args))


async def _ask(args: argparse.Namespace) -> int:
    if args.do == "stop":
        await _stop()
    else:
        tell_state(await helper_state(), language_of(args), as_json=args.json)
    return 0


async def _stop() -> None:
    """Stop the helper and wait for its end, also one that is only just starting: whoever asked
    replaces or removes what it uses. Raises :class:`TryLater` where there is none."""
    until = time.monotonic() + START_WITHIN
    while True:
        try:
            async with Helper(start=False) as helper:
                state: State = await helper.ask(Stop(), State)
            break
        except TryLater:
            if _none_runs() or time.monotonic() > until:
                raise
            await asyncio.sleep(_AGAIN)
    until = time.monotonic() + _ENDS_WITHIN
    while True:
        if _none_runs() or await _another_than(state.pid) or time.monotonic() > until:
            break
        await asyncio.sleep(_AGAIN)
    if sys.platform == "win32":
        from sceau.windows.processes import await_end

        await asyncio.to_thread(await_end, state.pid, _ENDS_WITHIN)


async def _another_than(pid: int) -> bool:
    """Say whether a helper answers that is not the process ``pid``: it came after that one."""
    with contextlib.suppress(SceauError, OSError):
        return (await helper_state()).pid != pid
    return False


def _none_runs() -> bool:
    """Say whether no helper holds its lock: none runs, starts or ends. An uninstaller asks, and
    nothing is left behind for it."""
    place = state_file(LOCK)
    if not place.exists():
        return True
    lock = FileLock(place)
    free = lock.take()
    lock.release()
    return free


async def helper_state() -> State:
    """Give how the helper that is running is. Raises :class:`TryLater` where none is."""
    async with Helper(start=False) as helper:
        state: State = await helper.ask(Status(), State)
    return state


async def watch_states() -> tuple[WatchState, ...]:
    """Give how it stands with each account's drafts, as the helper that is running says.

    Raises :class:`TryLater` where none is.
    """
    return (await helper_state()).accounts


def tell_state(state: State, language: str, *, as_json: bool) -> None:
    """Print how the helper is."""
    if as_json:
        shown = {
            "running": True,
            "version": state.version,
            "pid": state.pid,
            "busy": state.busy,
            "waiting": state.waiting,
            "thunderbirds": state.thunderbirds,
            "outlooks": state.outlooks,
            "policy_broken": state.policy_broken,
            "paused_until": int(state.paused_until),
            "accounts": [account_shown(one, language) for one in state.accounts],
        }
        print(json.dumps(shown, ensure_ascii=False))
        return
    print(say(phrase("cli.helper-running", version=state.version), language))
    if state.thunderbirds:
        print(say(phrase("cli.helper-thunderbird"), language))
    if state.outlooks:
        print(say(phrase("cli.helper-outlook"), language))
    if state.policy_broken:
        print(say(phrase("tray.partial-policy"), language))
    if state.paused_until:
        print(say(pause_told(state.paused_until), language))
    if state.waiting:
        print(say(phrase("cli.helper-waiting", count=state.waiting), language))
    for one in state.accounts:
        tell_account(one, language)


def account_shown(state: WatchState, language: str) -> dict[str, object]:
    """Give how it stands with an account's drafts, as JSON tells it."""
    return {
        "account": state.account,
        "watching": state.watching.value,
        "sentence": say(state.sentence, language),
        "limits": [say(one, language) for one in state.limits],
        "told": say(state.told, language) if state.told is not None else None,
        "at": int(state.at),
    }


def tell_account(state: WatchState, language: str) -> None:
    """Print how it stands with an account's drafts."""
    for one in filter(None, (state.sentence, *state.limits, state.told)):
        print(f"{state.account}  {say(one, language)}", flush=True)
