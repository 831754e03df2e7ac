"""Signing in to an account's provider, from the shell or a window."""

from __future__ import annotations

import threading
import webbrowser

from msgspec.structs import replace

from sceau.errors import WrongUse
from sceau.hooks.mailboxes.accounts import sign_in_of
from sceau.hooks.mailboxes.accounts import signs_in as mailbox_signs_in
from sceau.phrases import Language, Phrase, phrase, say
from sceau.settings.keys import AccountSecret, Keys
from sceau.settings.places import state_folder
from sceau.settings.schema import AccountSettings, Settings, SignInSettings
from sceau.sign_in.accounts import browser_sign_in
from sceau.sign_in.begun import Begun
from sceau.sign_in.providers import MICROSOFT
from sceau.sign_in.providers import signs_in as browser_signs_in


def signs_in(account: AccountSettings) -> bool:
    """Whether a person signs in to this account in a browser, and no password is kept."""
    return browser_signs_in(account) or mailbox_signs_in(account)


def registered(
    account: AccountSettings, settings: Settings, client: str = "", tenant: str = ""
) -> AccountSettings:
    """Give a Microsoft account, or one of Exchange with a sign-in, with the identifiers it is
    signed in to by: those given, else those of the establishment's registration."""
    if not mailbox_signs_in(account):
        return account
    known = settings.sign_in.get(MICROSOFT, SignInSettings())
    return replace(
        account, client=client or known.client, tenant=tenant or known.tenant or account.tenant
    )


def begin(name: str, account: AccountSettings, language: Language) -> Begun:
    """Begin to sign in to the account called ``name``: what comes of it is kept under its name.

    Raises WrongUse where it has a password, WrongSettings where its registration is incomplete,
    ServiceRefused where the provider does not answer.
    """
    secret = AccountSecret(Keys(state_folder()), name)
    if browser_signs_in(account):
        said = say(phrase("account.sign-in-over"), language)
        return browser_sign_in(account, secret).begin(said, language)
    if not mailbox_signs_in(account):
        raise WrongUse("account-no-login")
    return sign_in_of(account, secret).begin()


def told(begun: Begun) -> Phrase:
    """Say what the person is to do."""
    if begun.code:
        return phrase("account.sign-in", place=begun.place, code=begun.code)
    return phrase("account.sign-in-browser", place=begun.place)


def open_browser(begun: Begun, *, with_code: bool = False) -> None:
    """Open the page in the person's browser; one that needs a code only ``with_code``. That it did
    not open shows in the sentence, which has the address. Some browsers stay until they are closed:
    nobody waits for them."""
    if not begun.code or with_code:
        threading.Thread(target=webbrowser.open, args=(begun.place,), daemon=True).start()
