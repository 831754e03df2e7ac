"""``sceau doctor``: is every shield up? What is missing, and how to mend it."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from importlib.util import find_spec
from typing import Literal

import msgspec

from sceau.aftercare.journal.journal import Journal
from sceau.cli import language_of
from sceau.commands.helper import helper_state, watch_states
from sceau.demo.report import report
from sceau.desk.entries import checks as desktop
from sceau.desk.screen import screen_available
from sceau.errors import DONE, SceauError, ServiceRefused, TryLater
from sceau.hooks.drafts import Watching
from sceau.hooks.thunderbird import checks
from sceau.memory.recall import Recall
from sceau.phrases import Phrase, phrase, say
from sceau.seal import passwords
from sceau.settings.keys import KeyPlace, Keys
from sceau.settings.load import load
from sceau.settings.places import state_folder
from sceau.workers.pool import Workers, limits_in_force

State = Literal["good", "warn", "bad"]
_MARKS: dict[State, str] = {"good": "✓", "warn": "!", "bad": "✗"}


class Check(msgspec.Struct, frozen=True):
    """One shield: its name, whether it is up, and what to say of it."""

    name: str
    state: State
    sentence: Phrase


def run(args: argparse.Namespace) -> int:
    """Look at each shield and say how it is; 69 where one is down, 0 else."""
    language = language_of(args)
    told = [_guarded(name, look) for name, look in (*_LOOKS, *_clients(), *_desktop())]
    if args.json:
        shown = [
            {"check": one.name, "state": one.state, "sentence": say(one.sentence, language)}
            for one in told
        ]
        print(json.dumps(shown, ensure_ascii=False, indent=2))
    else:
        for one in told:
            print(f"{_MARKS[one.state]} {say(one.sentence, language)}")
    down = any(one.state == "bad" for one in told)
    return ServiceRefused.exit_code if down else DONE


def _guarded(name: str, look: Callable[[], tuple[State, Phrase]]) -> Check:
    try:
        return Check(name, *look())
    except SceauError as told:
        return Check(name, "bad", told.sentence)


def _settings() -> tuple[State, Phrase]:
    loaded = load()
    if not loaded.settings.internal_domains:
        return "warn", phrase("doctor.no-domains")
    return "good", phrase("doctor.settings")


def _policy() -> tuple[State, Phrase]:
    loaded = load()
    if loaded.fault is not None:
        raise loaded.fault
    if not loaded.locked:
        return "good", phrase("policy.none")
    if loaded.settings.check != "required":
        return "warn", phrase(f"doctor.check.{loaded.settings.check}")
    return "good", phrase("doctor.policy", count=len(loaded.locked))


def _window() -> tuple[State, Phrase]:
    if sys.platform == "win32":
        from sceau.windows.webview2 import installed

        if not installed():
            return "warn", phrase("doctor.no-webview2")
    elif find_spec("gi") is None:
        return "warn", phrase("doctor.no-webkit")
    if not screen_available():
        return "warn", phrase("doctor.no-screen")
    return "good", phrase("doctor.window")


def _workers() -> tuple[State, Phrase]:
    limits = limits_in_force()
    if sys.platform == "win32":
        return "warn", phrase("doctor.no-sandbox-windows")
    if not limits.sandbox:
        return "warn", phrase("doctor.no-sandbox")
    return "good", phrase("doctor.sandbox")


def _sealing() -> tuple[State, Phrase]:
    """Seal a small file and open it again, the whole way through the workers."""

    async def prove() -> bool:
        password = passwords.generate("characters", 80)
        clear = report()
        async with Workers() as workers:
            made = await workers.seal(clear, "doctor.pdf", password)
            await workers.unseal(made.content, password)
            return made.verified

    asyncio.run(prove())
    return "good", phrase("doctor.sealing")


def _key() -> tuple[State, Phrase]:
    match Keys(state_folder()).key_place():
        case KeyPlace.KEYRING:
            windows = sys.platform == "win32"
            return "good", phrase("doctor.credential-manager" if windows else "doctor.keyring")
        case KeyPlace.LOST:
            return "bad", phrase("error.key-missing")
        case _:
            windows = sys.platform == "win32"
            return "warn", phrase("doctor.key-file-windows" if windows else "doctor.key-file")


def _outbox() -> tuple[State, Phrase]:
    from sceau.way.parts import open_outbox

    with open_outbox(load().settings) as opened:
        waiting = len(opened.outbox.waiting())
    if waiting:
        return "warn", phrase("doctor.waiting", count=waiting)
    return "good", phrase("doctor.outbox")


def _journal() -> tuple[State, Phrase]:
    folder = state_folder()
    found = Journal(folder, Keys(folder).master_key).verify()
    if found.fault is not None:
        return "bad", phrase(f"journal.fault.{found.fault}", number=found.records + 1)
    if not os.access(folder, os.W_OK):
        return "bad", phrase("error.journal-refused")
    return "good", phrase("journal.holds", count=found.records)


def _contacts() -> tuple[State, Phrase]:
    """Whether the memory of correspondents can be read; none is made to find out."""
    settings, folder = load().settings, state_folder()
    if not settings.memory.enabled:
        return "warn", phrase("doctor.no-contacts")
    with closing(Recall.of(settings, folder, Keys(folder).master_key, make=False)) as recall:
        known = len(recall.store.memory()) if recall.store is not None else 0
    return "good", phrase("doctor.contacts", count=known)


def _account() -> tuple[State, Phrase]:
    settings = load().settings
    if settings.account == "local":
        return "warn", phrase("doctor.local-account")
    return "good", phrase("doctor.account")


def _drafts() -> tuple[State, Phrase]:
    """Ask the helper how it stands with the accounts whose drafts are to be watched."""
    wanted = [one for one in load().settings.accounts.values() if one.drafts.kind != "none"]
    if not wanted:
        return "good", phrase("doctor.no-drafts")
    try:
        states = asyncio.run(watch_states())
    except TryLater:
        return "warn", phrase("doctor.drafts-no-helper")
    for one in states:
        if one.watching is not Watching.WATCHING:
            return "bad", phrase("doctor.drafts-not-watched", account=one.account)
    if len(states) < len(wanted):
        return "warn", phrase("doctor.drafts-no-screen")
    return "good", phrase("doctor.drafts", count=len(states))


def _pause() -> tuple[State, Phrase]:
    """Ask the helper whether there is a pause; where none runs, there is none."""
    try:
        until = asyncio.run(helper_state()).paused_until
    except TryLater:
        until = 0.0
    if until:
        told = time.strftime("%H:%M", time.localtime(until))
        return "warn", phrase("doctor.paused", time=told)
    return "good", phrase("doctor.not-paused")


def _clients() -> Iterator[tuple[str, Callable[[], tuple[State, Phrase]]]]:
    """Give what is to be looked at in the mail clients that Sceau was installed in."""
    manifest = checks.installed()
    if manifest is not None:
        yield "thunderbird", partial(checks.check_manifest, manifest)
        yield "thunderbird-chain", partial(checks.check_chain, manifest)
        yield "thunderbird-add-on", checks.check_add_on


def _desktop() -> Iterator[tuple[str, Callable[[], tuple[State, Phrase]]]]:
    """Give what is to be looked at in the desktop that Sceau was installed in."""
    if sys.platform == "win32":
        from sceau.windows.checks import looks

        yield from looks()
        return
    entry = desktop.entry()
    if entry is None:
        return
    yield "desktop", partial(desktop.check_entry, entry)
    for manager in desktop.managers_here():
        yield f"file-manager-{manager}", partial(desktop.check_manager, manager)


_LOOKS: tuple[tuple[str, Callable[[], tuple[State, Phrase]]], ...] = (
    ("settings", _settings),
    ("policy", _policy),
    ("window", _window),
    ("workers", _workers),
    ("sealing", _sealing),
    ("key", _key),
    ("outbox", _outbox),
    ("journal", _journal),
    ("contacts", _contacts),
    ("account", _account),
    ("drafts", _drafts),
    ("pause", _pause),
)
