"""``sceau account add ADDRESS``, and accounts of Exchange and Microsoft 365."""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from msgspec.structs import replace

from sceau.cli import language_of
from sceau.commands.account_drafts import drafts_of, tell_helper
from sceau.commands.seal import read_password
from sceau.errors import DONE, ServiceRefused, WrongSettings, WrongUse
from sceau.hooks.mailboxes.accounts import MAILBOXES
from sceau.hooks.mailboxes.accounts import signs_in as mailbox_signs_in
from sceau.hooks.mailboxes.told import Refused
from sceau.phrases import Phrase, phrase, say
from sceau.settings.discovery.find import find
from sceau.settings.discovery.model import Address, Offer, address_of
from sceau.settings.keys import Keys
from sceau.settings.load import load
from sceau.settings.places import state_folder
from sceau.settings.save import set_account
from sceau.settings.schema import AccountSettings, DraftsSettings, SignInSettings
from sceau.sign_in.providers import registration_for
from sceau.way.signing_in import begin, open_browser, registered, signs_in, told
from sceau.way.trial import (
    TrialFailed,
    prepare,
    secret_kept_if_it_works,
    steps,
    working,
)


def handles(args: argparse.Namespace) -> bool:
    """Whether this module carries out what was typed."""
    if args.do == "add":
        typed = args.kind in MAILBOXES or args.auth == "oauth"
        return typed or ("@" in args.name and not args.host)
    if args.do == "login":
        return True
    kept = load().settings.accounts.get(args.name)
    return args.do == "test" and kept is not None and (kept.kind in MAILBOXES or signs_in(kept))


def run(args: argparse.Namespace) -> int:
    """Add, test or sign in."""
    telling = _Telling(args)
    with telling.failures():
        match args.do:
            case "add":
                return _add(args, telling)
            case "login":
                _login(args.name, _kept(args.name), telling)
                return telling.done("cli.account-logged-in", args.name)
        for one in steps(args.name, _kept(args.name)):
            telling.step(one)
        return telling.done("cli.account-works", args.name)


def _kept(name: str) -> AccountSettings:
    account = load().settings.accounts.get(name)
    if account is None:
        raise WrongUse("no-such-account")
    return account


def _add(args: argparse.Namespace, telling: _Telling) -> int:
    password = _Password(args)
    given = args.kind in MAILBOXES or args.host
    offer = _typed(args) if given else _found(args, password, telling)
    account = _completed(args, offer.account)
    with secret_kept_if_it_works(args.name):
        if signs_in(account):
            _login(args.name, account, telling)
        elif account.auth != "kerberos":
            given = password()
            if given is None:
                raise WrongUse("account-password-missing")
            Keys(state_folder()).set_secret(args.name, given)
        account = working(args.name, account, offer.users, telling.step)
        prepare(args.name, account)
    set_account(args.name, account, default=args.default)
    tell_helper()
    return telling.done("cli.account-added", args.name)


def _typed(args: argparse.Namespace) -> Offer:
    account = AccountSettings(kind=args.kind, user=args.user or args.name)
    if args.kind == "smtp":
        account = replace(
            account,
            host=args.host,
            port=args.port,
            security=args.security,
            drafts=drafts_of(args),
        )
    return Offer(args.name, "list", account, (account.user,))


def _found(args: argparse.Namespace, password: _Password, telling: _Telling) -> Offer:
    address = address_of(args.name)

    def exchange(one: Address) -> str | None:
        from sceau.hooks.exchange.autodiscover import discover

        return discover(one, password, user=args.user, ca_file=args.ca_file)

    offer = find(address, exchange=exchange)
    telling.step(phrase(f"discovery.found.{offer.source}", name=offer.name))
    return replace(offer, users=(args.user,)) if args.user else offer


def _completed(args: argparse.Namespace, account: AccountSettings) -> AccountSettings:
    """Add to what was found what was typed."""
    ca_file = str(Path(args.ca_file).absolute()) if args.ca_file else ""
    drafts = account.drafts
    if account.kind in MAILBOXES:
        mark: Literal["category", "folder"] = "category" if args.mark == "category" else "folder"
        drafts = DraftsSettings(kind="mailbox", mark=mark, folder=args.folder or drafts.folder)
    elif drafts.kind == "imap":
        drafts = replace(drafts, ca_file=ca_file)
    completed = replace(account, ca_file=ca_file, drafts=drafts, address=args.mailbox)
    if account.kind == "exchange":
        completed = replace(completed, url=args.url or account.url, auth=args.auth)
    if account.kind == "graph":
        completed = replace(completed, url=args.url)
    if completed.kind == "smtp":
        registration = _registration(args, completed)
        if registration is not None:
            completed = replace(completed, auth="oauth", sign_in=registration)
    if mailbox_signs_in(completed):
        host, _, port = args.sign_in.partition(":")
        number = int(port) if port.isdecimal() else 0
        completed = replace(completed, host=host, port=number)
        completed = registered(completed, load().settings, args.client, args.tenant)
    return completed


def _login(name: str, account: AccountSettings, telling: _Telling) -> None:
    """Sign in: the person does it in their browser."""
    begun = begin(name, account, telling.language)
    telling.step(told(begun), always=True)
    open_browser(begun)
    begun.wait()


def _registration(args: argparse.Namespace, account: AccountSettings) -> SignInSettings | None:
    """Give the registration by which the account is signed in to; none where it has a password:
    one was given, or the establishment has none for this server and none was asked for."""
    wanted = args.auth == "oauth"
    if not wanted and (args.auth != "auto" or args.password_stdin):
        return None
    found = registration_for(account.host, load().settings.sign_in, args.provider)
    if found is not None and args.client:
        found = replace(found, client=args.client, tenant=args.tenant or found.tenant)
    if wanted and found is None:
        raise WrongSettings("sign-in-registration-missing", host=account.host)
    return found if found is not None and (wanted or found.client) else None


class _Password:
    """The password, asked for once, when it is first needed."""

    def __init__(self, args: argparse.Namespace) -> None:
        self._args = args
        self._known: str | None = None

    def __call__(self) -> str | None:
        if self._known is None and (self._args.password_stdin or sys.stdin.isatty()):
            if sys.stdin.isatty():
                question = say(phrase("cli.ask-password"), language_of(self._args))
                print(question, file=sys.stderr, end=" ", flush=True)
            self._known = read_password()
        return self._known


class _Telling:
    """What is said, as lines or as JSON."""

    def __init__(self, args: argparse.Namespace) -> None:
        self._json = args.json
        self.language = self._language = language_of(args)
        self._steps: list[str] = []

    def step(self, told: Phrase, *, always: bool = False) -> None:
        """Say what a step found; ``always``: while it still matters, whatever the form."""
        said = say(told, self._language)
        self._steps.append(said)
        if not self._json:
            print(said, flush=True)
        elif always:
            print(said, file=sys.stderr, flush=True)

    def done(self, key: str, name: str) -> int:
        """Say that it is done."""
        said = say(phrase(key, name=name), self._language)
        if self._json:
            shown = {"done": True, "works": True, "steps": self._steps, "sentence": said}
            print(json.dumps(shown, ensure_ascii=False))
        else:
            print(said)
        return DONE

    @contextlib.contextmanager
    def failures(self) -> Iterator[None]:
        """Say why a step failed, and the way out."""
        try:
            yield
        except (TrialFailed, Refused) as failed:
            result, next_ = failed.result, failed.next
            said = [say(one, self._language) for one in (failed.sentence, next_)]
            if self._json:
                shown = {"works": False, "result": result, "steps": self._steps}
                print(json.dumps({**shown, "sentence": said[0]}, ensure_ascii=False))
            else:
                print("\n".join(said))
            raise SystemExit(ServiceRefused.exit_code) from failed
