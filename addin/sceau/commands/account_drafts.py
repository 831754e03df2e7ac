"""What ``sceau account`` does about the drafts of an account."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
from collections.abc import Iterator
from pathlib import Path

from sceau.call import tell_of_accounts
from sceau.errors import WrongUse
from sceau.hooks.accounts import AccountHooks
from sceau.hooks.drafts import DraftsHook
from sceau.phrases import Phrase
from sceau.settings.keys import Keys
from sceau.settings.load import load
from sceau.settings.places import state_folder
from sceau.settings.schema import DraftsSettings


def drafts_of(args: argparse.Namespace) -> DraftsSettings:
    """Give what was typed of the drafts to be watched.

    Raises :class:`WrongUse` where the folder of ``--drafts folder`` is missing.
    """
    usual = DraftsSettings()
    match args.drafts:
        case "folder":
            if not args.folder:
                raise WrongUse("account-folder-missing")
            return DraftsSettings(kind="folder", path=str(Path(args.folder).absolute()))
        case "imap":
            return DraftsSettings(
                kind="imap",
                host=args.imap_host,
                port=args.imap_port,
                security=args.imap_security,
                folder=args.folder or usual.folder,
                mark=args.mark,
                sent=args.sent,
            )
        case _:
            return usual


@contextlib.contextmanager
def _hook(name: str) -> Iterator[DraftsHook | None]:
    folder = state_folder()
    accounts = AccountHooks(load().settings.accounts, folder, Keys(folder))
    try:
        yield accounts.of(name)
    finally:
        accounts.close()


def prepare(name: str) -> None:
    """Make what marking needs; raises :class:`SceauError` where that cannot be."""
    with _hook(name) as hook:
        if hook is not None:
            hook.prepare()


def try_out_drafts(name: str) -> Iterator[Phrase]:
    """Try the drafts of an account step by step: give what each found; raises
    :class:`SceauError` at the first that fails."""
    with _hook(name) as hook:
        if hook is not None:
            yield from hook.try_out()


def tell_helper() -> None:
    """Have a helper that is running take the accounts on as they are now."""
    asyncio.run(tell_of_accounts())
