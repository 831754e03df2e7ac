"""Adding, trying and removing an account from a window: what is found is said as it is found."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from msgspec.structs import replace

from sceau.errors import WrongSettings, WrongUse
from sceau.hooks.mailboxes.accounts import MAILBOXES
from sceau.phrases import Language, Phrase, phrase
from sceau.settings.discovery.find import find
from sceau.settings.discovery.model import Address, Offer, address_of
from sceau.settings.keys import Keys
from sceau.settings.load import load
from sceau.settings.places import state_folder
from sceau.settings.save import remove_account, set_account
from sceau.settings.schema import AccountSettings, DraftsSettings, Settings
from sceau.sign_in.begun import Begun
from sceau.sign_in.faults import SignInCancelled
from sceau.sign_in.providers import registration_for
from sceau.way.signing_in import begin, registered, signs_in
from sceau.way.trial import Told, prepare, secret_kept_if_it_works, steps, working


@dataclass(frozen=True)
class Wanted:
    """What a person says of an account to be added. ``kind`` is ``auto`` where the address tells
    it, ``browser`` to sign in to its mail servers in a browser; the rest may be empty. ``url`` is
    that of Exchange's web services, ``mailbox`` a shared one's address, ``client`` and ``tenant``
    the application's and the establishment's identifiers. ``auth`` is for Exchange: by the
    password (``auto``), as the person logged in to this computer, or in a browser."""

    address: str
    password: str = ""
    kind: Literal["auto", "exchange", "graph", "browser"] = "auto"
    url: str = ""
    mailbox: str = ""
    client: str = ""
    tenant: str = ""
    auth: Literal["auto", "kerberos", "oauth"] = "auto"

    def __repr__(self) -> str:
        return f"Wanted(kind={self.kind!r})"


class Stop:
    """How a person gives up what is being done for them."""

    def __init__(self) -> None:
        self._stopped = threading.Event()
        self._stop: Callable[[], None] = lambda: None

    def now(self) -> None:
        """Give it up."""
        self._stopped.set()
        self._stop()

    def look(self) -> None:
        """Raise SignInCancelled where it was given up."""
        if self._stopped.is_set():
            raise SignInCancelled

    def waiting(self, begun: Begun) -> None:
        """Wait for the person in their browser, or until they give it up."""
        self._stop = begun.stop
        self.look()
        begun.wait()
        self.look()


Signing = Callable[[Begun], None]
"""Shows a person where to sign in."""


def add(wanted: Wanted, told: Told, signing: Signing, stop: Stop, language: Language) -> None:
    """Find the servers, sign in where that is how, try them, and keep the account if it works; the
    first one becomes the one mails leave by.

    Raises SceauError at the first step that fails, or SignInCancelled: then nothing is kept.
    """
    address = address_of(wanted.address)
    name = address.whole

    def tell(step: Phrase) -> None:
        stop.look()
        told(step)

    settings = load().settings
    if wanted.auth != "auto" and wanted.kind == "auto":
        wanted = dataclasses.replace(wanted, kind="exchange")  # no other has these logins
    offer = _offer(address, wanted)
    if wanted.kind in ("auto", "browser"):
        tell(phrase(f"discovery.found.{offer.source}", name=offer.name))
    account = _completed(offer.account, wanted, settings)
    with secret_kept_if_it_works(name):
        if signs_in(account):
            begun = begin(name, account, language)
            signing(begun)
            stop.waiting(begun)
        elif account.auth == "kerberos":
            pass  # the session of this computer is all there is
        elif wanted.password:
            Keys(state_folder()).set_secret(name, wanted.password)
        else:
            raise WrongUse("account-password-not-typed")
        account = working(name, account, offer.users, tell)
        prepare(name, account)
        stop.look()
        set_account(name, account, default=settings.account == "local")


def sign_in_again(name: str, signing: Signing, stop: Stop, language: Language) -> None:
    """Sign in to the account ``name``, as if for the first time. Raises as :func:`add` does."""
    account = load().settings.accounts.get(name)
    if account is not None:
        begun = begin(name, account, language)
        signing(begun)
        stop.waiting(begun)


def _offer(address: Address, wanted: Wanted) -> Offer:
    if wanted.kind == "graph" or (wanted.kind == "exchange" and wanted.url):
        account = AccountSettings(
            kind=wanted.kind,
            url=wanted.url if wanted.kind == "exchange" else "",
            user=address.whole,
            auth=wanted.auth if wanted.kind == "exchange" else "auto",
            drafts=DraftsSettings(kind="mailbox"),
        )
        return Offer(wanted.kind, "list", account, (address.whole,))

    def exchange(one: Address) -> str | None:
        from sceau.hooks.exchange.autodiscover import discover

        return discover(
            one, lambda: wanted.password or None, as_logged_in=wanted.auth == "kerberos"
        )

    if wanted.kind == "exchange":
        url = exchange(address)
        if not url:
            raise WrongSettings("account-url-missing")
        return _offer(address, dataclasses.replace(wanted, url=url))
    return find(address, exchange=exchange)


def _completed(account: AccountSettings, wanted: Wanted, settings: Settings) -> AccountSettings:
    """Add to what was found what was said, and by which registration it is signed in to."""
    if account.kind in MAILBOXES:
        account = replace(account, address=wanted.mailbox.strip())
        return registered(account, settings, wanted.client.strip(), wanted.tenant.strip())
    by_browser = wanted.kind == "browser"
    if wanted.password and not by_browser:
        return account
    registration = registration_for(account.host, settings.sign_in)
    if registration is None or not registration.client:
        if by_browser:
            raise WrongSettings("sign-in-registration-missing", host=account.host)
        return account
    return replace(account, auth="oauth", sign_in=registration)


def try_out(name: str, told: Told, stop: Stop) -> None:
    """Try the account ``name``, submitting nothing. Raises SceauError at the step that fails."""
    account = load().settings.accounts.get(name)
    if account is not None:
        for step in steps(name, account):
            stop.look()
            told(step)


def remove(name: str) -> None:
    """Take the account ``name`` out, and its secret. Raises SceauError where that cannot be."""
    remove_account(name)
    Keys(state_folder()).delete_secret(name)
