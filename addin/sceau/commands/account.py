"""``sceau account``: the accounts that mails leave by."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from pathlib import Path
from typing import Literal

from sceau.cli import language_of
from sceau.commands import account_found, account_release
from sceau.commands.account_drafts import drafts_of, prepare, tell_helper, try_out_drafts
from sceau.commands.account_words import refuse_contradictions
from sceau.commands.seal import read_password
from sceau.errors import DONE, SceauError, ServiceRefused, WrongUse
from sceau.outbox.ways_out.smtp import SmtpWayOut
from sceau.phrases import Phrase, phrase, say
from sceau.settings.keys import Keys
from sceau.settings.load import load
from sceau.settings.places import state_folder
from sceau.settings.save import remove_account, set_account
from sceau.settings.schema import AccountSettings

_PORTS: dict[str, int] = {"tls": 465, "starttls": 587, "none": 25}
"""RFC 8314 section 3.3 and RFC 6409 section 3.1; plain SMTP only on this machine."""


def run(args: argparse.Namespace) -> int:
    """Add, list, test or remove an account."""
    if args.do == "list":
        return _list(args)
    if not args.name:
        raise WrongUse("account-name-missing")
    if args.do == "release":
        return account_release.run(args)
    if args.do == "add":
        refuse_contradictions(args)
    if account_found.handles(args):
        return account_found.run(args)
    match args.do:
        case "add":
            return _add(args)
        case "remove":
            return _remove(args)
        case _:
            return _test(args)


def _add(args: argparse.Namespace) -> int:
    if not args.host:
        raise WrongUse("account-host-missing")
    security: Literal["tls", "starttls", "none"] = args.security
    account = AccountSettings(
        kind="smtp",
        host=args.host,
        port=args.port or _PORTS[security],
        security=security,
        user=args.user,
        ca_file=str(Path(args.ca_file).absolute()) if args.ca_file else "",
        drafts=drafts_of(args),
    )
    set_account(args.name, account, default=args.default)
    if args.password_stdin or (args.user and sys.stdin.isatty()):
        if sys.stdin.isatty():
            question = say(phrase("cli.ask-password"), language_of(args))
            print(question, file=sys.stderr, end=" ", flush=True)
        Keys(state_folder()).set_secret(args.name, read_password())
    if args.create_folder:
        prepare(args.name)
    tell_helper()
    return _say(args, "cli.account-added")


def _remove(args: argparse.Namespace) -> int:
    if args.name not in load().settings.accounts:
        raise WrongUse("no-such-account")
    remove_account(args.name)
    Keys(state_folder()).delete_secret(args.name)
    tell_helper()
    return _say(args, "cli.account-removed")


def _list(args: argparse.Namespace) -> int:
    settings = load().settings
    rows = [
        {
            "name": name,
            "kind": one.kind,
            "host": one.host or one.url,
            "port": one.port,
            "security": one.security,
            "user": one.user,
            "default": name == settings.account,
            "drafts": one.drafts.kind,
        }
        for name, one in {"local": AccountSettings(), **settings.accounts}.items()
    ]
    if args.json:
        print(json.dumps(rows, ensure_ascii=False, indent=2))
        return DONE
    for row in rows:
        mark = "*" if row["default"] else " "
        where = f"{row['host']}:{row['port']} ({row['security']})" if row["port"] else row["host"]
        print(f"{mark} {row['name']}  {where}".rstrip())
    return DONE


def _test(args: argparse.Namespace) -> int:
    """Connect, secure and log in, for sending and for the drafts; submit nothing."""
    settings = load().settings
    if args.name == "local":
        return _say(args, "cli.account-works")
    account = settings.accounts.get(args.name)
    if account is None:
        raise WrongUse("no-such-account")
    secret = Keys(state_folder()).get_secret(args.name)
    language = language_of(args)
    found = asyncio.run(SmtpWayOut(account, secret).try_out())
    if found is not None:
        return _tell_failed(args, found.result, (found.sentence, found.next))
    try:
        for step in try_out_drafts(args.name):
            if not args.json:
                print(say(step, language))
    except SceauError as told:
        return _tell_failed(args, told.reason, (told.sentence,))
    return _say(args, "cli.account-works")


def _tell_failed(args: argparse.Namespace, reason: str, told: tuple[Phrase | None, ...]) -> int:
    said = [say(one, language_of(args)) for one in told if one is not None]
    if args.json:
        shown = {"works": False, "result": reason, "sentence": said[0]}
        print(json.dumps(shown, ensure_ascii=False))
    else:
        print("\n".join(said))
    return ServiceRefused.exit_code


def _say(args: argparse.Namespace, key: str) -> int:
    text = say(phrase(key, name=args.name), language_of(args))
    print(json.dumps({"done": True, "sentence": text}, ensure_ascii=False) if args.json else text)
    return DONE
