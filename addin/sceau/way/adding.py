"""Adding, trying and removing an account from a window: what is found is said as it is found."""

from __future__ import annotations

from sceau.phrases import phrase
from sceau.settings.discovery.find import find
from sceau.settings.discovery.model import Address, address_of
from sceau.settings.keys import Keys
from sceau.settings.load import load
from sceau.settings.places import state_folder
from sceau.settings.save import remove_account, set_account
from sceau.way.trial import Told, prepare, secret_kept_if_it_works, steps, working


def add_found(text: str, password: str, told: Told) -> None:
    """Find the servers of the address ``text``, try them, and keep the account if it works; the
    first one becomes the one mails leave by.

    Raises SceauError at the first step that fails: then nothing is kept.
    """
    address = address_of(text)

    def exchange(one: Address) -> str | None:
        from sceau.hooks.exchange.autodiscover import discover

        return discover(one, lambda: password or None)

    offer = find(address, exchange=exchange)
    told(phrase(f"discovery.found.{offer.source}", name=offer.name))
    with secret_kept_if_it_works(address.whole):
        Keys(state_folder()).set_secret(address.whole, password)
        account = working(address.whole, offer.account, offer.users, told)
        prepare(address.whole, account)
        settings = load().settings
        set_account(address.whole, account, default=settings.account == "local")


def try_out(name: str, told: Told) -> None:
    """Try the account ``name``, submitting nothing. Raises SceauError at the step that fails."""
    account = load().settings.accounts.get(name)
    if account is not None:
        for step in steps(name, account):
            told(step)


def remove(name: str) -> None:
    """Take the account ``name`` out, and its secret. Raises SceauError where that cannot be."""
    remove_account(name)
    Keys(state_folder()).delete_secret(name)
