"""The mailbox of an account, by its settings. A new kind of server is one line here."""

from __future__ import annotations

from collections.abc import Callable

from sceau.errors import WrongSettings
from sceau.hooks.mailboxes.hook import MailboxDrafts
from sceau.hooks.mailboxes.mailbox import Mailbox
from sceau.settings.schema import AccountSettings

MAILBOXES = frozenset({"exchange", "graph"})
"""The kinds of accounts whose server sends what was saved with it."""


def mailbox_drafts(
    name: str, account: AccountSettings, device: str, secret: Callable[[], str | None]
) -> MailboxDrafts:
    """Give the drafts, and the way out, of one account of these kinds."""
    drafts = account.drafts
    category = drafts.category if drafts.mark == "category" else ""
    return MailboxDrafts(name, mailbox_of(account, secret), device, category=category)


def mailbox_of(account: AccountSettings, secret: Callable[[], str | None]) -> Mailbox:
    """Give the mailbox of an account. Raises WrongSettings where its address is missing."""
    # imported late: exchangelib takes 300 ms, and most have one kind of account
    if account.kind == "exchange":
        from sceau.hooks.exchange.server import Access, ExchangeServer

        if not account.url.startswith("https://"):
            raise WrongSettings("account-url-missing")
        return ExchangeServer(
            Access(
                url=account.url,
                address=account.address,
                user=account.user,
                auth=account.auth,
                ca_file=account.ca_file,
                marked=account.drafts.folder,
            ),
            secret,
        )
    raise WrongSettings("account-kind-unknown")
