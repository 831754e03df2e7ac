"""Trying an account before it is kept: each step says what it found, or why it failed."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Iterator

from msgspec.structs import replace

from sceau.errors import MissingInput, SceauError, ServiceRefused
from sceau.hooks.accounts import AccountHooks
from sceau.hooks.drafts import DraftsHook
from sceau.hooks.mailboxes.accounts import MAILBOXES
from sceau.outbox.ways_out.answer import Result, Submission
from sceau.outbox.ways_out.smtp import SmtpWayOut
from sceau.phrases import Phrase, phrase
from sceau.settings.keys import AccountSecret, Keys
from sceau.settings.places import state_folder
from sceau.settings.schema import AccountSettings
from sceau.sign_in.accounts import tokens_of

Told = Callable[[Phrase], None]


class TrialFailed(ServiceRefused):
    """A step failed; ``sentence`` says which and why, ``next`` the way out."""

    def __init__(self, submission: Submission) -> None:
        super().__init__("account-not-reached")
        self.sentence = submission.sentence
        self.next = submission.next
        self.result = submission.result


def working(
    name: str, account: AccountSettings, users: tuple[str, ...], told: Told
) -> AccountSettings:
    """Give ``account`` with the first of ``users`` under which it works; what was kept as its
    secret is used. ``told`` hears each step.

    Raises SceauError where it works under none.
    """
    for number, user in enumerate(users or (account.user,)):
        tried = replace(account, user=user)
        try:
            for step in steps(name, tried, make=True):
                told(step)
        except SceauError as failed:
            last = number == len(users) - 1
            if last or not _login_refused(failed):
                raise
        else:
            return tried
    raise AssertionError("there is always one user name")


def steps(name: str, account: AccountSettings, *, make: bool = False) -> Iterator[Phrase]:
    """Try the way out and the drafts of an account, submitting nothing: give what each step found.
    ``make`` makes the folder that marks, where it is missing and all else works.

    Raises SceauError, with the sentence for it, at the first that fails."""
    folder = state_folder()
    keys = Keys(folder)
    hooks = AccountHooks({name: account}, folder, keys)
    try:
        if account.kind in MAILBOXES:
            mailbox = hooks.mailbox(name)
            assert mailbox is not None
            yield from mailbox.try_out()
            return
        if account.kind == "smtp":
            tokens = tokens_of(account, AccountSecret(keys, name))
            password = keys.get_secret(name) if tokens is None else None
            way_out = SmtpWayOut(account, password, tokens=tokens)
            refused = asyncio.run(way_out.try_out())
            if refused is not None:
                raise TrialFailed(refused)
            yield phrase("account.tried.smtp", host=account.host)
        drafts = hooks.of(name)
        if drafts is not None:
            yield from _drafts_steps(drafts, make=make)
    finally:
        hooks.close()


def _drafts_steps(drafts: DraftsHook, *, make: bool) -> Iterator[Phrase]:
    said = []
    try:
        for step in drafts.try_out():
            said.append(step)
            yield step
    except MissingInput:
        if not make:
            raise
        drafts.prepare()
        yield from (step for step in drafts.try_out() if step not in said)


def prepare(name: str, account: AccountSettings) -> None:
    """Make on the server what marking needs. Raises SceauError where that cannot be."""
    folder = state_folder()
    hooks = AccountHooks({name: account}, folder, Keys(folder))
    try:
        drafts = hooks.of(name)
        if drafts is not None:
            drafts.prepare()
    finally:
        hooks.close()


@contextlib.contextmanager
def secret_kept_if_it_works(name: str) -> Iterator[None]:
    """Leave the secret that was there before, where what is done with a new one fails."""
    keys = Keys(state_folder())
    before = keys.get_secret(name)
    try:
        yield
    except BaseException:
        if before is None:
            keys.delete_secret(name)
        else:
            keys.set_secret(name, before)
        raise


def _login_refused(failed: SceauError) -> bool:
    submission = getattr(failed, "submission", None)
    result = getattr(failed, "result", None) or getattr(submission, "result", None)
    return result is Result.AUTH_REFUSED
