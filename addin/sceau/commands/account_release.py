"""``sceau account release``: take drafts back that a lost computer had claimed."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import datetime

from sceau.aftercare.journal.journal import Journal
from sceau.aftercare.journal.telling import released_entry
from sceau.cli import language_of
from sceau.errors import BLOCKED, DONE, WrongUse
from sceau.hooks.drafts import Claim, Releases
from sceau.phrases import Language, Phrase, phrase, say
from sceau.settings.load import load
from sceau.settings.places import state_folder
from sceau.way.parts import open_outbox


def run(args: argparse.Namespace) -> int:
    """Show the claims of other computers, ask, and release them; 2 where the person says no."""
    settings = load().settings
    if args.name not in settings.accounts:
        raise WrongUse("no-such-account")
    with open_outbox(settings) as opened:
        hook: object = opened.accounts.of(args.name)
        if not isinstance(hook, Releases):
            raise WrongUse("account-no-claims")
        found = hook.claims({row.id for row in opened.outbox.waiting()})
        if not found:
            return _end(args, found, phrase("account.release.none"), DONE)
        if not _agreed(args, found):
            return _end(args, found, phrase("account.release.kept", count=len(found)), BLOCKED)
        for one in found:
            hook.release(one)
        Journal(state_folder(), opened.keys.master_key).add(released_entry(len(found)))
    return _end(args, found, phrase("account.release.done", count=len(found)), DONE)


def _agreed(args: argparse.Namespace, found: list[Claim]) -> bool:
    if args.yes:
        return True
    if not sys.stdin.isatty() or args.json:
        raise WrongUse("account-release-unasked")
    language = language_of(args)
    for number, one in enumerate(found, 1):
        print(say(_told(one, number, language), language))
    print(say(phrase("account.release.ask", count=len(found)), language), end=" ", flush=True)
    return sys.stdin.readline().strip().lower() in ("o", "oui", "y", "yes")


def _told(claim: Claim, number: int, language: Language) -> Phrase:
    moment = datetime.fromtimestamp(claim.since).astimezone()
    day = moment.strftime("%d/%m/%Y" if language == "fr" else "%Y-%m-%d")
    return phrase(
        "account.release.named" if claim.who else "account.release.unnamed",
        number=number,
        who=claim.who,
        day=day,
        time=moment.strftime("%H:%M"),
    )


def _end(args: argparse.Namespace, found: list[Claim], told: Phrase, code: int) -> int:
    said = say(told, language_of(args))
    if args.json:
        rows = [
            {
                "who": one.who,
                "since": datetime.fromtimestamp(one.since).astimezone().isoformat("T", "seconds"),
            }
            for one in found
        ]
        print(json.dumps({"claims": rows, "sentence": said}, ensure_ascii=False))
    else:
        print(said)
    return code
