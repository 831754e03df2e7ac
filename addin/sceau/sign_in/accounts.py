"""The sign-in of an account, from its settings."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from sceau.errors import WrongSettings
from sceau.settings.keys import AccountSecret
from sceau.settings.places import state_folder
from sceau.settings.schema import AccountSettings
from sceau.sign_in.browser import BrowserSignIn
from sceau.sign_in.providers import signs_in

LOCK = "sign-in.lock"


class Tokens(Protocol):
    """Gives access tokens."""

    def token(self, refused: str = "") -> str:
        """Give one that holds and is not ``refused``, the one a server has just turned down.

        Raises SignInFailed where a person must do something, SignInNotReached.
        """
        ...


def browser_sign_in(
    account: AccountSettings, secret: AccountSecret, folder: Callable[[], Path] = state_folder
) -> BrowserSignIn:
    """Give the sign-in of an account for SMTP and IMAP; what is wrong with its registration or its
    authority is raised as WrongSettings when it is used."""
    return BrowserSignIn(
        account.sign_in,
        secret,
        user=account.user,
        lock=folder() / LOCK,
        context=lambda: _context(account.ca_file),
    )


def tokens_of(account: AccountSettings, secret: AccountSecret) -> Tokens | None:
    """Give what gives the access tokens of an account; none where it has a password."""
    return browser_sign_in(account, secret) if signs_in(account) else None


def _context(ca_file: str) -> ssl.SSLContext:
    """The system's authorities, and the account's own."""
    context = ssl.create_default_context()
    if ca_file:
        try:
            context.load_verify_locations(ca_file)
        except (OSError, ssl.SSLError) as problem:
            raise WrongSettings("account-authority-unreadable") from problem
    return context
