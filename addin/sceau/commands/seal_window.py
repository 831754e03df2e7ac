"""``sceau seal --window``: the sealing window, with the files named or none yet."""

from __future__ import annotations

import argparse
import asyncio
import sys

from sceau.aftercare.journal.journal import Journal
from sceau.aftercare.journal.telling import sealed_entry
from sceau.cli import language_of
from sceau.desk.chosen_password import PasswordKind
from sceau.desk.looks import Looks
from sceau.desk.notifying import notify
from sceau.desk.pane import password_pane
from sceau.desk.screen import screen_available
from sceau.desk.sealer.after import can_mail
from sceau.desk.sealer.files import Files
from sceau.desk.sealer.session import Session
from sceau.desk.view import PasswordPane
from sceau.desk.window import SealWindow
from sceau.errors import DONE, SceauError, ServiceRefused
from sceau.phrases import Language, say
from sceau.seal import passwords
from sceau.settings.keys import Keys
from sceau.settings.load import load
from sceau.settings.places import state_folder
from sceau.workers.pool import Workers


def run(args: argparse.Namespace) -> int:
    """Show the window until it is closed. Raises :class:`ServiceRefused` ``seal-window-absent``
    where there can be none, ``seal-window-lost`` where it went by itself; whoever started it by a
    click reads it in a notification."""
    try:
        _shown(args)
    except SceauError as told:
        if not sys.stderr.isatty():
            notify("Sceau", say(told.sentence, language_of(args)))
        raise
    return DONE


def _shown(args: argparse.Namespace) -> None:
    if not screen_available():
        raise ServiceRefused("seal-window-absent")
    lost = asyncio.run(_run(args.files, _language(args)))
    if lost is not None:
        # It was no mail's window: what is said of one that went must not speak of a mail.
        went = lost.reason in ("window-lost", "window-frozen")
        raise ServiceRefused("seal-window-lost" if went else "seal-window-absent")


def _language(args: argparse.Namespace) -> Language:
    """The one asked for, else the one of the settings, else the session's."""
    chosen = load().settings.language
    return chosen if args.language is None and chosen != "auto" else language_of(args)


async def _run(given: list[str], language: Language) -> SceauError | None:
    settings = load().settings

    def pane(made: str, kind: PasswordKind, opens: int) -> PasswordPane:
        return password_pane(made, kind, opens, language)

    files = Files(
        make_password=passwords.generate,
        make_pane=pane,
        bits=settings.password.bits,
        kind=settings.password.kind,
        looks=Looks(language, settings.theme),
        can_mail=can_mail(),
    )
    window = SealWindow()
    try:
        async with Workers() as workers:
            return await Session(files, workers, _noted).run(window, given)
    finally:
        await window.close()


def _noted(files: int) -> bool:
    folder = state_folder()
    journal = Journal(folder, Keys(folder).master_key)
    return journal.note(sealed_entry("command", files))
